"""The three forms in which a program sends a text: itself, a page's HTML, a page's address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotations.actions import pages
from annotations.actions.articles import NewArticle
from annotations.models import Actor

API, HTML, ADDRESS = "api", "html", "address"
"""How a version came, as its `source` says."""


def takes_its_time(sent: Any) -> bool:
    """Whether a page has to be fetched, or read, before there is a text."""
    return isinstance(sent, Mapping) and "text" not in sent


def article(sent: Mapping[str, Any], *, by: Actor) -> tuple[NewArticle, str]:
    """Return the article that was sent, and how it came. Raises Invalid, TooLarge, NotAllowed."""
    if "text" in sent:
        return NewArticle(**sent), API
    if "html" in sent:
        return pages.article_in(**sent, by=by), HTML
    return pages.article_at(**sent, by=by), ADDRESS


def text(sent: Mapping[str, Any], *, by: Actor) -> tuple[str, str]:
    """Return the text that was sent, and how it came; raises as `article` does."""
    if "text" in sent:
        return sent["text"], API
    if "html" in sent:
        return pages.article_in(sent["html"], url=sent.get("url", ""), by=by).text, HTML
    return pages.article_at(sent["url"], by=by).text, ADDRESS
