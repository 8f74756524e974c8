"""The headers that the contract speaks of, as OpenAPI has them: those asked for, and those told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from api.answers import Operation
from api.idempotency import LONGEST_KEY
from api.linked_data import DESCRIPTIONS, IRIS, MINIMAL

TAGS = r'^(W/)?"[!#-~]*"(, *(W/)?"[!#-~]*")*$'
KEYS = r"^[!-~]([ -~]*[!-~])?$"

A_KEY = OpenApiExample("a key", "import-2026-11-12-0001")
A_TAG = OpenApiExample("a version", '"3"')

KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": KEYS},
    OpenApiParameter.HEADER,
    examples=[A_KEY],
    description=_(
        "The same key and body within 24 hours gets the first answer again."
        " A 401, 403, 412, 429 or 5xx is not kept."
    ),
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": TAGS},
    OpenApiParameter.HEADER,
    examples=[A_TAG],
    required=True,
    description=_("The ETag of the version that is changed."),
)
IF_MATCH_TOO = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": TAGS},
    OpenApiParameter.HEADER,
    examples=[A_TAG],
    description=_("The ETag of the version that was read: another one is refused with 412."),
)


IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    {"type": "string"},
    OpenApiParameter.HEADER,
    examples=[A_TAG],
    description=_("ETags that the client has: 304 where one of them still stands."),
)


PREFER = OpenApiParameter(
    "Prefer",
    {"type": "string"},
    OpenApiParameter.HEADER,
    examples=[
        OpenApiExample("by address", f'return=representation; include="{IRIS}"'),
        OpenApiExample("whole", f'return=representation; include="{DESCRIPTIONS}"'),
        OpenApiExample("none", f'return=representation; include="{MINIMAL}"'),
    ],
    description=_("Whether a container shows what it holds by address, whole, or not at all."),
)


def asked_of(operation: Operation) -> list[OpenApiParameter]:
    """Return the headers that an operation reads."""
    if operation.must_match:
        return [IF_MATCH]
    if operation.may_be_known:
        return [IF_NONE_MATCH]
    if operation.method != "POST":
        return []
    return [KEY, IF_MATCH_TOO] if operation.may_match else [KEY]


def told_with(operation: Operation, status: int, shape: Any) -> dict[str, Any]:
    """Return the headers that stand with an answer of this status and shape."""
    told: dict[str, Any] = {}
    if status < 400 or status == 429:
        told["RateLimit"] = _header(_("How many requests are left, and for how many seconds."))
        told["RateLimit-Policy"] = _header(_("How many there are in how many seconds."))
    if status == 304:
        told["ETag"] = _header(_("The tag that still stands."), required=True)
    if status in {200, 201} and operation.is_tagged(shape):
        told["ETag"] = _header(_("The strong tag of what is shown."), required=True)
    if status == 201:
        told["Location"] = _header(_("Where it is read, if it has an address of its own."), _URI)
    if status == 202:
        told["Location"] = _header(_("Where the job is watched."), _URI, required=True)
    if status == 401:
        told["WWW-Authenticate"] = _header(_("How to say who one is."), required=True)
    if status == 412:
        told["ETag"] = _header(_("The tag of `current`, where it is shown."))
    if status in {429, 503}:
        told["Retry-After"] = _header(_("In how many seconds to ask again."), _SECONDS)
    return told


_TEXT = {"type": "string"}
_URI = {"type": "string", "format": "uri-reference"}
_SECONDS = {"type": "integer", "minimum": 0}


def _header(says: Any, schema: dict[str, Any] = _TEXT, *, required: bool = False) -> dict[str, Any]:
    return {"description": says, "required": required, "schema": schema}
