import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotations.suggesting.sentences import around, split
from tests.annotations.suggesting.articles import joined


def cut(text):
    return [text[start:end] for start, end in split(text)]


def test_a_glued_article_is_split_at_the_exact_offsets():
    text, spans = joined()
    assert split(text) == spans


@given(st.text(alphabet='Ab1. \n"', max_size=60), st.integers(0, 59), st.integers(1, 60))
def test_the_sentences_around_words_are_those_that_they_touch(text, start, length):
    words = (start, min(start + length, len(text)))
    assume(text[slice(*words)].strip())
    touched = [span for span in split(text) if span[0] < words[1] and words[0] < span[1]]
    assert around(text, *words) == (touched[0][0], touched[-1][1])


def test_the_acceptance_article_is_split_at_the_exact_offsets(acceptance_article):
    # Its words are not ours to keep: how the fifteen begin and end is enough to know them.
    found = cut(acceptance_article)
    ends = ["From Russia", "From Russia", "was...", "International"]
    ends += ["America.", "instead.", "claims.", "S-400s.", '[to Russia]".', 'industry".']
    ends += ["this year.", "in 2019.", "sector.", "contract.", "allegations."]
    assert len(found) == 15
    assert all(one.endswith(end) for one, end in zip(found, ends, strict=True))


@pytest.mark.parametrize(
    "parts",
    [
        ["a risk to America.", "The president left."],
        ["He denied such claims.", "In October he did not."],
        ["It hit the sector.", "NATO insisted."],
        ["It hit the sector.", "US forces left."],
        ["It began in 2019.", "The deal irked them."],
        ["It cost $1.30.", "About half was paid."],
        ["Sales fell 3.5%.", "The rest is unknown."],
        ["They met at 5 p.m.", "The talks failed."],
        ["It was so.[1]", "The next day it was not."],
        ['He said "it ended."', "She left."],
        ["It ended.", '"We won," he said.'],
        ["“It ended.”", "“We won.”"],
        ["Yes!", "No?", "Maybe."],
        ["He left the U.S.", "The rest stayed."],
        ["Москва молчит.", "Он сказал."],
        ["Il a dit.", "«Oui»"],
    ],
    ids=lambda parts: parts[0],
)
def test_glued_sentences_are_cut_apart(parts):
    assert cut("".join(parts)) == parts


@pytest.mark.parametrize(
    "parts",
    [
        ["(He left.)", "She came."],
        ['"We won."', "Smith left."],
        ["It was...", "25.09.2021, The Desk"],
        ["They asked for $5.", "Nobody paid."],
        ["Wait… What?", "Nothing."],
        ["مرحبا.", "كيف؟", "نعم"],
    ],
    ids=lambda parts: parts[0],
)
def test_sentences_with_spaces_between_them_are_cut_apart(parts):
    assert cut(" ".join(parts)) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "The U.S.Army came home in May.",
        "J.K.Rowling wrote it down.",
        "Version v2.0 cost 3.5 million.",
        "See www.Example.Com/Page.Html for it.",
        "See https://example.org/A.B?C.D for it.",
        "Write to a.Smith@Example.Com now.",
        "Node.JS and ASP.NET and Booking.Com are names.",
        "Mr. Dewey met Dr. Who and Sen. Smith.",
        "She asked, e.g. for a boat, i.e.that one.",
        "He is a Ph.D. in law.",
        "1.Introduction and method",
        "He was No.1 in the list.",
        '"Why?" he asked.',
        "He waited...and left.",
        "Alice Inc. is in St. Louis.",
    ],
)
def test_names_numbers_and_addresses_stay_whole(sentence):
    assert cut(sentence) == [sentence]


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\u202f", "\u3000", "\t"])
def test_wide_spaces_are_spaces(space):
    assert cut(f"It was M{space}. Then{space}it ended.{space}We left.") == [
        f"It was M{space}.",
        f"Then{space}it ended.",
        "We left.",
    ]


def test_no_sentence_crosses_a_line_end():
    assert cut("  One line\nand another \n\n") == ["One line", "and another"]


def test_a_sentence_longer_than_the_window_stays_whole():
    long = "A word and " * 1_500 + "an end."
    assert cut(f"It began. {long} It ended.") == ["It began.", long, "It ended."]


STOPS = [".", '"', "“", "…", "!?", '("', "((((.", ".[1]", '."A', "'A.’", "“a.” ", "A. b? "]
WORDS = ["a", " ", "1.", "Mr. ", "U.S.", "a.B", "http://x.y/z.", "a. B  ", "x\n"]


@pytest.mark.parametrize("piece", STOPS + WORDS)
def test_a_long_line_of_anything_is_split_at_once(piece):
    text = piece * (100_000 // len(piece))
    began = time.thread_time()
    split(text)
    assert time.thread_time() - began < 2


@given(st.text(st.sampled_from("aB .!?…\"”“'()[1]\n\t\u00a0é中。😀$%MrI\u202f")) | st.text())
def test_spans_are_in_order_trimmed_and_cover_every_word(text):
    spans = split(text)
    position = 0
    for start, end in spans:
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n" not in text[start:end]
        position = end
    assert not text[position:].strip()
