"""Public pages with validators: whoever has the page already is told so, by few queries."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from annotations.publishing.edition import CACHE_CONTROL, Edition

ROOT = Path(__file__).parent.parent
MADE_BY = (
    "annotations/publishing/*.py",
    "frontend/*.py",
    "frontend/templatetags/*.py",
    "frontend/views/*.py",
    "frontend/templates/components/*",
    "frontend/templates/public/*",
    "frontend/templates/public_base.html",
)
"""The files that say how a public page comes out."""


def answer(
    request: HttpRequest, edition: Edition, show: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """Return the page, or 304 where the reader has this edition; anybody may keep a copy."""
    unchanged = get_conditional_response(request, etag=edition.tag, last_modified=edition.seconds)
    response = show() if unchanged is None else unchanged
    response["ETag"], response["Cache-Control"] = edition.tag, CACHE_CONTROL
    if edition.seconds is not None:
        response["Last-Modified"] = http_date(edition.seconds)
    return response


@cache
def look() -> str:
    """Return what names how pages are made: after an update of the desk nobody keeps an old one."""
    files = sorted(path for pattern in MADE_BY for path in ROOT.glob(pattern))
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in files)).hexdigest()
