"""Markdown to safe HTML. Pure: text in, HTML out that may stand in any page."""

from __future__ import annotations

import nh3
from markdown_it import MarkdownIt

TAGS = {
    "p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr",
    "h2", "h3", "h4", "sup",
}  # fmt: skip
_PARSER = MarkdownIt("commonmark", {"html": False})


def html(markdown: str) -> str:
    """Return HTML with a short list of elements; links lead to http(s) pages or down the page."""
    return nh3.clean(
        _PARSER.render(markdown),
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_leads_out,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener ugc",
    )


def _leads_out(_tag: str, name: str, value: str) -> str | None:
    """A link never leads to our own pages, where the reader is signed in."""
    out = name != "href" or value.lower().startswith(("http://", "https://", "#"))
    return value if out else None
