"""For those who operate the desk: does the process live, and can it work?"""

from __future__ import annotations

from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from annotations import jobs


@csrf_exempt
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200: the process lives."""
    return JsonResponse({"status": "ok"})


@csrf_exempt
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 where all parts answer, else 503; and which of them do."""
    parts = {name: _is_up(answers) for name, answers in PARTS.items()}
    ready = all(parts.values())
    body = {
        "status": "ready" if ready else "not ready",
        "parts": {name: "ok" if up else "down" for name, up in parts.items()},
    }
    return JsonResponse(body, status=200 if ready else 503)


def database_answers() -> bool:
    """Whether a query comes back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


PARTS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "broker": jobs.redis_answers,
    "worker": jobs.worker_answers,
}


def _is_up(answers: Callable[[], bool]) -> bool:
    try:
        return answers()
    except Error:
        return False
