"""Every refusal as `application/problem+json` (RFC 9457), with one sentence for a person."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from annotations.errors import Invalid, Refusal, Stale, TooLarge
from api.findings import flat, sendable, told

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"

STATUS_OF = {
    "not_allowed": HTTPStatus.FORBIDDEN,
    "not_now": HTTPStatus.CONFLICT,
    "stale": HTTPStatus.PRECONDITION_FAILED,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
"""What the domain's refusals are in HTTP."""

CODES = (
    "malformed",
    "not_authenticated",
    "authentication_failed",
    "not_allowed",
    "not_found",
    "method_not_allowed",
    "not_acceptable",
    "not_now",
    "length_required",
    "stale",
    "too_large",
    "unsupported_media_type",
    "invalid",
    "precondition_required",
    "throttled",
    "unavailable",
    "error",
)
"""What a problem's `code` can be."""

CONTENT_CODES = frozenset(
    {
        "blank",
        "empty",
        "invalid_choice",
        "max_length",
        "min_length",
        "max_value",
        "min_value",
        "null_characters_not_allowed",
        "surrogate_characters_not_allowed",
    }
)
"""The findings of a serializer that are about content (422); all others are about shape (400)."""

Errors = Mapping[str, Sequence[Any]]


class Malformed(exceptions.APIException):
    """What was sent has not the shape that this address takes."""

    status_code = HTTPStatus.BAD_REQUEST
    default_code = "malformed"

    def __init__(self, sentence: str, *, errors: Errors | None = None) -> None:
        self.errors = errors
        super().__init__(sentence)


class PreconditionRequired(exceptions.APIException):
    """A change has to say which version it is meant for."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_code = "precondition_required"


class Busy(exceptions.APIException):
    """Others write, and it was not this one's turn in time."""

    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_code = "unavailable"
    after = 5

    def __init__(self) -> None:
        super().__init__(_("Many write at this moment, and nothing was changed. Ask again."))


def problem(
    status: int, code: str, detail: str, *, errors: Errors | None = None, **more: Any
) -> dict[str, Any]:
    """Return the members of a problem; `errors` maps a field to its sentences."""
    found: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "detail": sendable(detail),
        "code": code,
    }
    if errors:
        found["errors"] = told(errors)
    return found | more


def answer(exc: Exception, context: Mapping[str, Any]) -> Response:
    """Return the problem for whatever a view raised. A bug is logged, and told without details."""
    if isinstance(exc, Refusal):
        return _refused(exc, context)
    if isinstance(exc, exceptions.ValidationError):
        return _unfit(exc)
    if isinstance(exc, exceptions.Throttled):
        return _response(*too_many(getattr(exc, "wait", None) or 0))
    translated = _translated(exc)
    if translated is None:
        log.error("%s failed.", context.get("request"), exc_info=exc)
        return _response(problem(500, "error", bug()))
    detail = " ".join(str(said) for _name, said, _code in flat(translated.detail))
    code = _code_of(translated)
    errors = getattr(translated, "errors", None)
    return _response(
        problem(translated.status_code, code, detail, errors=errors), _headers(translated)
    )


def refused(exc: Refusal, **more: Any) -> dict[str, Any]:
    """Return the problem for a refusal of the domain."""
    errors = exc.errors if isinstance(exc, Invalid) else None
    return problem(STATUS_OF[exc.code], exc.code, str(exc.sentence), errors=errors, **more)


def unfit(exc: exceptions.ValidationError) -> dict[str, Any]:
    """Return the problem for what a serializer found: 400 about shape, 422 about content."""
    found = list(flat(exc.detail))
    errors: dict[str, list[str]] = {}
    for name, said, _code in found:
        errors.setdefault(name, []).append(said)
    about_content = all(code in CONTENT_CODES for _name, _said, code in found)
    name, said, _code = found[0]
    detail = f"{name}: {said}" if name else said
    if about_content:
        return problem(422, "invalid", detail, errors=errors)
    return problem(400, "malformed", detail, errors=errors)


def too_many(seconds: float) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the problem for asking too often, and its headers."""
    after = ceil(seconds)
    sentence = _("That was too much for one minute. Ask again in %d seconds.") % after
    return problem(429, "throttled", sentence), {"Retry-After": str(after)}


def unreadable() -> str:
    """Say that no sense could be made of it."""
    return _("The request could not be read.")


def bug() -> str:
    """Say that it is our fault."""
    return _("Something broke on our side. It has been noted.")


def _refused(exc: Refusal, context: Mapping[str, Any]) -> Response:
    if not isinstance(exc, Stale):
        return _response(refused(exc))
    if exc.current is None:
        return _response(problem(404, "not_found", str(exc.sentence)))
    if not context["view"].may_read:
        return _response(refused(exc))
    shown = context["view"].current(exc.current)
    return _response(refused(exc, current=shown.data), {"ETag": shown["ETag"]})


def _unfit(exc: exceptions.ValidationError) -> Response:
    return _response(unfit(exc))


def _translated(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Http404):
        return exceptions.NotFound(_("There is nothing at this address that you can see."))
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, RequestDataTooBig):
        return _TooBig()
    if isinstance(exc, SuspiciousOperation | UnreadablePostError):
        return Malformed(unreadable())
    return Busy() if isinstance(exc, OperationalError) and "locked" in str(exc) else None


class _TooBig(exceptions.APIException):
    status_code = STATUS_OF[TooLarge.code]
    default_code = TooLarge.code

    def __init__(self) -> None:
        super().__init__(_("The body is too large."))


def _code_of(exc: exceptions.APIException) -> str:
    codes = {"parse_error": "malformed", "permission_denied": "not_allowed"}
    return codes.get(exc.default_code, exc.default_code)


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if asks := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = asks
    if after := getattr(exc, "after", None):
        headers["Retry-After"] = str(after)
    return headers


def _response(body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)
