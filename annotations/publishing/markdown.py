"""Markdown to safe HTML. Pure: text in, HTML out that may stand in any page."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

TAGS = {
    "p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre", "hr",
    "h2", "h3", "h4", "sup",
}  # fmt: skip
_REFERENCE = re.compile(r"\[\^([1-9]\d{0,2})\]")


def html(markdown: str, *, sources: int = 0) -> str:
    """Return HTML with a short list of elements; links lead to http(s) pages or down the page.

    `[^2]` refers to the second of so many numbered `sources`, which the page names `source-2`. A
    reference to a source that is not there stays as it was written.
    """
    return nh3.clean(
        _PARSER.render(markdown, {"sources": sources}),
        tags=TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_leads_out,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener ugc",
    )


def references(markdown: str) -> set[int]:
    """Return the numbers of the sources that a text refers to."""
    return {int(number) for number in _REFERENCE.findall(markdown)}


def _reference(state: StateInline, silent: bool) -> bool:
    """Read a reference to a source as a raised number that leads to it."""
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    if found is None or int(found[1]) > state.env.get("sources", 0):
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = f'<sup><a href="#source-{found[1]}">{found[1]}</a></sup>'
    state.pos = found.end()
    return True


def _leads_out(_tag: str, name: str, value: str) -> str | None:
    """A link never leads to our own pages, where the reader is signed in."""
    out = name != "href" or value.lower().startswith(("http://", "https://", "#"))
    return value if out else None


_PARSER = MarkdownIt("commonmark", {"html": False})
_PARSER.inline.ruler.before("link", "source", _reference)
