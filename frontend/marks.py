"""The text of a version as blocks of HTML, with a `mark` for each claim and suggestion.

Inside a block the text stands exactly as it is, so that a browser can count in it; the marks nest,
the longest outside.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from annotations.text.segments import Segment, segments
from annotations.text.units import Utf16Index
from frontend.templatetags.look import css_state

TAGS = {
    "paragraph": ("p", ""),
    "heading": ("h2", " is-heading"),
    "quote": ("blockquote", " is-quote"),
    "list_item": ("p", " is-item"),
}


class Span(NamedTuple):
    """Where a claim or suggestion stands, in code points; `key` is such as `claim-14`.

    One that `is_further` is not the place to which a claim's links and its card belong.
    """

    start: int
    end: int
    key: str
    state: str
    is_further: bool = False


class Block(NamedTuple):
    """A block to show: `start` counts UTF-16 units, `html` is the text with its marks."""

    number: int
    tag: str
    kind: str
    start: int
    html: SafeString


def painted(
    text: str, title: str, blocks: Sequence[dict[str, Any]], spans: Iterable[Span]
) -> list[Block]:
    """Return the blocks of a version with the marks of these spans."""
    by_block, index = _by_block(blocks, spans), Utf16Index(text)
    return [
        Block(
            number,
            *_look(text[block["start"] : block["end"]], title, block["kind"]),
            index.to_utf16(block["start"]),
            _block(text, block["start"], block["end"], by_block.get(number, [])),
        )
        for number, block in enumerate(blocks)
    ]


def _look(words: str, title: str, kind: str) -> tuple[str, str]:
    """Return the tag and the classes; the title is a heading above the text, and only there."""
    return ("p", " is-repeated") if words == title else TAGS[kind]


Entry = tuple[Span, bool, bool]
"""A span in a block, whether it starts there, and whether it ends there."""


def _by_block(blocks: Sequence[dict[str, Any]], spans: Iterable[Span]) -> dict[int, list[Entry]]:
    """Return the spans of each block that has any."""
    starts = [block["start"] for block in blocks]
    found: dict[int, list[Entry]] = {}
    for span in spans:
        first = max(bisect_right(starts, span.start) - 1, 0)
        inside = [
            number
            for number in range(first, bisect_right(starts, span.end - 1))
            if span.start < blocks[number]["end"] and blocks[number]["start"] < span.end
        ]
        for number in inside:
            entry = (span, number == inside[0], number == inside[-1])
            found.setdefault(number, []).append(entry)
    return found


def _block(text: str, start: int, end: int, spans: list[Entry]) -> SafeString:
    if not spans:
        return escape(text[start:end])
    cut = segments((start, end), [(entry[0].start, entry[0].end, entry) for entry in spans])
    first, last = _ends(cut)
    pieces = []
    for number, piece in enumerate(cut):
        html = str(escape(text[piece.start : piece.end]))
        following = cut[number + 1].keys if number + 1 < len(cut) else ()
        fewer = len(following) < len(piece.keys)
        ended = number > 0 and bool(set(cut[number - 1].keys) - set(piece.keys))
        for depth, (span, starts, ends) in enumerate(reversed(piece.keys)):
            is_start = starts and first[span] == number
            is_end = ends and last[span] == number
            attributes = _classes(
                span, depth, is_start=is_start, is_end=is_end, is_glued=is_start and ended
            )
            attributes += _identity(span, is_start=is_start)
            attributes += _company(piece, fewer=fewer) if depth == 0 else ""
            html = f"<mark{attributes}>{html}</mark>"
        pieces.append(html)
    # Every piece of the text is escaped above, and the attributes are the desk's own words.
    return mark_safe("".join(pieces))  # noqa: S308 - see the line above


def _ends(cut: list[Segment[Entry]]) -> tuple[dict[Span, int], dict[Span, int]]:
    """Return the first and the last segment of each span in a block."""
    first: dict[Span, int] = {}
    last: dict[Span, int] = {}
    for number, piece in enumerate(cut):
        for span, _starts, _ends_here in piece.keys:
            first.setdefault(span, number)
            last[span] = number
    return first, last


def _classes(span: Span, depth: int, *, is_start: bool, is_end: bool, is_glued: bool) -> str:
    """`is-glued` begins where another ends, without a space between them."""
    level = ("", " is-under", " is-deep")[min(depth, 2)]
    caps = " is-start" * is_start + " is-end" * is_end + " is-glued" * is_glued
    return f' class="claim is-{css_state(span.state)}{level}{caps}"'


def _identity(span: Span, *, is_start: bool) -> str:
    """Each place has a start, for screen readers on their way to its card; deep links the first."""
    kind, _, pk = span.key.partition("-")
    name = "" if span.is_further else f' id="{span.key}"'
    start = f'{name} aria-details="card-{span.key}"' if is_start else ""
    return f' data-{kind}="{pk}"{start}'


def _company(piece: Segment[Entry], *, fewer: bool) -> str:
    """Name everything that shares these words, shortest first; where it gets less, how much."""
    here = list(dict.fromkeys(span.key for span, _starts, _ends_here in reversed(piece.keys)))
    if len(here) < 2:
        return ""
    count = f' data-count="{len(here)}"' if fewer else ""
    return f' data-here="{" ".join(here)}"{count}'
