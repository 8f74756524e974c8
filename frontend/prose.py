"""What people write in Markdown, as HTML for a page."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

from annotations.publishing import markdown


def prose(text: str | None) -> SafeString:
    """Return the text as HTML; nothing where there is none."""
    return mark_safe(markdown.html(text or ""))  # noqa: S308 - it comes cleaned, by nh3
