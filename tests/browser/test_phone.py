"""At 390 px nothing runs out of the page, and what is meant for a finger is large enough."""

import pytest
from playwright.sync_api import expect

from tests.browser.reading import marked
from tests.cast import a_claim, an_article, published

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
WORDS = "Traffic on the old bridge"
TOO_SMALL = """() => [...document.querySelectorAll(
    "main button, main .button, main input:not([type=hidden], [type=radio], [type=checkbox]),"
    + " main textarea, main select, .chip"
  )]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.getBoundingClientRect(), one])
  .filter(([box]) => box.height && box.height < 43.5)
  .map(([box, one]) => `${one.textContent.trim() || one.name}: ${box.height}`)"""


def test_no_page_is_wider_than_a_phone(page_for, newsroom):
    verdict = published(newsroom)
    claim = verdict.claim
    page = page_for(newsroom.dana.user, **PHONE)
    for address in (
        "/queue/",
        "/suggestions/",
        "/search/?q=tunnel",
        "/articles/",
        "/articles/add/",
        f"/articles/{claim.article_id}/",
        f"/articles/{claim.article_id}/?view=sentences",
        f"/claims/{claim.pk}/",
        "/fact-checks/",
        f"/fact-checks/{newsroom.team.slug}/{claim.pk}/",
    ):
        answer = page.goto(address)
        assert answer.status == 200, address
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{address} is {wider} px wider than the phone."


def test_a_title_without_a_space_stays_on_the_phone(page_for, newsroom):
    article = an_article(newsroom.alice, title="x" * 480)
    claim = a_claim(newsroom.alice, article, statement="y" * 480)
    published(newsroom, claim)
    page = page_for(newsroom.alice.user, **PHONE)
    for address in (
        "/articles/",
        "/search/?q=tunnel",
        f"/articles/{article.pk}/",
        f"/articles/{article.pk}/?view=sentences",
        f"/claims/{claim.pk}/",
        f"/fact-checks/{newsroom.team.slug}/",
        f"/fact-checks/{newsroom.team.slug}/{claim.pk}/",
    ):
        page.goto(address)
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{address} is {wider} px wider than the phone."


def test_fingers_find_targets_of_44_pixels(page_for, newsroom):
    article = an_article(newsroom.alice)
    a_claim(newsroom.alice, article, quote=WORDS)
    page = page_for(newsroom.alice.user, **PHONE)
    for address in ("/articles/", "/articles/add/", f"/articles/{article.pk}/"):
        page.goto(address)
        assert page.evaluate(TOO_SMALL) == [], address


def test_a_tap_on_a_mark_brings_its_card_up_as_a_sheet(page_for, newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article, quote=WORDS)
    page = page_for(newsroom.alice.user, **PHONE)
    page.goto(f"/articles/{article.pk}/")
    page.locator(f"#claim-{claim.pk}").tap()
    expect(page.locator("#sheet")).to_be_visible()
    expect(page.locator("#sheet")).to_contain_text(WORDS)
    page.get_by_role("button", name="Close").tap()
    expect(page.locator("#sheet")).to_be_hidden()


def test_a_selection_puts_the_sheet_away(page_for, newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article, quote=WORDS)
    page = page_for(newsroom.alice.user, **PHONE)
    page.goto(f"/articles/{article.pk}/")
    page.locator(f"#claim-{claim.pk}").tap()
    expect(page.locator("#sheet")).to_be_visible()
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#block-1'))")
    expect(page.locator("#action-bar")).to_be_visible()
    expect(page.locator("#sheet")).to_be_hidden()


def test_a_selection_by_touch_opens_the_bar_at_the_bottom(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user, **PHONE)
    page.goto(f"/articles/{article.pk}/")
    page.evaluate(
        """(words) => {
      const block = [...document.querySelectorAll("#blocks > [data-start]")]
        .find((one) => one.textContent.includes(words));
      const at = block.textContent.indexOf(words);
      getSelection().setBaseAndExtent(
        block.firstChild, at + 2, block.firstChild, at + words.length - 3);
    }""",
        WORDS,
    )
    bar = page.locator("#action-bar")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    bar.get_by_role("button", name="Claim").tap()
    expect(page.locator("mark.claim")).to_have_count(1)
    assert marked(page, page.locator("mark.claim").get_attribute("id")) == WORDS
