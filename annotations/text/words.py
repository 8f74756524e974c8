"""The words of a text as the search tells them apart, and what it shows of where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from annotations.text.spans import Span

LONGEST = 200
"""So many characters may be searched for at once."""
_SHOWN, _BEFORE = 240, 80
_LAST_LETTER_PLANE = 3
_GAP = re.compile(r"\s+")
# The marks that letters are composed with; a stress mark on a Cyrillic vowel is one that stays.
MARKS = r"[\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331]+"
_LATIN, _LOOSE = re.compile(f"([a-z]){MARKS}"), re.compile(MARKS)


class Term(NamedTuple):
    """A folded word that is asked for; an `open` one is the beginning of a word."""

    word: str
    open: bool = False

    def fits(self, folded: str) -> bool:
        """Whether a word of the text, folded, is meant."""
        return folded.startswith(self.word) if self.open else folded == self.word


class Snippet(NamedTuple):
    """A piece of a text, and the spans of the words that were found in it (code points)."""

    text: str
    hits: list[Span]


@cache
def letters() -> list[tuple[int, int]]:
    """Return what words are made of: ranges of code points, letters and digits with their marks.

    The search of SQLite goes by the same categories; PostgreSQL is told the ranges.
    """
    ranges: list[tuple[int, int]] = []
    for code in range((_LAST_LETTER_PLANE + 1) << 16):
        if unicodedata.category(chr(code))[0] not in "LNM":
            continue
        start = ranges.pop()[0] if ranges and ranges[-1][1] == code - 1 else code
        ranges.append((start, code))
    return ranges


def fold(word: str) -> str:
    """Return a word without capitals, accents of Latin letters, and marks that only stress.

    In other scripts a letter with a mark is another letter: й is no и.
    """
    if word.isascii():
        return word.lower()
    bare = _LATIN.sub(r"\1", unicodedata.normalize("NFD", word.lower()))
    return _LOOSE.sub("", unicodedata.normalize("NFC", bare)).replace("ς", "σ")


def terms(asked: str) -> list[Term]:
    """Return the different words that are asked for; somebody may still be typing the last one."""
    found = (fold(word[0]) for word in _words(unicodedata.normalize("NFC", asked)))
    words = [word for word in found if word]
    whole = [Term(word) for word in dict.fromkeys(words[:-1])]
    return [*whole, *(Term(word, open=True) for word in words[-1:])]


def hits(text: str, wanted: Sequence[Term]) -> list[Span]:
    """Return where the words that are asked for stand in a text."""
    whole = {term.word for term in wanted if not term.open}
    begun = tuple(term.word for term in wanted if term.open)
    return [
        Span(*found.span())
        for found in _words(text)
        if (word := fold(found[0])) in whole or word.startswith(begun)
    ]


def snippet(text: str, found: Sequence[Span]) -> Snippet:
    """Return the piece of a text around the first of its hits, cut between words."""
    first = found[0].start if found else 0
    start = max(0, first - _BEFORE)
    if start:
        gap = _GAP.search(text, start, first)
        start = gap.end() if gap else first
    piece = text[start : start + _SHOWN]
    if start + _SHOWN < len(text):
        piece = piece.rsplit(None, 1)[0]
    inside = [Span(a - start, b - start) for a, b in found if b - start <= len(piece)]
    return Snippet(piece, inside)


def closeness(
    texts: Sequence[str], found: Sequence[Sequence[Span]], wanted: Sequence[Term]
) -> float:
    """Return how well texts with these hits answer, from 0 to 1: the first text is the heading.

    A word in the heading counts 1; elsewhere 1/4 where it stands once, up to 1/2 the more often.
    """
    heading, *others = [
        [fold(text[a:b]) for a, b in spans] for text, spans in zip(texts, found, strict=True)
    ]
    times = [sum(term.fits(word) for words in others for word in words) for term in wanted]
    worth = [
        1 if any(term.fits(word) for word in heading) else n / (n + 1) / 2
        for term, n in zip(wanted, times, strict=True)
    ]
    return sum(worth) / len(worth)


def _words(text: str) -> Iterator[re.Match[str]]:
    return _pattern().finditer(text)


@cache
def _pattern() -> re.Pattern[str]:
    inside = "".join(f"{chr(first)}-{chr(last)}" for first, last in letters())
    return re.compile(f"[{inside}]+")
