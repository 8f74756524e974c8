"""Reviewing with the keyboard alone, on a phone, and without a script."""

import pytest
from playwright.sync_api import expect

from annotations.actions import assignments, evidence, reviews, teams, verdicts
from tests.cast import a_claim, a_draft, again, an_article, evidence_for, in_review, published

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def revised(newsroom, quote="3.2 kilometres", statement="The tunnel is 3.2 kilometres long."):
    """A revision that was returned once, with another source and other words."""
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article, quote=quote, statement=statement)
    first = in_review(newsroom, claim)
    reviews.review(first, by=newsroom.charlie, vote="return", comment="Say whose figure it is.")
    draft = verdicts.revise(first, by=newsroom.alice)
    evidence.edit(claim.evidence.get(), by=newsroom.alice, passage="412.3 million, all told.")
    verdicts.edit(draft, by=newsroom.alice, summary="The port's accounts confirm the figure.")
    return verdicts.submit(draft, by=newsroom.alice)


def waiting(newsroom):
    """Another claim in review, to go on to."""
    claim = a_claim(newsroom.alice, an_article(newsroom.alice), quote="38 %", statement="It fell.")
    evidence_for(claim, newsroom.alice)
    return verdicts.submit(a_draft(claim, newsroom.alice), by=newsroom.alice)


def tab_to(page, name):
    """Press Tab until a link or button of this name has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("document.activeElement.innerText || ''")
        if name in focused:
            return
    raise AssertionError(f"The keyboard does not lead to “{name}”.")


def test_from_the_queue_to_the_next_approval_by_keyboard(page_for, newsroom):
    verdict = revised(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    other = waiting(newsroom)
    page = page_for(newsroom.bob.user)
    page.goto("/queue/")
    tab_to(page, "The tunnel is 3.2 kilometres long.")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claims/{verdict.claim_id}/")
    compared = page.locator("#comparison")
    expect(compared).to_contain_text("from revision 1 to 2")
    expect(compared).to_contain_text("Say whose figure it is.")
    expect(compared.locator("ins").first).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("approve, and go to the next")
    page.keyboard.press("a")
    assert again(verdict).status == "in_review", "Nothing is done behind a dialogue."
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.wait_for_url(f"**/claims/{other.claim_id}/")
    expect(page.locator("#messages")).to_contain_text(
        f"You approved revision 2 of claim {verdict.claim_id}."
    )
    assert again(verdict).status == "approved"
    page.keyboard.press("a")
    page.wait_for_url("**/queue/")
    expect(page.locator("main")).to_contain_text("Nothing waits for you")
    assert again(other).status == "approved"


def test_a_reviewer_writes_without_pressing_keys_by_mistake(page_for, newsroom):
    verdict = revised(newsroom)
    page = page_for(newsroom.bob.user)
    page.goto(f"/claims/{verdict.claim_id}/")
    page.keyboard.press("x")
    expect(page.get_by_label("Comment on your vote")).to_be_focused()
    page.keyboard.type("a jar of apples")
    page.keyboard.press("Control+Enter")
    page.reload()
    expect(page.get_by_label("Comment on your vote")).to_have_value("a jar of apples")
    assert again(verdict).reviews.count() == 0, "Ctrl+Enter saves; a vote is pressed on purpose."
    page.get_by_role("button", name="Return to Alice").press("Enter")
    expect(page.locator("#review-title")).to_have_text("Revision 2 was returned")


def test_who_may_not_approve_is_led_to_the_reason(page_for, newsroom):
    verdict = revised(newsroom)
    page = page_for(newsroom.erin.user)
    page.goto(f"/claims/{verdict.claim_id}/")
    waiting(newsroom)
    page.keyboard.press("j")
    page.wait_for_url(lambda address: f"/claims/{verdict.claim_id}/" not in address)
    author = page_for(newsroom.alice.user)
    author.goto(f"/claims/{verdict.claim_id}/")
    author.keyboard.press("a")
    expect(author.locator("#review")).to_contain_text("You wrote this draft")
    assert again(verdict).status == "in_review"


def test_a_review_on_a_phone(page_for, newsroom):
    verdict = revised(newsroom)
    other = waiting(newsroom)
    page = page_for(newsroom.bob.user, **PHONE)
    page.goto(f"/claims/{verdict.claim_id}/?compare=1&view=sides")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    folds = page.locator("#review summary")
    for place in range(folds.count()):
        folds.nth(place).tap()
        assert folds.nth(place).bounding_box()["height"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    columns = page.locator("#comparison .side-by-side > div")
    first, second = columns.nth(0).bounding_box(), columns.nth(1).bounding_box()
    assert second["y"] >= first["y"] + first["height"], "They stand below each other."
    button = page.get_by_role("button", name="Approve and go to the next")
    assert button.bounding_box()["height"] >= 44
    button.tap()
    page.wait_for_url(f"**/claims/{other.claim_id}/")
    assert again(verdict).status == "approved"


def test_a_review_without_a_script(page_for, newsroom):
    verdict = revised(newsroom)
    other = waiting(newsroom)
    page = page_for(newsroom.bob.user, java_script_enabled=False)
    page.goto(f"/claims/{verdict.claim_id}/")
    page.get_by_role("button", name="Approve and go to the next").click()
    page.wait_for_url(f"**/claims/{other.claim_id}/")
    page.get_by_text("I have a conflict of interest").click()
    page.get_by_label("Conflict of interest").fill("My sister works there.")
    page.get_by_role("button", name="Stand aside").click()
    expect(page.locator("#review")).to_contain_text("You recused yourself from this claim")


def test_withdrawing_and_discarding_ask_first(page_for, newsroom):
    verdict = revised(newsroom)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{verdict.claim_id}/")
    expect(page.get_by_role("button", name="Withdraw revision 2")).to_be_hidden()
    page.get_by_text("Withdraw to change it").click()
    page.get_by_role("button", name="Withdraw revision 2").click()
    page.get_by_text("Discard this revision").click()
    page.get_by_role("button", name="Discard revision 2").click()
    expect(page.locator("#review-title")).to_have_text("Revision 1 was returned")


def test_the_reason_for_one_origin_comes_with_a_definite_rating(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{claim.pk}/")
    reason = page.get_by_text("If it all comes from one origin")
    expect(reason).to_be_hidden()
    page.keyboard.press("2")
    expect(reason).to_be_visible()
    page.get_by_label("Unproven").check(force=True)
    expect(reason).to_be_hidden()


def test_what_was_sent_with_one_correction_is_not_put_into_the_next(page_for, newsroom):
    first = published(newsroom)
    draft = verdicts.revise(first, by=newsroom.alice, kind="correction", reason="We miscounted.")
    page = page_for(newsroom.alice.user)
    page.goto(f"/claims/{first.claim_id}/")
    page.get_by_label("Summary").fill("What was sent at once.")
    page.get_by_role("button", name="Submit revision 2").click()
    expect(page.locator("#review")).to_contain_text("Review of revision 2")
    reviews.review(again(draft), by=newsroom.bob, vote="approve")
    second = verdicts.publish(again(draft), by=newsroom.dana)
    verdicts.revise(second, by=newsroom.alice, kind="update", reason="New data of today.")
    page.goto(f"/claims/{first.claim_id}/")
    expect(page.get_by_label("Reason")).to_have_value("New data of today.")
    expect(page.locator("form[data-unsaved^=verdict] [data-restored]")).to_be_hidden()


def test_a_vote_is_on_what_is_submitted_now_whatever_was_typed_before(page_for, newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    verdict = in_review(newsroom)
    page = page_for(newsroom.bob.user)
    page.goto(f"/claims/{verdict.claim_id}/")
    page.get_by_label("Comment on your vote").fill("Fine by me.")
    page.get_by_role("button", name="Approve revision 1").click()
    expect(page.locator("#review")).to_contain_text("1 of 2")
    verdicts.withdraw(again(verdict), by=newsroom.alice)
    verdicts.submit(again(verdict), by=newsroom.alice)
    page.goto(f"/claims/{verdict.claim_id}/")
    expect(page.get_by_label("Comment on your vote")).to_have_value("")
    page.get_by_role("button", name="Approve revision 1").click()
    expect(page.locator("#review")).to_contain_text("1 of 2")
    assert again(verdict).approvals == 1
