"""With the keyboard alone, from the sentence to the claim."""

import pytest
from playwright.sync_api import expect

from annotations.models import Claim
from tests.browser.reading import selected
from tests.cast import a_claim, again, an_article
from tests.frontend.suggesting import a_read_article, suggestions
from tests.infrastructure.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

SENTENCE = "Critics call it a monument."


def cursor(page):
    """The sentence under the cursor."""
    return page.evaluate("[...(CSS.highlights.get('cursor') ?? [])].map(String).join('')")


def go_to(page, sentence):
    """Press `j` until the cursor stands on this sentence."""
    for _step in range(12):
        page.keyboard.press("j")
        if cursor(page) == sentence:
            return
    raise AssertionError(f"The cursor never came to {sentence!r}.")


def test_the_cursor_goes_from_sentence_to_sentence_and_back(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    go_to(page, SENTENCE)
    expect(page.locator("#live")).to_have_text(SENTENCE)
    page.keyboard.press("k")
    assert cursor(page).startswith("“No other tunnel")


def test_c_makes_a_claim_of_the_sentence_under_the_cursor(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    go_to(page, SENTENCE)
    page.keyboard.press("c")
    expect(page.locator("#cards .card")).to_have_count(1)
    assert Claim.objects.get().statement == SENTENCE


def test_shift_and_arrows_select_word_by_word(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    go_to(page, SENTENCE)
    for _word in range(3):
        page.keyboard.press("Shift+ArrowRight")
    assert selected(page) == "Critics call it"
    page.keyboard.press("Shift+ArrowLeft")
    assert selected(page) == "Critics call"
    page.keyboard.press("Shift+Alt+ArrowRight")
    assert selected(page) == "call"
    page.keyboard.press("c")
    eventually(lambda: Claim.objects.filter(statement="call").exists())


def test_enter_opens_the_claim_of_the_sentence(page_for, newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article, quote=SENTENCE)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    go_to(page, SENTENCE)
    expect(page.locator(f"#card-claim-{claim.pk}")).to_have_class("card is-open is-active")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/claims/{claim.pk}/")


def test_the_keys_are_shown_and_typing_is_not_taken_for_them(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("jcx")
    assert page.evaluate("document.activeElement.value") == "jcx"
    assert cursor(page) == ""
    assert Claim.objects.count() == 0


def test_the_focus_is_seen_at_the_sentence_and_not_around_the_text(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    go_to(page, SENTENCE)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "text"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none"
    expect(page.locator("#cursor-bar")).to_be_visible()
    assert cursor(page) == SENTENCE


def test_ctrl_enter_adds_the_article(page_for, newsroom):
    page = page_for(newsroom.alice.user)
    page.goto("/articles/add/")
    expect(page.get_by_text("What you type is kept on this device")).to_be_visible()
    page.get_by_label("Title").fill("The lighthouse")
    page.get_by_label("Text").fill("The lighthouse has 199 steps.")
    page.get_by_label("Text").press("Control+Enter")
    expect(page.locator("h1")).to_have_text("The lighthouse")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("place", ["/queue/", "/articles/", "/articles/add/", "claim", "article"])
def test_the_slash_leads_to_the_search_on_every_page(page_for, newsroom, place, width):
    claim = a_claim(newsroom.alice)
    places = {"claim": f"/claims/{claim.pk}/", "article": f"/articles/{claim.article_id}/"}
    page = page_for(newsroom.alice.user, viewport={"width": width, "height": 800})
    page.goto(places.get(place, place))
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    if width < 640:
        page.wait_for_url("**/search/")
    else:
        expect(page.locator("#search")).to_be_focused()
        page.keyboard.type("1/2")
        expect(page.locator("#search")).to_have_value("1/2")


def test_every_sentence_has_a_real_button_with_a_name(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    page.get_by_role("link", name="List the sentences").click()
    buttons = page.get_by_role("button", name="Mark as a claim")
    described = [button.get_attribute("aria-describedby") for button in buttons.all()]
    assert all(page.locator(f"#{words}").inner_text() for words in described)
    assert len(described) == page.locator(".sentences > li").count()


def test_what_was_typed_survives_a_reload_until_it_is_added(page_for, newsroom):
    page = page_for(newsroom.alice.user)
    page.goto("/articles/add/")
    expect(page.get_by_text("What you type is kept on this device")).to_be_visible()
    page.get_by_label("Title").fill("The lighthouse")
    page.get_by_label("Text").fill("The lighthouse has 199 steps.")
    page.reload()
    assert page.get_by_label("Text").input_value() == "The lighthouse has 199 steps."
    page.get_by_role("button", name="Add article").click()
    expect(page.locator("h1")).to_have_text("The lighthouse")
    page.wait_for_load_state()  # its scripts have run, and forgotten the draft
    page.goto("/articles/add/")
    assert page.get_by_label("Text").input_value() == ""


def test_without_its_script_no_page_promises_to_keep_what_is_typed(page_for, newsroom):
    page = page_for(newsroom.alice.user, java_script_enabled=False)
    page.goto("/articles/add/")
    expect(page.get_by_label("Title")).to_be_visible()
    expect(page.get_by_text("kept on this device")).to_be_hidden()


AT_ONCE = """link => {
  link.click();
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "x", bubbles: true }));
}"""


def test_a_key_right_after_a_press_is_for_the_card_that_was_pressed(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    first = suggestions(article)[4]  # as they stand in the text
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    page.locator(f"#card-suggestion-{first.pk} .statement a").evaluate(AT_ONCE)
    expect(page.locator("#cards .card.is-suggested")).to_have_count(4)
    assert again(first).state == "dismissed"


def test_a_card_whose_words_are_pressed_again_is_active_again(page_for, newsroom):
    first, second = suggestions(article := a_read_article(newsroom.alice))[:2]
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    words = page.locator(f"#card-suggestion-{first.pk} .statement a")
    words.click()
    page.locator(f"#suggestion-{second.pk}").click()
    expect(page.locator(".card.is-active")).to_have_id(f"card-suggestion-{second.pk}")
    words.click()
    expect(page.locator(".card.is-active")).to_have_id(f"card-suggestion-{first.pk}")
