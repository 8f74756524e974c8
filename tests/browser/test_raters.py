"""Rating blind with its scripts: digits choose, Ctrl+Enter saves, and nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.annotations.agreement.rating import a_round
from tests.cast import a_rating, again

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]


def test_two_rate_by_keyboard_and_see_each_other_only_then(page_for, newsroom):
    claim = a_round(newsroom, bob="mostly-false")
    page = page_for(newsroom.charlie.user)
    page.goto(f"/claims/{claim.pk}/#raters")
    raters = page.locator("#raters")
    expect(raters).to_contain_text("1 of 2 have rated")
    expect(raters).not_to_contain_text("bob thinks")
    raters.get_by_label("Note").fill("The accounts say so.")
    page.reload()
    expect(raters.get_by_label("Note")).to_have_value("The accounts say so.")
    raters.get_by_role("heading", name="Double rating").click()
    page.keyboard.press("2")
    expect(raters.get_by_label("Mostly false")).to_be_checked()
    raters.get_by_label("Note").focus()
    page.keyboard.press("Control+Enter")
    expect(raters).to_contain_text("Both rated it so.")
    expect(raters).to_contain_text("bob thinks mostly-false.")
    expect(raters).to_contain_text("The accounts say so.")
    assert again(claim).agreed_rating == a_rating(newsroom.team, "mostly-false")
