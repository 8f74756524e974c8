"""More or fewer suggestions in a real browser, by mouse, by keyboard, and on a phone."""

import pytest
from playwright.sync_api import expect

from annotations.actions.suggestions import accept
from annotations.models import Suggestion
from annotations.models.suggestion import Level
from tests.browser.test_phone import PHONE, TOO_SMALL
from tests.cast import again
from tests.frontend.suggesting import a_read_article, suggestions
from tests.infrastructure.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]


def opened(page_for, user, article, **options):
    page = page_for(user, **options)
    page.goto(f"/articles/{article.pk}/")
    page.evaluate("window.notReloaded = true")
    return page


def shows(page, number, query):
    """The page shows so many suggestions in text, cards and counts, without having been loaded."""
    expect(page.locator("#cards .card.is-suggested")).to_have_count(number)
    expect(page.locator("#blocks mark.is-suggested.is-start")).to_have_count(number)
    expect(page.locator("#filters")).to_contain_text(f"All {number}")
    expect(page.locator("#best-of")).to_have_text(f"{number} of 9")
    eventually(lambda: page.evaluate("location.search") == query)
    assert page.evaluate("window.notReloaded")


def in_order(page):
    """Cards stand in the order of the text."""
    places = page.locator("#cards > .card").evaluate_all("all => all.map(one => +one.dataset.at)")
    return places == sorted(places)


def test_the_slider_moves_by_mouse(page_for, newsroom):
    page = opened(page_for, newsroom.alice.user, a_read_article(newsroom.alice))
    box = page.locator("#best").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 5 / 9, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, middle, steps=8)
    shows(page, 9, "?show=9")
    page.mouse.move(box["x"] + 2, middle, steps=8)
    page.mouse.up()
    expect(page.locator("#cards .empty")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)
    page.locator("#best").fill("3")
    shows(page, 3, "?show=3")
    expect(page.locator("#cards .empty")).to_have_count(0)


def test_the_slider_moves_by_keyboard_and_says_where_it_stands(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = opened(page_for, newsroom.alice.user, article)
    slider = page.get_by_label("The best")
    slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", "5 of 9")
    for number in (6, 7):
        page.keyboard.press("ArrowRight")
        shows(page, number, f"?show={number}")
    expect(slider).to_have_attribute("aria-valuetext", "7 of 9")
    expect(slider).to_be_focused()
    assert in_order(page)
    page.keyboard.press("Home")
    expect(page.locator("mark")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    shows(page, 1, "?show=1")
    best = suggestions(article)[0]
    expect(page.locator(f"#card-suggestion-{best.pk}")).to_be_visible()


def test_a_key_that_is_held_asks_once_and_ends_where_it_was_let_go(page_for, newsroom):
    article = a_read_article(newsroom.alice, [Level.USUAL] * 5 + [Level.BROAD] * 45)
    page = page_for(newsroom.alice.user)
    page.clock.install()
    page.goto(f"/articles/{article.pk}/")
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/show/" in request.url else 0)
    page.locator("#best").focus()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    for _repeat in range(30):  # a second of what a keyboard repeats
        page.keyboard.down("ArrowRight")
        page.clock.run_for(33)
    page.keyboard.up("ArrowRight")
    expect(page.locator("#best-of")).to_have_text("35 of 50")
    assert asked == []
    page.clock.resume()
    expect(page.locator("#cards .card.is-suggested")).to_have_count(35)
    assert len(asked) == 1


def test_a_preset_moves_the_slider_and_keeps_the_focus(page_for, newsroom):
    page = opened(page_for, newsroom.alice.user, a_read_article(newsroom.alice))
    presets = page.locator("#presets")
    for name, number, query in (("Broad", 9, "?show=broad"), ("Strict", 2, "?show=strict")):
        presets.get_by_role("link", name=name).click()
        shows(page, number, query)
        expect(page.locator("#best")).to_have_value(str(number))
        expect(presets.locator("[aria-current]")).to_contain_text(name)
        assert page.evaluate("document.activeElement.id") == f"show-{name.lower()}"
    presets.get_by_role("link", name="Usual").press("Enter")
    shows(page, 5, "")


def test_the_address_shows_the_same_again(page_for, newsroom):
    page = opened(page_for, newsroom.alice.user, a_read_article(newsroom.alice))
    page.locator("#best").fill("7")
    shows(page, 7, "?show=7")
    page.locator("#cards .card").first.click()
    page.keyboard.press("x")
    shows_less = page.locator("#cards .card.is-suggested")
    expect(shows_less).to_have_count(6)
    keys = shows_less.evaluate_all("all => all.map(one => one.id)")
    page.reload()
    assert shows_less.evaluate_all("all => all.map(one => one.id)") == keys
    assert page.evaluate("location.search") == "?show=6"


def test_the_active_card_stays_active_and_its_neighbours_come_in_order(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = opened(page_for, newsroom.alice.user, article)
    best = suggestions(article)[0]
    page.locator(f"#suggestion-{best.pk}").click()
    page.locator("#presets").get_by_role("link", name="Broad").click()
    shows(page, 9, "?show=broad")
    expect(page.locator(".card.is-active")).to_have_id(f"card-suggestion-{best.pk}")
    expect(page.locator("mark.is-active")).to_have_id(f"suggestion-{best.pk}")
    assert in_order(page)


def test_the_classes_are_drawn_in_the_active_card(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = opened(page_for, newsroom.alice.user, article)
    page.locator(f"#suggestion-{suggestions(article)[0].pk}").click()
    card = page.locator(".card.is-active")
    expect(card.locator(".shares p")).to_have_text(
        "check-worthy\u00a00.70 · factual, unimportant\u00a00.20 · not factual\u00a00.10"
    )
    widths = card.locator("rect").evaluate_all("all => all.map(one => one.getAttribute('width'))")
    assert widths == ["70", "20", "10"]


def test_a_suggestion_is_dismissed_because(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = opened(page_for, newsroom.alice.user, article)
    first, second, *_rest = reversed(suggestions(article)[:5])  # as they stand in the text
    page.locator(f"#suggestion-{first.pk}").click()
    page.locator(".card.is-active summary").click()
    page.locator(".card.is-active").get_by_role("button", name="Prediction").click()
    expect(page.locator(".toast").last).to_contain_text("Dismissed: Prediction.")
    assert again(first).reason == "Prediction"
    expect(page.locator(".card.is-active")).to_have_id(f"card-suggestion-{second.pk}")
    page.locator(".card.is-active summary").click()
    page.locator(".card.is-active").get_by_label("In own words").fill("We had it.")
    page.keyboard.press("Enter")
    expect(page.locator(".toast").last).to_contain_text("Dismissed: We had it.")
    assert again(second).reason == "We had it."
    page.keyboard.press("u")
    eventually(lambda: again(second).state == "open")


def test_what_is_opened_in_a_card_pushes_the_others_down(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = opened(page_for, newsroom.alice.user, article)
    first, second, *_rest = reversed(suggestions(article)[:5])
    page.locator(f"#suggestion-{first.pk}").click()
    page.locator(".card.is-active summary").click()
    above, below = (page.locator(f"#card-suggestion-{one.pk}") for one in (first, second))
    expect(above.get_by_role("button", name="Opinion")).to_be_visible()

    def apart():
        end = above.bounding_box()["y"] + above.bounding_box()["height"]
        return below.bounding_box()["y"] >= end

    eventually(apart)


def test_on_a_phone_the_amount_is_a_tap_away_and_reasons_work_in_the_sheet(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = opened(page_for, newsroom.alice.user, article, **PHONE)
    page.locator(".amount-button").tap()
    page.locator("#presets").get_by_role("link", name="Strict").tap()
    shows(page, 2, "?show=strict")
    expect(page.locator("#amount")).to_be_visible()
    expect(page.locator(".amount-button")).to_contain_text("Strict")
    assert page.evaluate(TOO_SMALL) == []
    page.touchscreen.tap(10, 800)
    expect(page.locator("#amount")).to_be_hidden()
    second, first = suggestions(article)[:2]
    page.locator(f"#suggestion-{first.pk}").tap()
    sheet = page.locator("#sheet")
    sheet.locator("summary").tap()
    assert sheet.locator("summary, .button, input:visible").evaluate_all(
        "all => all.every(one => one.getBoundingClientRect().height >= 43.5)"
    )
    sheet.get_by_role("button", name="Trivial").tap()
    eventually(lambda: again(first).reason == "Trivial")
    expect(sheet).to_contain_text(second.quote)
    sheet.locator("summary").tap()
    sheet.get_by_label("In own words").fill("Said as a joke")
    sheet.get_by_label("In own words").press("Enter")
    eventually(lambda: again(second).reason == "Said as a joke")
    assert page.evaluate("window.notReloaded")


def test_without_scripts_the_slider_has_a_button(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = page_for(newsroom.alice.user, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/")
    page.locator("#best").fill("7")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**/?show=7")
    expect(page.locator("mark.is-suggested.is-start")).to_have_count(7)
    page.get_by_role("link", name="Strict").click()
    expect(page.locator("mark.is-suggested.is-start")).to_have_count(2)


def test_a_long_article_takes_more_and_fewer(page_for, newsroom):
    article = a_read_article(newsroom.alice, [*[Level.USUAL] * 200, *[Level.BROAD] * 200])
    page = opened(page_for, newsroom.alice.user, article)
    marks = page.locator("#blocks mark.is-suggested.is-start")
    page.locator("#presets").get_by_role("link", name="Broad").click()
    expect(marks).to_have_count(400)
    expect(page.locator("#cards .card")).to_have_count(400)
    assert in_order(page)
    page.locator("#best").fill("20")
    expect(marks).to_have_count(20)
    best = {f"card-suggestion-{one.pk}" for one in suggestions(article)[:20]}
    found = page.locator("#cards .card").evaluate_all("all => all.map(one => one.id)")
    assert set(found) == best
    assert Suggestion.objects.filter(state="open").count() == 400


def test_what_others_decide_meanwhile_shortens_the_slider_that_is_moved(page_for, newsroom):
    article = a_read_article(newsroom.alice)
    page = opened(page_for, newsroom.alice.user, article)
    accept(suggestions(article)[0], by=newsroom.bob)
    page.locator("#best").press("ArrowRight")
    expect(page.locator("#best-of")).to_have_text("6 of 8")
    expect(page.locator("#best")).to_have_attribute("max", "8")
    expect(page.locator("#best")).to_be_focused()
    expect(page.locator("#filters")).to_contain_text("Suggested 6 Open 1")
