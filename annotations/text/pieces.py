"""A text by its pieces of a few characters: about where in it a quote may stand."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from annotations.text.selectors import CONTEXT, Quote

LENGTH, STRIDE = 6, 3
"""Characters of a piece, and from one to the next in the text; of a quote, every one is sought."""
NEAREST = 3
"""Of the places of a piece, so many on either side of where it is expected."""
ENOUGH = 400
"""So many characters of a quote are sought: a longer one shows where it is by its beginning."""
SAME, FIRST_STEP = 16, 4_096
MOST = 3
"""So many places are candidates."""


class Pieces:
    """A text in which quotes are looked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places = defaultdict(list)
        for at in range(0, len(self.text) - LENGTH + 1, STRIDE):
            places[self.text[at : at + LENGTH]].append(at)
        return places

    def candidates(self, quote: Quote, expected: int) -> list[int]:
        """Return about where the quote may begin, give or take CONTEXT: the likeliest first.

        Each of its pieces, and of what stands around it, votes for where it would begin.
        """
        around = quote.prefix + (quote.exact + quote.suffix)[:ENOUGH]
        votes: Counter[int] = Counter()
        for offset in range(len(around) - LENGTH + 1):
            begins = offset - len(quote.prefix)
            places = self._places.get(around[offset : offset + LENGTH], ())
            votes.update({(at - begins) // CONTEXT for at in _near(places, expected + begins)})
        # What lies on the border between two has its votes in both.
        likely = [place for place, _votes in votes.most_common(4 * MOST)]
        ranked = sorted(likely, key=lambda v: (-votes[v] - votes[v + 1], v))
        return [v * CONTEXT + CONTEXT // 2 for v in ranked[:MOST]]


def verbatim(text: str, exact: str, expected: int) -> Iterator[tuple[int, int]]:
    """Give bounds of exactly these words, SAME at most on either side of where they are expected.

    Looks ahead, then back in ever larger steps: searching backwards may take quadratic time.
    """
    yield from _spans(text, exact, expected, len(text), most=SAME)
    step, until, left = FIRST_STEP, expected, SAME
    while until > 0 and left > 0:
        since = max(0, until - step)
        found = [*_spans(text, exact, since, until - 1 + len(exact), most=FIRST_STEP)][-left:]
        yield from reversed(found)
        step, until, left = 4 * step, since, left - len(found)


def _spans(text: str, exact: str, start: int, end: int, *, most: int) -> Iterator[tuple[int, int]]:
    """Give so many places of the words at most that lie between two positions."""
    at = text.find(exact, start, end)
    while at >= 0 and most > 0:
        yield at, at + len(exact)
        at, most = text.find(exact, at + 1, end), most - 1


def _near(places: Sequence[int], expected: int) -> Sequence[int]:
    middle = bisect_left(places, expected)
    return places[max(0, middle - NEAREST) : middle + NEAREST]
