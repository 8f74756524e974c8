"""For those who operate the desk: does the process live, and can it work?"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis, RedisError

from annotations import jobs
from annotations.models import Heartbeat

PATIENCE = 0.5
"""How many seconds the broker has for its answer."""


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> JsonResponse:
    """Answer 200: the process lives."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 where all parts answer, else 503; and which of them do."""
    parts = {name: answers() for name, answers in PARTS.items()}
    ready = all(parts.values())
    body = {
        "status": "ready" if ready else "not ready",
        "parts": {name: "ok" if up else "down" for name, up in parts.items()},
    }
    return JsonResponse(body, status=200 if ready else 503)


def database_answers() -> bool:
    """Whether a query comes back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def broker_answers() -> bool:
    """Whether Redis takes messages."""
    client = Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE
    )
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()


def worker_answers() -> bool:
    """Whether the worker said lately that it lives."""
    since = timezone.now() - jobs.SILENCE
    try:
        return Heartbeat.objects.filter(name=jobs.WORKER, at__gte=since).exists()
    except DatabaseError:
        return False


PARTS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "broker": broker_answers,
    "worker": worker_answers,
}
