"""What changed between two texts, word by word, as HTML. Pure: no models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Piece = tuple[str, str]
"""An element's name (ins, del, or empty for what stayed) and its words."""

_WORDS = re.compile(r"\s+|\w+(?:[.,’'-]\w+)*|[^\w\s]")
"""A number with its decimals and a hyphenated word are one word."""
_ELEMENTS = {"ins": "<ins>{}</ins>", "del": "<del>{}</del>"}
NEAR = 40
"""So many characters of what stayed are kept on each side of a change, where it is shortened."""


def inline(before: str, after: str) -> SafeString:
    """Return the new text with what came in as `ins` and what went out as `del`."""
    return _html(_pieces(before, after))


def changes(before: str, after: str) -> SafeString:
    """Return the same, with what stayed shortened to a few words around each change."""
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
    return sum(len(re.findall(r"\w+", text)) for element, text in pieces if element == name)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    """Changes with nothing but a space between them are told as one."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    out, came = "", ""
    for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        went, arrived = "".join(old[i:j]), "".join(new[k:m])
        if kind != "equal" or ((out or came) and went.isspace() and j < len(old)):
            out, came = out + went, came + arrived
            continue
        yield from _change(out, came)
        yield "", went
        out, came = "", ""
    yield from _change(out, came)


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
