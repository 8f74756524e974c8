"""`ETag`, `If-Match` and `If-None-Match` (RFC 9110).

No change is made to something that has moved on, and nothing is sent that the client has.

A tag is the version of a thing, and after `~` the hash of what is shown of it: of two versions one
may be lost, but a colleague's evidence beside a claim, or another role of the reader, changes only
what is shown. `If-Match` looks at the version, `If-None-Match` at all of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.errors import Stale
from annotations.models import Article, Claim
from annotations.models.versioned import Versioned
from api.problems import Malformed, PreconditionRequired

_TAGS = re.compile(r'(?:W/)?"[^"]*"(?:\s*,\s*(?:W/)?"[^"]*")*')
_TAG = re.compile(r'(?:W/)?"[^"]*"')
_HASH = re.compile(r"~[0-9a-f]{16}(?=\"$)")

WHATEVER = "*"
"""The client says that it minds no version: the header is there, and the thing is too."""

NO_VERSION = 0
"""Versions count from 1, so this one is always stale."""


def etag(thing: Versioned) -> str:
    """Return the tag of a thing's version.

    A claim moves with its newest revision too, and an article with its newest text.
    """
    tag = str(thing.version)
    if isinstance(thing, Claim) and thing.current:
        tag += f"-{thing.current.pk}.{thing.current.version}"
    if isinstance(thing, Article):
        tag += f"-{thing.current_id}"
    return f'"{tag}"'


def tag_of(shown: Mapping[str, Any]) -> str:
    """Return the tag of something that counts no versions: of what can be changed of it."""
    words = json.dumps(shown, sort_keys=True, default=str)
    return f'"{_hash(words.encode())}"'


def exact(tag: str | None, body: bytes) -> str:
    """Return the strong tag of this body, which shows the version that `tag` names."""
    return f'{tag[:-1]}~{_hash(body)}"' if tag else f'"{_hash(body)}"'


def revalidated(request: Request, response: Response) -> None:
    """Give what stands at an address its strong tag; where the client has it, 304 and no body.

    What a POST answers stands nowhere.
    """
    if request.method == "POST" or response.status_code != 200:
        return
    response["ETag"] = exact(response.get("ETag"), response.content)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    has_it = known == [WHATEVER] or response["ETag"] in map(_strong, known)
    if has_it and request.method in SAFE_METHODS:
        response.status_code, response.content = 304, b""
        del response["Content-Type"]


def expected(request: Request, thing: Versioned) -> int | None:
    """Return the thing's version where `If-Match` names its tag, else one that is stale.

    None where the header is missing, or minds no version. Only strong tags match. Raises Malformed
    for what is no list of tags.
    """
    tags = _named(request)
    if tags is None or tags == [WHATEVER]:
        return None
    return thing.version if etag(thing) in tags else NO_VERSION


def required(request: Request, thing: Versioned) -> int | None:
    """Return the same. Raises PreconditionRequired without the header."""
    if _named(request) is None:
        raise _missing()
    return expected(request, thing)


def require(request: Request, tag: str, current: Any) -> bool:
    """Raise Stale, with what is there now, unless `If-Match` names this tag.

    Return whether it minds: whatever is there suits `*`. Raises PreconditionRequired without the
    header.
    """
    tags = _named(request)
    if tags is None:
        raise _missing()
    minds = tags != [WHATEVER]
    if minds and tag not in tags:
        raise Stale(_("Somebody changed this since you opened it."), current)
    return minds


def refuse(request: Request) -> None:
    """Raise Malformed for an `If-Match` that nobody would look at."""
    if request.headers.get("If-Match", WHATEVER) != WHATEVER:
        raise Malformed(_("Nothing here has the version that If-Match could name."))


def _named(request: Request) -> list[str] | None:
    header = request.headers.get("If-Match")
    if header is None:
        return None
    header = header.strip()
    if header == WHATEVER:
        return [WHATEVER]
    if not _TAGS.fullmatch(header):
        raise Malformed(_("If-Match takes the ETag that you were given, in quotes."))
    return [_HASH.sub("", tag) for tag in _TAG.findall(header)]


def _strong(tag: str) -> str:
    return tag.removeprefix("W/")


def _hash(words: bytes) -> str:
    return hashlib.sha256(words).hexdigest()[:16]


def _missing() -> PreconditionRequired:
    return PreconditionRequired(
        _("Say which version you change: send its ETag in the header If-Match.")
    )
