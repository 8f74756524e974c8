"""Links to the very words of a page. Pure.

https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

from urllib.parse import quote, urldefrag

LONGEST = 8
"""A quote of more words is named by its first and its last ones: fewer of them can have changed."""
ENDS = 4


def to_words(url: str, words: str) -> str:
    """Return the address of these words in the page at `url`; nothing where there is no page."""
    if not url:
        return ""
    page, fragment = urldefrag(url)
    return f"{page}#{fragment}:~:text={_directive(words)}"


def _directive(words: str) -> str:
    """A text over several paragraphs is found by its ends only, which lie within one each."""
    paragraphs = [paragraph.split() for paragraph in words.strip().split("\n")]
    first, last = paragraphs[0], paragraphs[-1]
    if len(paragraphs) == 1 and len(first) <= LONGEST:
        return _encoded(first)
    return f"{_encoded(first[:ENDS])},{_encoded(last[-ENDS:])}"


def _encoded(words: list[str]) -> str:
    """Dashes, commas and ampersands mean something in a directive."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
