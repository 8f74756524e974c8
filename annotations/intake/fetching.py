"""Getting a page of the web that somebody named, while they wait."""

from __future__ import annotations

import re
from email.message import Message

from django.utils.translation import gettext as _

from annotations import outgoing
from annotations.errors import Invalid

MOST_BYTES = 4 * 1024 * 1024
TOTAL = 6.0
"""Seconds for the whole page: a thread of the web waits for it."""
KINDS = {"text/html", "application/xhtml+xml"}
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)


def page(url: str) -> str:
    """Return the HTML at an address. Raises Invalid, about "url", where it cannot be had."""
    try:
        answer = outgoing.get(url, most_bytes=MOST_BYTES, accept=", ".join(KINDS), total=TOTAL)
    except (outgoing.Refused, outgoing.NoAnswer) as error:
        raise _unread(str(error)) from error
    if answer.headers.get_content_type() not in KINDS:
        raise _unread(_("It is no page of HTML."))
    return _decoded(answer.body, answer.headers)


def _decoded(body: bytes, headers: Message) -> str:
    """Return the text by the charset that the header names, or else the page itself."""
    declared = _DECLARED.search(body[:4096])
    named = (headers.get_content_charset(), declared and declared[1].decode("ascii", "replace"))
    for charset in filter(None, (*named, "utf-8")):
        try:
            return body.decode(charset, "replace")
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")


def _unread(why: str) -> Invalid:
    sentence = _("This page cannot be read. %s Paste its text instead.") % why
    return Invalid(sentence, field="url")
