"""How much work a page would be, found while it is parsed and before any tree is made of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from annotations.errors import TooLarge

MOST_CHARACTERS = 4_000_000
MOST_TAGS = 50_000
"""A page has some thousands. Reading takes time for each: two or three seconds for so many."""
MOST_ATTRIBUTES = 200_000
MOST_OF_ONE = 250
"""Attributes of one element. A tree takes time for the square of their number."""


class _Scales:
    """What lxml's parser tells its elements to."""

    def __init__(self) -> None:
        self.elements = self.attributes = 0

    def start(self, _tag: str, attributes: Any) -> None:
        self.elements += 1
        self.attributes += len(attributes)
        if len(attributes) > MOST_OF_ONE or self.attributes > MOST_ATTRIBUTES:
            raise too_large()

    def close(self) -> int:
        return self.elements


def elements(html: str) -> int:
    """Return how many elements a page has; raises TooLarge where reading it would take too long."""
    from lxml import etree

    if len(html) > MOST_CHARACTERS or html.count("<") > MOST_TAGS:
        raise too_large()
    parser = etree.HTMLParser(target=_Scales(), encoding="utf-8", remove_comments=True)
    parser.feed(html.encode("utf-8", "replace"))
    found: int = parser.close()
    return found


def too_large() -> TooLarge:
    """Return the refusal of a page."""
    return TooLarge(_("This page is too large to be read. Paste its text instead."))
