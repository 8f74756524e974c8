"""Word diffs: true to both texts, whatever they are, and safe in a page."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

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


def test_neighbouring_changes_are_one_change():
    assert inline("It was so.", "Bob says so.") == "<del>It was</del><ins>Bob says</ins> so."


def test_markup_in_the_text_stays_text():
    assert inline("", "<script>") == "<ins>&lt;script&gt;</ins>"


def test_long_unchanged_parts_are_shortened():
    text = "word " * 200
    assert len(changes(text + "old", text + "new")) < 200


def test_words_are_counted():
    assert counts("one two three", "one four") == (1, 2)
