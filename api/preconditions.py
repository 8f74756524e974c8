"""`ETag` and `If-Match` (RFC 9110): no change is made to something that has moved on."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations.models import Claim
from annotations.models.versioned import Versioned
from api.problems import Malformed, PreconditionRequired

_TAGS = re.compile(r'(?:W/)?"[^"]*"(?:\s*,\s*(?:W/)?"[^"]*")*')
_TAG = re.compile(r'(?:W/)?"[^"]*"')

NO_VERSION = 0
"""Versions count from 1, so this one is always stale."""


def etag(thing: Versioned) -> str:
    """Return the strong tag of a thing as it is; a claim moves with its newest revision too."""
    tag = str(thing.version)
    if isinstance(thing, Claim) and thing.current:
        tag += f"-{thing.current.pk}.{thing.current.version}"
    return f'"{tag}"'


def expected(request: Request, thing: Versioned) -> int | None:
    """Return the thing's version where `If-Match` names its tag, else one that is stale.

    None where the header is missing. Only strong tags match. Raises Malformed for what is no list
    of tags.
    """
    header = request.headers.get("If-Match", "").strip()
    if not header:
        return None
    if not _TAGS.fullmatch(header):
        raise Malformed(_("If-Match takes the ETag that you were given, in quotes."))
    return thing.version if etag(thing) in _TAG.findall(header) else NO_VERSION


def required(request: Request, thing: Versioned) -> int:
    """Return the version that `If-Match` names. Raises PreconditionRequired without one."""
    version = expected(request, thing)
    if version is None:
        raise PreconditionRequired(
            _("Say which version you change: send its ETag in the header If-Match.")
        )
    return version
