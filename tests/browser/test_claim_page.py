"""The claim's page with its scripts: nothing that was typed is lost, and keys save."""

import pytest
from playwright.sync_api import expect

from annotations.actions import verdicts
from tests.cast import a_claim, a_draft, again, in_review

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]


def test_adding_evidence_leaves_a_half_written_verdict_alone(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user, expects=("422",))
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_label("Summary").fill("Half a sentence")
    page.get_by_role("link", name="Add evidence").click()
    expect(page.get_by_label("Address")).to_be_focused()
    page.get_by_label("Address").fill("ftp://port.example")
    page.get_by_label("Supports").check()
    page.get_by_label("Passage").fill("412 million")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#new-evidence-url_error")).to_contain_text("http:// or https://")
    page.get_by_label("Address").fill("https://port.example")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#evidence .passage")).to_have_text("“412 million”")
    expect(page.locator("#history")).to_contain_text("added evidence: port.example")
    expect(page.get_by_label("Summary")).to_have_value("Half a sentence")


def test_what_was_not_saved_comes_back_until_it_is_discarded(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_label("Summary").fill("Not saved")
    page.get_by_label("Mostly true").check(force=True)
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value("Not saved")
    expect(page.get_by_label("Mostly true")).to_be_checked()
    page.get_by_role("button", name="Discard it").click()
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value("")


def test_what_was_saved_does_not_come_back(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_label("Summary").fill("Saved")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Save draft")).to_be_visible()
    verdicts.edit(again(claim).current, by=newsroom.bob, summary="Bob was later")
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value("Bob was later")


def test_a_conflict_appears_in_place_and_is_saved_on_purpose(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    page = page_for(newsroom.alice.user, expects=("412",))
    page.goto(f"/claims/{claim.pk}/")
    verdicts.edit(draft, by=newsroom.bob, summary="Bob’s words")
    page.get_by_label("Summary").fill("Alice’s words")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#verdict [role=alert]")).to_contain_text("Bob changed this too.")
    expect(page.get_by_label("Summary")).to_have_value("Alice’s words")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#verdict [role=alert]")).to_have_count(0)
    assert again(draft).summary == "Alice’s words"


def test_digits_choose_a_rating(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    page.keyboard.press("2")
    expect(page.get_by_label("Mostly false")).to_be_checked()


def test_return_wakes_when_there_is_a_comment(page_for, newsroom):
    verdict = in_review(newsroom)
    page = page_for(newsroom.bob.user)
    page.goto(f"/claims/{verdict.claim_id}/")
    button = page.get_by_role("button", name="Return to Alice")
    expect(button).to_have_attribute("aria-disabled", "true")
    page.locator("#review").get_by_label("Comment").fill("Name the source.")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(page.locator("#review-title")).to_have_text("Revision 1 was returned")
