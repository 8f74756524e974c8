"""A new text that arrives while somebody reads the old one."""

import pytest
from playwright.sync_api import expect

from annotations.actions import occurrences
from annotations.text.spans import Span
from tests.browser.reading import drag, marked
from tests.cast import QUOTE, TEXT, a_claim, a_version, an_article

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

MAYOR = "No other tunnel was built faster"
NEW = f"A line that is new. {TEXT}".replace("412", "421").replace(f"“{MAYOR}”", "“Well”")


def test_words_marked_in_an_old_text_are_marked_in_the_new_one_and_the_page_shows_it(
    page_for, newsroom
):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.bob.user)
    page.goto(f"/articles/{article.pk}/")
    a_version(article, NEW)
    drag(page, "3.2 kilometres")
    page.keyboard.press("c")
    expect(page.locator("#blocks")).to_contain_text("A line that is new.")
    expect(page.locator("#messages, main")).to_contain_text(["Claim", "3.2 kilometres"])
    assert marked(page, f"claim-{article.claims.get().pk}") == "3.2 kilometres"


def test_changed_and_vanished_words_are_looked_at_and_confirmed(page_for, newsroom):
    article = an_article(newsroom.alice)
    a_claim(newsroom.alice, article)
    a_claim(newsroom.alice, article, quote=MAYOR)
    a_version(article, NEW)
    page = page_for(newsroom.bob.user)
    page.goto(f"/articles/{article.pk}/")
    expect(page.locator("#unlike")).to_contain_text("1 quote has changed words")
    expect(page.locator("#unlike ins")).to_have_text("421")
    page.get_by_role("button", name="Confirm").first.click()
    expect(page.locator("#unlike")).not_to_contain_text("changed words")
    page.goto(f"/articles/{article.pk}/#claim-{article.claims.last().pk}")
    expect(page.locator("#gone mark.is-active")).to_have_text(MAYOR)
    page.get_by_role("button", name="Take note").press("Enter")
    expect(page.locator("#unlike")).to_have_count(0)
    expect(page.locator("#text")).to_be_focused()
    expect(page.locator("#gone mark")).to_have_text(MAYOR)
    page.goto(f"/claims/{article.claims.first().pk}/")
    assert QUOTE not in page.locator("#places").inner_text()


def test_each_place_of_a_claim_leads_to_its_card(page_for, newsroom):
    text = TEXT + "\n\nLine upon line." * 60 + "\n\nIt is said to be 412 million."
    claim = a_claim(newsroom.alice, an_article(newsroom.alice, text=text))
    start = text.index("412 million.")
    occurrences.add(claim, claim.article.current, by=newsroom.bob, span=Span(start, start + 11))
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{claim.article_id}/")
    page.locator("mark.claim", has_text="412 million").last.click()
    expect(page.locator(f"#card-claim-{claim.pk}.is-active")).to_be_in_viewport()
    expect(page.locator("mark.claim.is-active")).to_have_count(2)


def test_lost_words_are_found_again_by_whoever_reads(page_for, newsroom):
    claim = a_claim(newsroom.alice, quote=MAYOR)
    a_version(claim.article, NEW)
    page = page_for(newsroom.bob.user)
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("link", name="Mark where the words").click()
    page.wait_for_url("**/articles/*/?move=*")
    drag(page, "longer than any other road tunnel")
    page.keyboard.press("w")
    expect(page.locator(".toast:visible")).to_contain_text(f"Select the words for claim {claim.pk}")
    page.keyboard.press("c")
    expect(page.locator("#messages, main").first).to_contain_text(f"Marked for claim {claim.pk}.")
    assert marked(page, f"claim-{claim.pk}") == "longer than any other road tunnel"
