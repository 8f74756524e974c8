"""`ETag` and `If-Match` (RFC 9110): no change is made to something that has moved on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from annotations.errors import Stale
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


def tag_of(shown: Mapping[str, Any]) -> str:
    """Return the strong tag of something that counts no versions: of what is shown of it."""
    words = json.dumps(shown, sort_keys=True, default=str)
    return f'"{hashlib.sha256(words.encode()).hexdigest()[:16]}"'


def expected(request: Request, thing: Versioned) -> int | None:
    """Return the thing's version where `If-Match` names its tag, else one that is stale.

    None where the header is missing. Only strong tags match. Raises Malformed for what is no list
    of tags.
    """
    tags = _named(request)
    if tags is None:
        return None
    return thing.version if etag(thing) in tags else NO_VERSION


def required(request: Request, thing: Versioned) -> int:
    """Return the version that `If-Match` names. Raises PreconditionRequired without one."""
    version = expected(request, thing)
    if version is None:
        raise _missing()
    return version


def require(request: Request, tag: str, current: Any) -> None:
    """Raise Stale, with what is there now, unless `If-Match` names this tag.

    Raises PreconditionRequired without the header.
    """
    tags = _named(request)
    if tags is None:
        raise _missing()
    if tag not in tags:
        raise Stale(_("Somebody changed this since you opened it."), current)


def _named(request: Request) -> list[str] | None:
    header = request.headers.get("If-Match", "").strip()
    if not header:
        return None
    if not _TAGS.fullmatch(header):
        raise Malformed(_("If-Match takes the ETag that you were given, in quotes."))
    return _TAG.findall(header)


def _missing() -> PreconditionRequired:
    return PreconditionRequired(
        _("Say which version you change: send its ETag in the header If-Match.")
    )
