"""What people write plainly, as HTML for a page.

Comments are no Markdown: they are short, typed fast, and read once, in a narrow column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from annotations.models import User

# It ends before the punctuation of the sentence around it; brackets in it come in pairs.
_ADDRESS = re.compile(
    r"""(https?://(?:[^\s<>"()]|\([^\s<>"()]*\))+(?<![.,;:!?'’”»]))""", re.IGNORECASE
)
_LINK = '<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>'
_PARAGRAPH = re.compile(r"\n\s*\n")


def plain(text: str, people: Iterable[User] = ()) -> SafeString:
    """Return the text as paragraphs; addresses lead there, and an @ with a name is the person.

    The style sheet keeps the ends of lines.
    """
    calls = _Calls(people)
    return format_html_join(
        "",
        '<p dir="auto">{}</p>',
        ((_linked(paragraph, calls),) for paragraph in _PARAGRAPH.split(text.strip())),
    )


class _Calls:
    """The names by which these people are called, and the pattern that finds them."""

    def __init__(self, people: Iterable[User]) -> None:
        self._people = {
            _folded(name): user.name
            for user in people
            for name in (user.email.rpartition("@")[0], user.name)
        }
        longest_first = sorted(self._people, key=len, reverse=True)
        spelt = "|".join(r"\s+".join(map(re.escape, name.split())) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)@({spelt})(?![\w@])", re.IGNORECASE)

    def marked(self, words: str) -> SafeString:
        """Return the words, escaped, with the people as they are called today."""
        if not self._people:
            return format_html("{}", words)
        return _joined(
            format_html('<b class="mention">@{}</b>', self._people.get(_folded(part), part))
            if place % 2
            else part
            for place, part in enumerate(self._pattern.split(words))
        )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _linked(paragraph: str, calls: _Calls) -> SafeString:
    return _joined(
        format_html(_LINK, piece) if place % 2 else calls.marked(piece)
        for place, piece in enumerate(_ADDRESS.split(paragraph))
    )


def _joined(pieces: Iterable[str]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
