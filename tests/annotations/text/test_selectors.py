import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import Invalid
from annotations.text.selectors import Quote, find_quote, quote_at

TEXT = "One ferry sank. Another ferry sank. The last ferry stayed in the harbour."


def test_a_quote_carries_what_stands_around_it():
    assert quote_at(TEXT, 16, 34, context=6) == Quote("Another ferry sank", "sank. ", ". The ")
    assert quote_at("abc", 0, 3) == Quote("abc", "", "")


def test_words_that_occur_once_are_found_whatever_the_context_says():
    assert find_quote(TEXT, "Another ferry") == (16, 29)
    assert find_quote(TEXT, "Another ferry", "wrong ", " words") == (16, 29)


@pytest.mark.parametrize(
    ("prefix", "suffix", "start"),
    [
        ("One ", "", 4),
        ("Another ", "", 24),
        ("", " stayed", 45),
        ("wrong words, last ", " stayed in", 45),
        ("Another ", " sank", 24),
    ],
)
def test_the_context_chooses_among_several(prefix, suffix, start):
    assert find_quote(TEXT, "ferry", prefix, suffix) == (start, start + 5)


@pytest.mark.parametrize(
    ("prefix", "suffix"), [("", ""), (" ", ""), ("", " sank"), ("nothing like it ", "")]
)
def test_words_that_cannot_be_told_apart_are_refused(prefix, suffix):
    with pytest.raises(Invalid, match="occur 3 times") as refusal:
        find_quote(TEXT, "ferry", prefix, suffix)
    assert list(refusal.value.errors) == ["exact"]


@pytest.mark.parametrize("exact", ["Ferry", "ferries", "", "  ", "x" * 6_000])
def test_words_that_are_not_there_are_refused(exact):
    with pytest.raises(Invalid) as refusal:
        find_quote(TEXT, exact)
    assert list(refusal.value.errors) == ["exact"]


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix"),
    [
        ("Cafe\u0301\r\nde la", "Un ", ""),
        ("Cafe\u0301", "Un ", "\r\nde la gare\r"),
        ("Caf\u00e9", "fin.\u2028E\u0301tale. Un ", ""),
    ],
)
def test_a_quote_is_found_whatever_its_line_ends_and_form(exact, prefix, suffix):
    text = "Le Caf\u00e9 ferme. Fin.\nfin.\n\u00c9tale. Un Caf\u00e9\nde la gare\n"
    assert find_quote(text, exact, prefix, suffix)[0] == text.rindex("Caf")


def test_a_pile_of_accents_is_no_quote():
    with pytest.raises(Invalid, match="not in the text"):
        find_quote(TEXT, "e" + "\u0301\u0323" * 400)


def test_a_very_common_quote_is_answered_at_once():
    began = time.thread_time()
    with pytest.raises(Invalid, match="more than 500"):
        find_quote("a" * 1_000_000, "a" * 5_000, "a" * 1_000_000, "a" * 1_000_000)
    assert time.thread_time() - began < 1


@given(st.text("ab ", min_size=1, max_size=40), st.data())
def test_a_quote_with_all_its_context_is_found_again(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = quote_at(text, start, end, context=40)
    if quote.exact.strip():
        assert find_quote(text, *quote) == (start, end)
