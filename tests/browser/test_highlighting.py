"""Reading and highlighting with the mouse, alone and together."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from annotations.actions.suggestions import dismiss
from annotations.models import Claim, Suggestion
from tests.browser.reading import drag, marked, selected
from tests.cast import a_claim, an_article
from tests.frontend.suggesting import proposed
from tests.infrastructure.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

WORDS = "Traffic on the old bridge fell by 38 %"


def test_two_actions_make_a_claim_of_selected_words(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, WORDS)
    expect(page.locator("#action-bar")).to_be_visible(timeout=400)
    eventually(lambda: selected(page) == WORDS)
    page.keyboard.press("c")
    expect(page.locator("#cards .card")).to_have_count(1)
    claim = Claim.objects.get()
    assert claim.statement == WORDS
    assert marked(page, f"claim-{claim.pk}") == WORDS
    expect(page.locator(".toast")).to_contain_text(f"Claim {claim.pk} created.")
    expect(page.locator("#live")).to_contain_text(f"Claim {claim.pk} created.")
    expect(page.locator("#filters")).to_contain_text("Open 1")


def test_the_bar_stands_beside_the_words_and_never_over_them(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, WORDS)
    expect(page.locator("#action-bar")).to_be_visible()
    over = page.evaluate("""() => {
      const bar = document.getElementById("action-bar").getBoundingClientRect();
      const lines = [...getSelection().getRangeAt(0).getClientRects()];
      return lines.some((line) => bar.top < line.bottom && line.top < bar.bottom
        && bar.left < line.right && line.left < bar.right);
    }""")
    assert not over


def test_escape_closes_the_bar_and_the_focus_returns_to_the_text(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, WORDS)
    expect(page.locator("#action-bar")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#action-bar")).to_be_hidden()
    assert selected(page) == ""
    assert page.evaluate("document.activeElement.id") == "text"


def test_a_selection_is_snapped_to_whole_words(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, "affic on the old brid")
    eventually(lambda: selected(page) == "Traffic on the old bridge")


def test_alt_keeps_a_selection_exact(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    page.keyboard.down("Alt")
    drag(page, "affic on the old brid")
    page.keyboard.up("Alt")
    page.locator('[data-verb="claim"]').click()
    expect(page.locator("#cards .card")).to_have_count(1)
    assert Claim.objects.get().statement == "affic on the old brid"


def test_a_double_click_makes_one_claim(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, WORDS)
    page.locator('[data-verb="claim"]').dblclick()
    expect(page.locator("#cards .card")).to_have_count(1)
    assert Claim.objects.count() == 1


def test_the_second_to_mark_the_same_words_is_told_whose_they_are(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.bob.user)
    page.goto(f"/articles/{article.pk}/")
    claim = a_claim(newsroom.alice, article, quote=WORDS)
    drag(page, WORDS)
    page.keyboard.press("c")
    told = f"Alice marked these words already: claim {claim.pk}."
    expect(page.locator(".toast")).to_contain_text(told)
    assert marked(page, f"claim-{claim.pk}") == WORDS


def test_the_same_words_can_be_another_claim_in_other_words(page_for, newsroom):
    article = an_article(newsroom.alice)
    a_claim(newsroom.alice, article, quote=WORDS)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, WORDS)
    page.keyboard.press("w")
    page.get_by_label("Statement").fill("Fewer cars cross the old bridge.")
    page.get_by_role("button", name="Make it a claim").click()
    expect(page.locator("#cards .card")).to_have_count(2)
    expect(page.locator("mark[data-count='2']")).to_have_count(1)


def test_shared_words_list_all_claims_shortest_first(page_for, newsroom):
    article = an_article(newsroom.alice)
    longer = a_claim(newsroom.alice, article, quote="Traffic on the old bridge fell by 38 % within")
    shorter = a_claim(newsroom.alice, article, quote="fell by 38 %")
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    page.locator(f"#claim-{shorter.pk}").click()
    expect(page.locator(f"#card-claim-{shorter.pk}")).to_have_class("card is-open is-active")
    expect(page.locator(".company")).to_contain_text("1 of 2 here")
    page.locator(".company button").click()
    expect(page.locator(f"#card-claim-{longer.pk}")).to_have_class("card is-open is-active")
    page.locator(f"#claim-{shorter.pk}").click()
    expect(page.locator(f"#card-claim-{shorter.pk}")).to_have_class("card is-open is-active")


def test_a_new_claim_can_be_undone_with_a_key(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, WORDS)
    page.keyboard.press("c")
    expect(page.locator("#cards .card")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("#cards .card")).to_have_count(0)
    assert Claim.objects.get().state == "dismissed"


def test_one_change_after_another_can_be_undone(page_for, newsroom):
    article = an_article(newsroom.alice)
    first, second, *_rest = proposed(article, newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/#suggestion-{first.pk}")
    title = page.title()
    page.keyboard.press("a")
    expect(page.locator("#cards .card.is-open")).to_have_count(1)
    expect(page.locator(f"#card-suggestion-{second.pk}.is-active")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator(f"#card-suggestion-{second.pk}")).to_have_count(0)
    drag(page, WORDS)
    page.keyboard.press("c")
    expect(page.locator("#cards .card.is-open")).to_have_count(2)
    made = Claim.objects.get(statement=WORDS)
    page.keyboard.press("u")
    expect(page.locator(".toast:visible")).to_contain_text(f"Claim {made.pk} is dismissed.")
    expect(page.locator("#live")).to_have_text(f"Claim {made.pk} is dismissed.")
    expect(page.locator("#cards .card.is-open")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator(f"#card-suggestion-{second.pk}")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(f"#card-suggestion-{first.pk}.is-active")).to_be_visible()
    expect(page.locator("#cards .card.is-open")).to_have_count(0)
    assert set(Suggestion.objects.values_list("state", flat=True)) == {"open"}
    assert {claim.state for claim in Claim.objects.all()} == {"dismissed"}
    page.keyboard.press("u")
    expect(page.locator(".toast:visible")).to_contain_text("There is nothing to undo.")
    assert page.title() == title


def test_a_double_press_selects_the_sentence(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    place = page.evaluate(
        """() => {
          const block = [...document.querySelectorAll("#blocks > [data-start]")]
            .find((one) => one.textContent.includes("monument"));
          const range = document.createRange();
          const at = block.firstChild.data.indexOf("monument");
          range.setStart(block.firstChild, at);
          range.setEnd(block.firstChild, at + 4);
          const box = range.getBoundingClientRect();
          return [box.left + 3, (box.top + box.bottom) / 2];
        }"""
    )
    page.mouse.dblclick(*place)
    eventually(lambda: selected(page) == "Critics call it a monument.")


@pytest.mark.parametrize(
    ("dragged", "whole"),
    [("35 jet", "F-35 jets"), ("the ministry", "the ministry's"), ("F-3", "F-35")],
)
def test_what_a_hyphen_or_an_apostrophe_joins_is_one_word(page_for, newsroom, dragged, whole):
    words = "In 2025 four F-35 jets cost the ministry's fund 2.5 million euros."
    article = an_article(newsroom.alice, title="Jets", text=words)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, dragged)
    eventually(lambda: selected(page) == whole)


def test_the_dialog_gives_the_words_back_and_ctrl_enter_saves(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    drag(page, WORDS)
    page.keyboard.press("w")
    page.get_by_label("Statement").fill("Fewer cars cross the old bridge.")
    page.keyboard.press("Escape")
    expect(page.locator("#other-words")).to_be_hidden()
    eventually(lambda: selected(page) == WORDS)
    page.keyboard.press("w")
    expect(page.get_by_label("Statement")).to_have_value("Fewer cars cross the old bridge.")
    page.get_by_label("Statement").press("Control+Enter")
    expect(page.locator("#cards .card")).to_have_count(1)
    expect(page.locator("#other-words")).to_be_hidden()
    claim = Claim.objects.get()
    assert claim.statement == "Fewer cars cross the old bridge."
    assert marked(page, f"claim-{claim.pk}") == WORDS
    drag(page, "Critics call it")
    page.keyboard.press("c")
    expect(page.locator("#cards .card")).to_have_count(2)
    assert Claim.objects.filter(statement="Critics call it").exists()


@pytest.mark.parametrize("key", ["c", "s", "w", "a", "x", "e"])
def test_a_viewer_is_told_why_not(page_for, newsroom, key):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.victor.user)
    page.goto(f"/articles/{article.pk}/")
    page.keyboard.press("j")
    page.keyboard.press(key)
    sentence = "You are a viewer here; this takes a contributor."
    expect(page.locator(".toast:visible")).to_contain_text(sentence)
    expect(page.locator("#live")).to_have_text(sentence)


def test_a_long_article_moves_on_at_once(page_for, newsroom):
    spoken = "The mayor said that {n} trees were counted in 2024, 12 per cent more than before."
    quiet = "The quay lay quiet and nobody spoke much about it."
    text = "\n\n".join(f"{spoken.format(n=n)} {quiet} {quiet}" for n in range(300))
    article = an_article(newsroom.alice, title="Trees", text=text)
    assert len(proposed(article, newsroom.alice)) == 300
    page = page_for(newsroom.alice.user, viewport={"width": 1440, "height": 900})
    page.goto(f"/articles/{article.pk}/")
    expect(page.locator("#room.is-settled")).to_have_count(1)
    assert page.locator("form[hx-post]").count() < 10
    page.evaluate("scrollTo(0, document.body.scrollHeight)")

    def moves_on_at_once():
        spent = page.evaluate(
            """() => Array.from({ length: 8 }, () => {
              const before = performance.now();
              document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true }));
              return performance.now() - before;
            })"""
        )
        return sorted(spent)[len(spent) // 2] < 100 and max(spent) < 400

    # A quiet machine takes ten milliseconds for each, and thirty for the first; a busy one is
    # quiet now and then.
    eventually(moves_on_at_once)


def test_cards_stand_beside_their_words_and_never_on_one_another(page_for, newsroom):
    article = an_article(newsroom.alice)
    quotes = ["3.2 kilometres", "longer than any other road tunnel", "in March 2025"]
    claims = [a_claim(newsroom.alice, article, quote=quote) for quote in quotes]
    page = page_for(newsroom.alice.user, viewport={"width": 1440, "height": 900})
    page.goto(f"/articles/{article.pk}/#claim-{claims[1].pk}")
    expect(page.locator(".card.is-active")).to_have_count(1)

    def none_is_on_another():
        boxes = page.locator("#cards > .card").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect()).map(at => [at.top, at.bottom])"
        )
        return all(above[1] <= below[0] for above, below in pairwise(boxes))

    def the_active_one_is_beside_its_words():
        head, words = f"#card-claim-{claims[1].pk} .card-head", f"#claim-{claims[1].pk}"
        tops = [page.locator(one).bounding_box()["y"] for one in (head, words)]
        return abs(tops[0] - tops[1]) < 12

    # They slide there.
    eventually(lambda: none_is_on_another() and the_active_one_is_beside_its_words())


def test_what_others_do_waits_behind_a_button(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    claim = a_claim(newsroom.bob, article, quote=WORDS)
    expect(page.locator("#updates")).to_contain_text("1 update", timeout=4000)
    expect(page.locator("#cards .card")).to_have_count(0)
    page.locator("#updates").click()
    expect(page.locator(f"#card-claim-{claim.pk}")).to_be_visible()
    expect(page.locator("#updates")).to_be_hidden()


def test_suggestions_are_accepted_dismissed_and_brought_back_by_one_key_each(page_for, newsroom):
    article = an_article(newsroom.alice)
    first, second, *_rest = proposed(article, newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/#suggestion-{first.pk}")
    expect(page.locator(f"#card-suggestion-{first.pk}")).to_contain_text("It has")
    page.keyboard.press("a")
    expect(page.locator(f"#card-suggestion-{first.pk}")).to_have_count(0)
    expect(page.locator(f"#card-suggestion-{second.pk}.is-active")).to_be_visible()
    page.keyboard.press("x")
    expect(page.locator(f"#card-suggestion-{second.pk}")).to_have_count(0)
    expect(page.locator(".toast:visible")).to_contain_text("Dismissed.")
    page.keyboard.press("u")
    expect(page.locator(f"#card-suggestion-{second.pk}")).to_be_visible()
    assert Claim.objects.get().statement == " ".join(first.quote.split())


def test_the_span_of_a_suggestion_can_be_edited_before_it_is_accepted(page_for, newsroom):
    article = an_article(newsroom.alice)
    first = proposed(article, newsroom.alice)[0]
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/#suggestion-{first.pk}")
    page.keyboard.press("e")
    assert selected(page) == first.quote
    page.keyboard.press("Shift+ArrowLeft")
    shorter = selected(page)
    assert first.quote.startswith(shorter)
    assert len(shorter) < len(first.quote)
    page.keyboard.press("Enter")
    expect(page.locator("#cards .card.is-open")).to_have_count(1)
    assert Claim.objects.get().statement == shorter


def test_a_refusal_is_said_beside_what_was_done(page_for, newsroom):
    article = an_article(newsroom.alice)
    first = proposed(article, newsroom.alice)[0]
    page = page_for(newsroom.alice.user, expects=("409",))
    page.goto(f"/articles/{article.pk}/#suggestion-{first.pk}")
    expect(page.locator(".card.is-active")).to_be_visible()
    dismiss(first, by=newsroom.bob)
    page.keyboard.press("a")
    expect(page.locator(".toast:visible")).to_contain_text("Bob has decided this suggestion")


def test_a_deep_link_is_painted_without_scripts(page_for, newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article, quote=WORDS)
    page = page_for(newsroom.alice.user, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/#claim-{claim.pk}")
    expect(page.locator(f"#claim-{claim.pk}")).to_be_in_viewport()


def test_without_scripts_suggestions_are_decided_by_their_buttons(page_for, newsroom):
    article = an_article(newsroom.alice)
    first, second, *_rest = proposed(article, newsroom.alice)
    page = page_for(newsroom.alice.user, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/")
    page.locator(f"#card-suggestion-{first.pk}").get_by_role("button", name="Accept").click()
    expect(page.locator("#cards .card.is-open")).to_have_count(1)
    page.locator(f"#card-suggestion-{second.pk}").get_by_role("button", name="Dismiss").click()
    expect(page.locator(f"#card-suggestion-{second.pk}")).to_have_count(0)
    page.goto(f"/articles/{article.pk}/?state=dismissed")
    page.get_by_role("button", name="Restore").click()
    expect(page.locator(f"#card-suggestion-{second.pk}")).to_have_count(1)


def test_without_scripts_a_sentence_becomes_a_claim_by_its_button(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user, java_script_enabled=False)
    page.goto(f"/articles/{article.pk}/?view=sentences")
    row = page.locator("li", has_text="Traffic on the old bridge")
    row.get_by_role("button", name="Mark as a claim").click()
    expect(page.locator("mark.claim")).to_have_count(1)
    assert Claim.objects.get().statement.startswith(WORDS)
