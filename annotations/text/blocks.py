"""The blocks of a text: what a page sets as a paragraph, heading, quote or list item."""

import re
from itertools import pairwise
from typing import Literal, NamedTuple

Kind = Literal["paragraph", "heading", "quote", "list_item"]

_LIST_ITEM = re.compile(r"(?:[-*•]|\d{1,3}[.)])\s+\S")
_LINE = re.compile(r"[^\n]+")
_MAX_HEADING = 80
_ENDS_A_SENTENCE = tuple(".!?…:;,\"'”’»)]0123456789")


class Block(NamedTuple):
    """One non-blank line without the space around it; positions are code points."""

    kind: Kind
    start: int
    end: int


def blocks(text: str, title: str = "") -> list[Block]:
    """Give every non-blank line of a canonical text, in order, without overlap.

    A line with the words of `title` is a heading, wherever it stands.
    """
    spans = _trimmed_lines(text)
    lines = [*(text[start:end] for start, end in spans), ""]
    alone = _stand_alone(text, spans)
    folded = _folded(title)
    return [
        Block(_kind(lines[number], lines[number + 1], alone[number], folded), start, end)
        for number, (start, end) in enumerate(spans)
    ]


def _trimmed_lines(text: str) -> list[tuple[int, int]]:
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            spans.append((start, start + len(stripped)))
    return spans


def _stand_alone(text: str, spans: list[tuple[int, int]]) -> list[bool]:
    """Whether each line has a blank line, or the edge of the text, on both sides."""
    edges = [0, *(position for span in spans for position in span), len(text)]
    gaps = [text.count("\n", edges[i], edges[i + 1]) > 1 for i in range(0, len(edges), 2)]
    if spans:
        gaps[0] = gaps[-1] = True
    return [before and after for before, after in pairwise(gaps)]


def _kind(line: str, following: str, alone: bool, title: str) -> Kind:
    # Its first letter tells of nearly every line, sooner, that it is another.
    if title and title.startswith(line[0].casefold()) and _folded(line) == title:
        return "heading"
    if line.startswith(">"):
        return "quote"
    if _LIST_ITEM.match(line):
        return "list_item"
    if alone and _reads_as_heading(line, following):
        return "heading"
    return "paragraph"


def _reads_as_heading(line: str, following: str) -> bool:
    """A short line without an end, above a paragraph that is at least twice as long."""
    return (
        len(line) <= _MAX_HEADING
        and not line[0].islower()
        and not line.endswith(_ENDS_A_SENTENCE)
        and len(following) >= max(_MAX_HEADING, 2 * len(line))
    )


def _folded(line: str) -> str:
    # A title is short; no need to fold a line that is a whole article.
    return " ".join(line[:2_000].split()).casefold()
