"""Where exactly changed words begin and end: the quote is laid along the text, letter by letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Levenshtein

from annotations.text.selectors import CONTEXT, Quote

LONG = 400
"""Of a longer quote only the two ends are laid along: the time grows with the square of it."""
_LONGEST_WORD = 40


def aligned(text: str, quote: Quote, candidates: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Give bounds of the words for each candidate, which says about where the quote begins.

    Letters that are gone may be taken for others far away, so a narrow window is tried too: the
    words may begin where they do in the one, and end where they do in the other.
    """
    for about in candidates:
        found = [_bounds(text, quote, about, slack) for slack in _slacks(quote)]
        for start, end in {(a, b) for a, _end in found for _start, b in found if a < b}:
            yield _trimmed(text, *_whole_words(text, quote, start, end))


def _slacks(quote: Quote) -> tuple[int, ...]:
    wide = 2 * CONTEXT + min(len(quote.exact), LONG) // 2
    return (wide,) if len(quote.exact) > LONG else (CONTEXT, wide)


def _bounds(text: str, quote: Quote, about: int, slack: int) -> tuple[int, int]:
    exact, prefix, suffix = quote
    if len(exact) <= LONG:
        laid = _Laid(text, prefix + exact + suffix, about - len(prefix), slack)
        return laid.begin(len(prefix)), laid.end(len(prefix) + len(exact))
    half = LONG // 2
    first = _Laid(text, prefix + exact[:half], about - len(prefix), slack)
    start = first.begin(len(prefix))
    last = _Laid(text, exact[-half:] + suffix, start + len(exact) - half, slack)
    return start, last.end(half)


class _Laid:
    """A needle laid along the text about where it may begin, so that the fewest letters differ."""

    def __init__(self, text: str, needle: str, about: int, slack: int) -> None:
        self.first = max(0, about - slack)
        window = text[self.first : max(0, about + len(needle) + slack)]
        self.steps = Levenshtein.opcodes(needle, window)

    def begin(self, letter: int) -> int:
        """Return where this letter of the needle is, or what follows it where it is gone."""
        return self._place(letter, 0)

    def end(self, letter: int) -> int:
        """Return where the letter before this one ends, or what it followed where it is gone."""
        return self._place(letter - 1, 1)

    def _place(self, letter: int, after: int) -> int:
        for step in self.steps:
            if step.src_start <= letter < step.src_end:
                into = letter - step.src_start + after
                return self.first + min(step.dest_start + into, step.dest_end)
        return self.first


def _whole_words(text: str, quote: Quote, start: int, end: int) -> tuple[int, int]:
    """Widen the bounds to whole words where the quote had them."""
    first, last = start - _LONGEST_WORD, end + _LONGEST_WORD
    if not _is_inside(quote.prefix[-1:], quote.exact[:1]):
        while start > first and _is_inside(
            text[max(0, start - 1) : start], text[start : start + 1]
        ):
            start -= 1
    if not _is_inside(quote.exact[-1:], quote.suffix[:1]):
        while end < last and _is_inside(text[max(0, end - 1) : end], text[end : end + 1]):
            end += 1
    return start, end


def _is_inside(before: str, after: str) -> bool:
    """Whether a word goes on from the one character to the other."""
    return before.isalnum() and after.isalnum()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
