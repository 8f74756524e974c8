"""Reading a page of the web: its main text, and what it says about itself.

trafilatura finds them; the text is written down anew, a line for each paragraph, heading, list item
and quote, as somebody would paste it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.intake import weighing
from annotations.models.article import LANGUAGE_TAG

LONGEST_TAG = 35
MOST_READ_TWICE = 5_000
"""So many elements may a page have for a second opinion, whose time grows with their square."""

_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_STATED = "//meta | //time | //script[@type='application/ld+json'] | //link[@rel='canonical']"
_PART = re.compile(r"^\s*\d{4}(-\d\d)?\s*$")
"""A year or a month: no day, and none is made of it."""
_CONTAINERS = {"body", "main", "div", "quote", "row"}


@dataclass(frozen=True)
class Page:
    """What was found. The text is there; all else may be empty."""

    title: str
    text: str
    publisher: str
    byline: str
    language: str
    published_on: dt.date | None


def read(html: str, url: str = "") -> Page:
    """Return what a page says, without its navigation, comments and the like.

    Raises TooLarge for what would take too long, Invalid (about "html") where no text is found.
    """
    # It loads much that only this needs.
    from trafilatura import bare_extraction, load_html
    from trafilatura.metadata import extract_metadata

    is_long = weighing.elements(html) > MOST_READ_TWICE
    # A lone paragraph is a page only when it says so.
    begins = "" if "<html" in html[:1_000].lower() else "<html>"
    tree = load_html(begins + html.encode("utf-8", "replace").decode())
    language = _language(tree)
    stated = None if tree is None else _stated(tree)
    found: Any = tree is not None and bare_extraction(
        tree, url=url or None, with_metadata=True, include_comments=False, fast=is_long
    )
    title = _line(found.title) if found else ""
    text = _text(found.body, title) if found and found.body is not None else ""
    if not text:
        raise Invalid(_("No text was found on this page. Paste it instead."), field="html")
    return Page(
        title=title[:500],
        text=text,
        publisher=_line(found.sitename)[:200],
        byline=_line(found.author).replace("; ", ", ")[:200],
        language=language,
        published_on=_day(extract_metadata(stated, url or None, extensive=False).date),
    )


def _language(tree: Any) -> str:
    """Return the language of the whole page as a tag, where it names one."""
    named = (tree.get("lang") or "").strip() if tree is not None else ""
    try:
        LANGUAGE_TAG(named)
    except ValidationError:
        return ""
    return named if len(named) <= LONGEST_TAG else ""


def _stated(tree: Any) -> Any:
    """Return what a page says of itself: its head, its data and its times, without its prose.

    In prose a year would be taken for the day on which it was published.
    """
    named = [
        deepcopy(element) for element in tree.xpath(_STATED) if not _PART.search(_said(element))
    ]
    for element in named:
        element.tail = None
    root, body = tree.makeelement("html"), tree.makeelement("body")
    root.append(body)
    body.extend(named)
    return root


def _said(element: Any) -> str:
    return element.get("content") or element.get("datetime") or element.text or ""


def _day(found: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(found or "")
    except ValueError:
        return None


def _text(body: Any, title: str) -> str:
    """Return the blocks with a blank line between them, the items of a list without.

    A title over the text stands there once, as the title.
    """
    lines = list(_lines(body, ""))
    if len(lines) > 1 and lines[0][1].casefold() == title.casefold():
        lines = lines[1:]
    written: list[str] = []
    before = ""
    for kind, line in lines:
        if line:
            written += ["\n" if kind == before == "item" else "\n\n", line]
            before = kind
    return "".join(written[1:])


def _lines(element: Any, mark: str) -> Iterator[tuple[str, str]]:
    """Give (kind, line) for everything that trafilatura found, in order."""
    for child in element:
        inner = mark + "> " * (child.tag == "quote")
        if child.tag == "list":
            yield from _items(child)
        elif child.tag == "table":
            yield from (("item", _row(row)) for row in child.iter("row"))
        elif child.tag in _CONTAINERS and len(child):
            yield from _lines(child, inner)
        else:
            yield from ((str(child.tag), inner + line) for line in _broken(child))


def _items(items: Any) -> Iterator[tuple[str, str]]:
    for item in items.iter("item"):
        # What it says itself; the items of a list inside it come in their own turn.
        said = [item.text or ""]
        for child in item:
            nested = child.tag == "list"
            said += ["" if nested else " ".join(child.itertext()), child.tail or ""]
        if line := _line(" ".join(said)):
            yield "item", f"- {line}"


def _row(row: Any) -> str:
    return " | ".join(filter(None, (_line(" ".join(cell.itertext())) for cell in row)))


def _broken(element: Any) -> list[str]:
    """Return the lines of a paragraph: it may have line breaks."""
    for br in element.iter("lb"):
        br.tail = "\n" + (br.tail or "")
    return [line for said in "".join(element.itertext()).split("\n") if (line := _line(said))]


def _line(said: str | None) -> str:
    return " ".join(_UNREADABLE.sub("", said or "").split())
