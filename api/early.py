"""The problems that are answered where no view was asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as later

from api import problems

UNMEASURED = later("Say how long the body is: send its Content-Length, and no Transfer-Encoding.")


def bad_request() -> HttpResponse:
    """Answer 400 where a request could not be read before a view was reached."""
    return _answer(problems.problem(400, "malformed", problems.unreadable()))


def length_required() -> HttpResponse:
    """Answer 411 where nobody said how long the body is."""
    return _answer(problems.problem(411, "length_required", str(UNMEASURED)))


def server_error() -> HttpResponse:
    """Answer 500 where something broke before a view was reached."""
    return _answer(problems.problem(500, "error", problems.bug()))


def too_many(seconds: float) -> HttpResponse:
    """Answer 429 where no view was asked."""
    return _answer(*problems.too_many(seconds))


def _answer(body: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse(
        body, status=body["status"], content_type=problems.MEDIA_TYPE, headers=headers
    )
