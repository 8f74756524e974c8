import contextlib
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import Invalid, TooLarge
from annotations.text.canonical import MAX_CHARACTERS, canonical

ANY_TEXT = st.text(st.characters(), max_size=200)


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\x85", "\u2028", "\u2029", "\n"])
def test_every_line_end_becomes_a_line_feed(line_end):
    assert canonical(f"One.{line_end}Two.") == "One.\nTwo."


def test_letters_and_accents_are_joined():
    assert canonical("Cafe\u0301") == "Caf\u00e9"


@pytest.mark.parametrize(
    "text", ["  Spaces stay.  \n\n\n", "\tTabs stay", "Zero\u200bwidth", "\ufeffMark", "a\u00a0b"]
)
def test_nothing_else_changes(text):
    assert canonical(text) == text


@pytest.mark.parametrize(
    ("text", "named", "position"),
    [
        ("ab\0c", "U+0000", 2),
        ("a\x1b[31m", "U+001B", 1),
        ("a\ud83d", "U+D83D", 1),
        ("\udea2 sailed", "U+DEA2", 0),
        ("One.\r\nTwo\x7f", "U+007F", 8),
        ("a\x0cb\0", "U+000C", 1),
    ],
)
def test_refuses_what_cannot_be_read_and_says_where(text, named, position):
    with pytest.raises(Invalid) as refusal:
        canonical(text)
    assert named in refusal.value.sentence
    assert f"position {position} " in refusal.value.sentence
    assert list(refusal.value.errors) == ["text"]


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\u200b\u200d\ufeff", "\u202e", "\u3164", "\u2800", "\u0301"]
)
def test_refuses_a_text_in_which_nothing_can_be_seen(text):
    with pytest.raises(Invalid, match="nothing to read"):
        canonical(text)


def test_names_the_field_that_was_asked_about():
    with pytest.raises(Invalid) as refusal:
        canonical(" ", field="title")
    assert list(refusal.value.errors) == ["title"]


def test_counts_the_characters_of_the_result():
    assert len(canonical("ab\r\n" * 4, limit=12)) == 12
    with pytest.raises(TooLarge, match="at most 12 characters"):
        canonical("a" * 13, limit=12)
    # U+0958 is two characters in NFC, so the limit is looked at again.
    with pytest.raises(TooLarge):
        canonical("a" + "\u0958" * 11, limit=12)


def test_a_text_of_the_greatest_length_is_taken():
    assert len(canonical("é" * MAX_CHARACTERS)) == MAX_CHARACTERS


@pytest.mark.parametrize(
    "text", ["a" * 5_000_000, "a" + "\u0301\u0316" * 400_000, ("e" + "\u0301\u0316" * 30) * 15_000]
)
def test_a_hostile_text_is_answered_at_once(text):
    began = time.thread_time()
    with contextlib.suppress(Invalid, TooLarge):
        canonical(text)
    assert time.thread_time() - began < 2


@given(ANY_TEXT)
def test_what_comes_out_is_canonical_already(text):
    try:
        once = canonical(text)
    except Invalid:
        return
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not set(once) & {"\r", "\x85", "\u2028", "\u2029", "\0"}
    once.encode()
