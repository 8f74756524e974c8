"""What people write in Markdown, as HTML for a page."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from annotations.publishing import markdown


def prose(text: str | None, *, sources: int = 0) -> SafeString:
    """Return the text as HTML, with links to so many numbered sources; nothing for nothing."""
    cleaned = markdown.html(text or "", sources=sources)
    return mark_safe(cleaned)  # noqa: S308 - by nh3
