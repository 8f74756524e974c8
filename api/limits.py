"""How much one caller may ask in a minute, and saying so on every answer.

It is counted in the memory of the web's one process: nothing else has to be up for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.throttling import BaseThrottle

from annotations.models import Token
from api import early

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView

WINDOW = 60
"""Seconds."""

Caller = tuple[str, int | str]


@dataclass(frozen=True)
class Budget:
    """What is left to a caller until the window ends, `seconds` from now; below zero is too much.

    `name` says what was counted by: token, user or address.
    """

    name: str
    quota: int
    left: int
    seconds: int

    def headers(self) -> dict[str, str]:
        """Return it as the HTTP working group's draft writes it (draft-ietf-httpapi-ratelimit)."""
        return {
            "RateLimit-Policy": f'"{self.name}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{self.name}";r={max(self.left, 0)};t={self.seconds}',
        }


class Counts:
    """How often each caller asked in this window, which is the clock's minute for all of them.

    `clock` gives seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = Lock()
        self._window = 0
        self._asked: dict[Caller, int] = {}

    def spend(self, caller: Caller, quota: int) -> Budget:
        """Count one request, and return what is left."""
        now = self._clock()
        window = int(now // WINDOW)
        with self._lock:
            if window != self._window:
                self._window, self._asked = window, {}
            asked = self._asked[caller] = self._asked.get(caller, 0) + 1
        seconds = int((window + 1) * WINDOW - now) + 1
        return Budget(caller[0], quota, quota - asked, seconds)


counts = Counts()


class Rate(BaseThrottle):
    """Refuses with 429 who asks too often."""

    def allow_request(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's
        """Count the request, and return whether it may go on."""
        self.budget = spend(request._request)  # noqa: SLF001 - the one that the middleware has
        return self.budget.left >= 0

    def wait(self) -> float:
        """Return after how many seconds it is worth asking again."""
        return self.budget.seconds


class RateLimitMiddleware:
    """Names the budget on every answer of the API.

    What was refused before a view counted it, for want of a good token, is counted here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers."""
        response = self.get_response(request)
        if not request.path_info.startswith("/api/"):
            return response
        budget = getattr(request, "budget", None)
        if budget is None:
            budget = spend(request)
            if budget.left < 0:
                response = early.too_many(budget.seconds)
        for name, value in budget.headers().items():
            response[name] = value
        return response


def spend(request: HttpRequest) -> Budget:
    """Count this request for whoever sent it, and return what is left to them."""
    caller = _caller(request)
    quota = settings.RATE_ANONYMOUS if caller[0] == "address" else settings.RATE
    budget: Budget = counts.spend(caller, quota)
    request.budget = budget  # type: ignore[attr-defined]
    return budget


def _caller(request: Any) -> Caller:
    """Return whom a request counts for: its token, else who is signed in, else its address."""
    token, user = getattr(request, "auth", None), getattr(request, "user", None)
    if isinstance(token, Token):
        return "token", token.pk
    if user is not None and user.is_authenticated:
        return "user", user.pk
    return "address", _place(str(BaseThrottle().get_ident(request)))


def _place(address: str) -> str:
    """Return the address; of version 6 the network of 64 bits, which is what one customer gets."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    is_long = isinstance(found, IPv6Address)
    return str(ip_network((found, 64), strict=False)) if is_long else address
