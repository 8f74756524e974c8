"""How the search tells words apart, and the pieces of text that it shows."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.words import Term, closeness, fold, hits, letters, snippet, terms

pytestmark = pytest.mark.once

FOLDED = [
    ("Müller", "muller"),
    ("ŐŰ", "ou"),
    ("İstanbul", "istanbul"),
    ("Tiếng", "tieng"),
    ("Straße", "straße"),
    ("ЙОД", "йод"),
    ("Ёлка", "ёлка"),
    ("ΣΟΦΟΣ", "σοφοσ"),
    ("مَرحبا", "مَرحبا"),
    ("за\u0301мок", "замок"),
    ("HIV", "hiv"),
]


@pytest.mark.parametrize(("word", "folded"), FOLDED)
def test_capitals_and_latin_accents_do_not_count(word, folded):
    assert fold(word) == folded


ASKED = [
    ("", []),
    ("  \0 %* \"' () - ^ : 🚢", []),
    ("tunnel", [("tunnel", True)]),
    ("The tunnel", [("the", False), ("tunnel", True)]),
    ("the the THE", [("the", False), ("the", True)]),
    ('NEAR("a" OR b*)', [("near", False), ("a", False), ("or", False), ("b", True)]),
    ("3.2 km²", [("3", False), ("2", False), ("km²", True)]),
    ("it’s_so", [("it", False), ("s", False), ("so", True)]),
    ("हिन्दी", [("हिन्दी", True)]),
    ("mu\u0308ller", [("muller", True)]),
    ("a \u0301", [("a", True)]),
]


@pytest.mark.parametrize(("asked", "wanted"), ASKED)
def test_words_are_letters_and_digits_with_their_marks(asked, wanted):
    assert terms(asked) == [Term(*one) for one in wanted]


def test_all_but_the_last_word_are_meant_as_a_whole():
    text = "The tunnel opens; tunnels open. TÚNEL?"
    found = [text[a:b] for a, b in hits(text, terms("open tunnel"))]
    assert found == ["tunnel", "tunnels", "open"]
    assert [text[a:b] for a, b in hits(text, terms("tunel"))] == ["TÚNEL"]


def test_hits_are_counted_in_code_points():
    assert hits("🚢⚓ the tunnel", terms("tunnel")) == [(7, 13)]


def test_a_snippet_stands_around_the_first_hit_and_is_cut_between_words():
    text = " ".join(f"Sentence {n} speaks of nothing." for n in range(100))
    text = text.replace("Sentence 50 speaks", "Sentence 50 tells of a tunnel and speaks")
    piece, found = snippet(text, hits(text, terms("tunnel")))
    (span,) = found
    assert piece[span.start : span.end] == "tunnel"
    assert len(piece) <= 240
    assert f" {piece} " in text
    assert re.search(r"\btunnel and speaks\b", piece)


def test_a_snippet_without_a_hit_is_the_beginning():
    assert snippet("Nothing of it here.", []) == ("Nothing of it here.", [])


def test_a_heading_is_closer_than_a_text_and_more_hits_than_one():
    def close(*texts: str) -> float:
        wanted = terms("harbour tunnel")
        return closeness(texts, [hits(text, wanted) for text in texts], wanted)

    answers = [
        close("The harbour tunnel", ""),
        close("The harbour", "its tunnel, a tunnel"),
        close("The harbour", "its tunnel"),
        close("News", "harbour tunnel harbour tunnel"),
        close("News", "harbour tunnel"),
        close("News", "harbour"),
    ]
    assert answers == sorted(answers, reverse=True)
    assert (answers[0], answers[-1]) == (1, 0.125)


@given(st.text(), st.text())
def test_any_text_can_be_searched_for_anything(text, asked):
    wanted = terms(asked)
    piece, found = snippet(text, hits(text, wanted))
    assert piece in text
    assert all(any(term.fits(fold(piece[a:b])) for term in wanted) for a, b in found)
    assert all(any(term.fits(fold(asked[a:b])) for term in wanted) for a, b in hits(asked, wanted))


def test_the_letters_are_ranges_in_order():
    ranges = letters()
    assert (ord("a"), ord("z")) in ranges
    assert all(a <= b for a, b in ranges)
    assert all(b + 1 < c for (_a, b), (c, _d) in pairwise(ranges))
