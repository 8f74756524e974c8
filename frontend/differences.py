"""What changed between two texts, word by word, as HTML. Pure: no models.

Comparing costs the square of what is compared, and more. So what both texts begin and end with is
left out; what is long still is compared by sentences, and what is endless is shown whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Piece = tuple[str, str]
"""An element's name (ins, del, or empty for what stayed) and its words."""

_WORDS = re.compile(r"\s+|\[\^\d+\]|\w+(?:[.,’'-]\w+)*|[^\w\s]")
"""A number with its decimals, a hyphenated word and a reference such as [^2] are one word."""
_SENTENCES = re.compile(r".+?(?:[.!?…]\s+|\n+|\Z)", re.DOTALL)
_ELEMENTS = {"ins": "<ins>{}</ins>", "del": "<del>{}</del>"}
NEAR = 40
"""So many characters of what stayed are kept on each side of a change, where it is shortened."""
MOST = 1000
"""So many words, or else sentences, of each text are compared at the most."""
FEW = 2_000
"""So many characters of each text that changed are shown where there is little room."""


def inline(before: str, after: str) -> SafeString:
    """Return the new text with what came in as `ins` and what went out as `del`."""
    return _html(_pieces(before, after))


def changes(before: str, after: str) -> SafeString:
    """Return the same, with what stayed shortened to a few words around each change.

    Of a long change only the length is told.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    head, tail = _same(old, new)
    if max(len("".join(text[head : len(text) - tail])) for text in (old, new)) > FEW:
        numbers = {"before": _count(before), "after": _count(after)}
        return format_html("{}", _("%(before)d words before, %(after)d words now.") % numbers)
    pieces = list(_pieces(before, after))
    last = len(pieces) - 1
    return _html(
        piece if piece[0] else ("", _shortened(piece[1], is_first=i == 0, is_last=i == last))
        for i, piece in enumerate(pieces)
    )


def sides(theirs: str, mine: str) -> tuple[SafeString, SafeString]:
    """Return both texts whole, each with the words marked that the other one lacks."""
    pieces = list(_pieces(theirs, mine))
    return (
        _html(piece for piece in pieces if piece[0] != "ins"),
        _html(piece for piece in pieces if piece[0] != "del"),
    )


def counts(before: str, after: str) -> tuple[int, int]:
    """Return how many words came in and how many went out."""
    pieces = list(_pieces(before, after))
    return _words(pieces, "ins"), _words(pieces, "del")


def _words(pieces: Sequence[Piece], name: str) -> int:
    return sum(_count(text) for element, text in pieces if element == name)


def _count(text: str) -> int:
    return len(re.findall(r"\w+", text))


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Changes with nothing but a space between them are told as one."""
    out, came = "", ""
    for kind, went, arrived, is_last in _steps(before, after):
        if kind != "equal" or ((out or came) and went.isspace() and not is_last):
            out, came = out + went, came + arrived
            continue
        yield from _change(out, came)
        yield "", went
        out, came = "", ""
    yield from _change(out, came)


Step = tuple[str, str, str, bool]
"""What became of a piece, the piece, what came in its place, and whether the old text ends here."""


def _steps(before: str, after: str) -> Iterator[Step]:
    old, new = _units(before, after)
    head, tail = _same(old, new)
    ends = len(old) - tail
    if head:
        yield "equal", "".join(old[:head]), "".join(new[:head]), head == len(old)
    for kind, i, j, k, m in _opcodes(old[head:ends], new[head : len(new) - tail]):
        went, arrived = old[head + i : head + j], new[head + k : head + m]
        yield kind, "".join(went), "".join(arrived), head + j == len(old)
    if tail:
        yield "equal", "".join(old[ends:]), "".join(new[len(new) - tail :]), True


def _units(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return both texts in the finest pieces that are few enough to be compared."""
    words = _WORDS.findall(before), _WORDS.findall(after)
    return words if _are_few(*words) else (_SENTENCES.findall(before), _SENTENCES.findall(after))


def _are_few(old: list[str], new: list[str]) -> bool:
    return max(len(old), len(new)) - sum(_same(old, new)) <= MOST


def _same(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many pieces both begin with, and how many more both end with."""
    head = _shared(zip(old, new, strict=False))
    return head, _shared(zip(reversed(old[head:]), reversed(new[head:]), strict=False))


def _shared(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _opcodes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if not old and not new:
        return []
    if max(len(old), len(new)) > MOST:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new).get_opcodes()


def _change(out: str, came: str) -> Iterator[Piece]:
    if out:
        yield "del", out
    if came:
        yield "ins", came


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    start, end = "" if is_first else text[:NEAR], "" if is_last else text[-NEAR:]
    return text if len(text) <= len(start + end) + NEAR else f"{start} … {end}"


def _html(pieces: Iterator[Piece]) -> SafeString:
    return format_html_join("", "{}", ((_element(name, text),) for name, text in pieces))


def _element(name: str, text: str) -> SafeString | str:
    return format_html(_ELEMENTS[name], text) if name else text
