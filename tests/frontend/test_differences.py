"""Word diffs: true to both texts, whatever they are, and safe in a page."""

import html
import re
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as some

from frontend import differences
from frontend.differences import changes, counts, inline, sides

pytestmark = pytest.mark.once


def without(element, marked):
    """The text of a diff with one kind of change left out."""
    kept = re.sub(rf"<{element}>.*?</{element}>", "", marked, flags=re.DOTALL)
    return html.unescape(re.sub(r"</?(ins|del)>", "", kept))


@given(some.text(), some.text())
def test_a_diff_holds_both_texts(before, after):
    marked = inline(before, after)
    assert without("ins", marked) == before
    assert without("del", marked) == after


@given(some.text(), some.text())
def test_each_side_is_whole(theirs, mine):
    left, right = sides(theirs, mine)
    assert without("ins", left) == theirs
    assert without("del", right) == mine


def test_changed_words_are_marked_as_words():
    assert inline("It cost 4 euros.", "It cost 5 euros.") == (
        "It cost <del>4</del><ins>5</ins> euros."
    )


def test_a_reference_changes_as_a_whole():
    assert inline("So it is.[^1]", "So it is.[^2]") == ("So it is.<del>[^1]</del><ins>[^2]</ins>")


def test_neighbouring_changes_are_one_change():
    assert inline("It was so.", "Bob says so.") == "<del>It was</del><ins>Bob says</ins> so."


def test_markup_in_the_text_stays_text():
    assert inline("", "<script>") == "<ins>&lt;script&gt;</ins>"


def test_long_unchanged_parts_are_shortened():
    text = "word " * 200
    assert len(changes(text + "old", text + "new")) < 200


def test_words_are_counted():
    assert counts("one two three", "one four") == (1, 2)


LONG = 50_000
ENDLESS = {
    "all other words": lambda mine: " ".join(f"{mine}{n}" for n in range(LONG // 7)),
    "few words": lambda mine: "".join(f"{n * n % 7 % 3 + mine} " for n in range(LONG // 2)),
    "a hundred words": lambda mine: " ".join(f"w{(n * n + mine) % 103}" for n in range(LONG // 4)),
    "one letter": lambda mine: "ab"[mine - 1] * LONG,
    "short sentences": lambda mine: "".join(f"{(n * 7 + mine) % 11}. " for n in range(LONG // 4)),
    "empty lines": lambda mine: "\n" * LONG if mine == 1 else "\n." * (LONG // 2),
    "all but the ends": lambda mine: f"The end {'x y ' * (LONG // 4 * mine // 2)} the end.",
    "sentences": lambda mine: "".join(f"This is {n * mine} of them. " for n in range(LONG // 20)),
}


class Counted(SequenceMatcher[str]):
    """Compares, and counts how often its innermost loop runs."""

    work = 0
    a: list[str]
    b2j: dict[str, list[int]]

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        part = self.a[alo:ahi]
        Counted.work += sum(1 + len(self.b2j.get(piece, ())) for piece in part)
        assert Counted.work < 20_000_000, "This takes too long."
        return super().find_longest_match(alo, ahi, blo, bhi)


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_the_longest_texts_are_compared_in_bounded_work(monkeypatch, text):
    monkeypatch.setattr(differences, "SequenceMatcher", Counted)
    Counted.work = 0
    before, after = text(1), text(2)
    marked = inline(before, after)
    assert without("ins", marked) == before
    assert without("del", marked) == after
    assert len(changes(before, after)) < LONG


def test_a_word_in_a_long_text_is_still_one_word():
    text = "It is said again and again. " * 2_000
    marked = inline(f"{text}Old. {text}", f"{text}New. {text}")
    assert "<del>Old</del><ins>New</ins>" in marked


def test_changes_far_apart_in_a_long_text_are_told_by_sentences():
    between = "".join(f"This is sentence {n}. " for n in range(400))
    marked = inline(f"One ship. {between}Two ships.", f"One boat. {between}Two boats.")
    assert re.findall("<del>(.*?)</del>", marked) == ["One ship. ", "Two ships."]


def test_of_a_long_change_the_history_tells_the_length():
    before, after = "old " * 600, "new " * 700
    assert changes(before, after) == "600 words before, 700 words now."
