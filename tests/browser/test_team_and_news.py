"""The bell, the notifications, the team and the queue on a phone and by the keyboard."""

import pytest
from playwright.sync_api import expect

from annotations.actions import assignments, comments
from annotations.actions.teams import add_integration
from annotations.actions.tokens import issue_integration_token
from tests.browser.test_phone import PHONE, TOO_SMALL
from tests.cast import a_claim, a_draft, again, in_review
from tests.frontend.waiting import many_claims

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

WIDER = "document.documentElement.scrollWidth - innerWidth"


def asked(newsroom):
    """Bob is asked to review, and mentioned."""
    verdict = in_review(newsroom, a_claim(newsroom.alice, statement="y" * 400))
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    comments.say(verdict.claim, by=newsroom.charlie, text=f"@Bob {'z' * 400}")
    return verdict


def test_a_phone_shows_all_pages_with_targets_for_fingers(page_for, newsroom):
    asked(newsroom)
    for claim in many_claims(newsroom.bob, 12):
        a_draft(claim, newsroom.bob)
    bob, erin = page_for(newsroom.bob.user, **PHONE), page_for(newsroom.erin.user, **PHONE)
    program = add_integration("x" * 150, by=newsroom.erin).user
    token, _key = issue_integration_token(
        program, by=newsroom.erin, scopes=["read", "suggest"], name="z" * 100
    )
    person = newsroom.team.memberships.get(user=newsroom.bob.user).pk
    for page, address in (
        (bob, "/queue/"),
        (bob, "/notifications/"),
        (bob, "/notifications/choices/"),
        (bob, "/team/settings/"),
        (erin, f"/team/settings/?person={person}"),
        (erin, "/tokens/"),
        (erin, f"/tokens/?revoke={token.pk}"),
    ):
        page.goto(address)
        assert page.evaluate(WIDER) <= 0, address
        assert page.evaluate(TOO_SMALL) == [], address
        box = page.locator(".bell").bounding_box()
        assert min(box["width"], box["height"]) >= 43.5, address
        assert box["x"] + box["width"] <= 390, address


def test_from_the_bell_to_the_comment_by_touch(page_for, newsroom):
    verdict = asked(newsroom)
    page = page_for(newsroom.bob.user, **PHONE)
    page.goto("/queue/")
    expect(page.get_by_role("link", name="Notifications, 2 unread")).to_be_visible()
    page.get_by_role("link", name="Notifications, 2 unread").tap()
    page.get_by_role("button", name="Charlie mentioned you").tap()
    page.wait_for_url(f"**/claims/{verdict.claim_id}/#comment-*")
    expect(page.get_by_role("link", name="Notifications, 1 unread")).to_be_visible()
    anchor = page.url.partition("#")[2]
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()


def test_by_the_keyboard_a_role_is_changed(page_for, newsroom):
    member = newsroom.team.memberships.get(user=newsroom.charlie.user)
    page = page_for(newsroom.erin.user)
    page.goto("/team/settings/")
    page.get_by_role("link", name="Change Charlie").press("Enter")
    page.get_by_label("Role").select_option("Publisher")
    page.get_by_role("button", name="Save role").press("Enter")
    expect(page.locator(f"#person-{member.pk}")).to_contain_text("Publisher")
    assert again(member).get_role_display() == "publisher"
