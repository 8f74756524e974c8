"""Finding the words of one text again in a later one, where they may have moved or changed.

A place is scored as Hypothesis weighs it: 50 for the words, 20 each for what stands before and
after them, 2 for the position, of 92 in all. What scores less than FLOOR is not the place.

Places are looked for by pieces that both texts share, so the time grows with the length of the
texts and the number of quotes, not with their product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Literal, NamedTuple

from rapidfuzz.fuzz import ratio

from annotations.text.alignment import aligned
from annotations.text.insertions import widened
from annotations.text.pieces import Pieces, verbatim
from annotations.text.selectors import CONTEXT, Quote
from annotations.text.spans import MAX_QUOTE

FLOOR = 0.65
"""Without it, three of ten deleted quotes are found where they are not; with it, one of fifty."""
SURE = 0.99
"""A place as good as this is not compared with others."""
TELLING = 20
"""Words as long as this that stand in the text once are the same, whatever is around them."""
ALIKE = 0.6
"""Longer words than a context's have to be so much alike, or its surroundings found another."""
_WORDS, _CONTEXT, _POSITION = 50, 20, 2
_ALL = _WORDS + 2 * _CONTEXT + _POSITION

Fit = Literal["exact", "changed", "orphan"]


class Sought(NamedTuple):
    """Words of the earlier text: where they began, in code points, and their quote.

    None where they stood in a text that was before that one, and are sought again.
    """

    start: int | None
    quote: Quote


class Anchor(NamedTuple):
    """Where words stand in the later text, in code points. An orphan stands nowhere.

    Words of which one character differs are changed, however high the score; so are words beside
    which something was put into their sentence.
    """

    start: int
    end: int
    fit: Fit
    score: float


ORPHAN = Anchor(0, 0, "orphan", 0.0)


def anchor(old: str, new: str, sought: Sequence[Sought]) -> list[Anchor]:
    """Return for each of these words of the old text where they stand in the new one.

    Two places with the same words do not become one: the better one has it, the other is gone.
    """
    later = _Later(old, new)
    found = [later.find(one) for one in sought]
    best: dict[tuple[int, int, str], tuple[float, int | None]] = {}
    for one, place in zip(sought, found, strict=True):
        key = (place.start, place.end, one.quote.exact)
        if key not in best or best[key][0] < place.score:
            best[key] = place.score, one.start
    return [
        place if best[place.start, place.end, one.quote.exact][1] == one.start else ORPHAN
        for one, place in zip(sought, found, strict=True)
    ]


class _Later:
    """The later text, and how it lies to the earlier one."""

    def __init__(self, old: str, new: str) -> None:
        self.new, self.pieces = new, Pieces(new)
        self.head, self.tail = _shared(old, new)
        self.length, self.moved = len(old), len(new) - len(old)

    def find(self, sought: Sought) -> Anchor:
        """Return the best place for these words."""
        start, quote = sought
        if start is not None and (same := self._untouched(start, quote)) is not None:
            return Anchor(same, same + len(quote.exact), "exact", 1.0)
        expected = 0 if start is None else self._expected(start)
        best = self._best(quote, expected, verbatim(self.new, quote.exact, expected))
        if best.score < SURE:
            spans = aligned(self.new, quote, self.pieces.candidates(quote, expected))
            # A part of the very words may fit the old surroundings better; it is no better place.
            others = (span for span in spans if span[1] <= best.start or best.end <= span[0])
            best = self._best(quote, expected, chain([(best.start, best.end)], others))
        best = best if best.score >= FLOOR else self._only(quote.exact)
        return self._with_insertions(quote, best) if best.fit == "exact" else best

    def _untouched(self, start: int, quote: Quote) -> int | None:
        """Return where the words begin if everything on one side of them is as it was."""
        # Where they began or ended the text, something may stand beside them now.
        before, after = len(quote.prefix) or 1, len(quote.suffix) or 1
        if start + len(quote.exact) + after <= self.head:
            return start
        return start + self.moved if start - before >= self.length - self.tail else None

    def _expected(self, at: int) -> int:
        """Return about where a place of the earlier text is now."""
        if at < self.head:
            return at
        between = self.length - self.head - self.tail
        if at - self.head >= between:
            return at + self.moved
        return self.head + (at - self.head) * (between + self.moved) // between

    def _best(self, quote: Quote, expected: int, spans: Iterable[tuple[int, int]]) -> Anchor:
        best = ORPHAN
        for start, end in spans:
            if 0 < end - start <= 2 * MAX_QUOTE:
                best = max(best, self._scored(quote, expected, start, end), key=lambda a: a.score)
            if best.score >= SURE:
                break
        return best

    def _scored(self, quote: Quote, expected: int, start: int, end: int) -> Anchor:
        words, far = self.new[start:end], abs(start - expected) / len(self.new)
        alike = _alike(quote.exact, words)
        if alike < ALIKE and len(quote.exact) > CONTEXT:
            return ORPHAN
        before = self.new[max(0, start - len(quote.prefix)) : start]
        score = (
            _WORDS * alike
            + _CONTEXT * _alike(quote.prefix, before)
            + _CONTEXT * _alike(quote.suffix, self.new[end : end + len(quote.suffix)])
            + _POSITION * (1 - far)
        )
        return Anchor(start, end, "exact" if words == quote.exact else "changed", score / _ALL)

    def _with_insertions(self, quote: Quote, place: Anchor) -> Anchor:
        """Return the place, changed where something was put into its sentence beside the words."""
        start, end = widened(self.new, quote, place.start, place.end)
        is_wider = (start, end) != (place.start, place.end)
        return Anchor(start, end, "changed", place.score) if is_wider else place

    def _only(self, exact: str) -> Anchor:
        """Return the one place of words that are told by themselves."""
        at = self.new.find(exact) if len(exact) >= TELLING else -1
        if at < 0 or self.new.find(exact, at + 1) >= 0:
            return ORPHAN
        return Anchor(at, at + len(exact), "exact", FLOOR)


def _alike(one: str, other: str) -> float:
    return 1.0 if one == other else ratio(one, other) / 100


def _shared(old: str, new: str) -> tuple[int, int]:
    """Return how many characters both texts begin with, and how many more both end with."""
    most = min(len(old), len(new))
    head = _longest(most, lambda n: old.startswith(new[:n]))
    tail = _longest(most - head, lambda n: n == 0 or old.endswith(new[-n:]))
    return head, tail


def _longest(most: int, holds: Callable[[int], bool]) -> int:
    """Return the largest number up to `most` for which something holds that holds for all below."""
    least = 0
    while least < most:
        middle = (least + most + 1) // 2
        least, most = (middle, most) if holds(middle) else (least, middle - 1)
    return least
