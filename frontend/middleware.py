"""Who is reading: once a request, before any view."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from annotations.models import Actor, Membership, Role
from annotations.models.actor import SCOPES, SCREEN

TEAM_KEY = "team"
PUBLIC = (
    "/fact-checks/",
    "/api/v1/claims:search",
    "/api/v1/published/",
    "/robots.txt",
    "/sitemap.xml",
)
"""Where the addresses of what everybody may read begin."""


class SameForAllMiddleware:
    """What is public is the same for everybody: no cookie is read there, and none is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Forget who asks, and say that the answer does not depend on it."""
        if not request.path_info.startswith(PUBLIC):
            return self.get_response(request)
        request.COOKIES = {}
        response = self.get_response(request)
        response.cookies.clear()
        varies = [name.strip() for name in response.get("Vary", "").split(",")]
        del response["Vary"]
        if others := [name for name in varies if name.lower() not in {"", "cookie"}]:
            patch_vary_headers(response, others)
        return response


class ActorMiddleware:
    """Set `request.memberships` (by team name) and `request.actor` (None for strangers)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the signed-in person's teams and the one that they chose last."""
        memberships = _memberships(request)
        chosen = request.session.get(TEAM_KEY) if memberships else None
        current = next((m for m in memberships if m.team_id == chosen), None)
        if current is None and memberships:
            current = memberships[0]
        request.memberships = memberships  # type: ignore[attr-defined]
        request.actor = _actor(current) if current else None  # type: ignore[attr-defined]
        return self.get_response(request)


def _memberships(request: HttpRequest) -> list[Membership]:
    if not request.user.is_authenticated:
        return []
    return list(request.user.memberships.select_related("team").order_by("team__name"))


def _actor(membership: Membership) -> Actor:
    return Actor(
        user=membership.user,
        team=membership.team,
        role=Role(membership.role),
        via=SCREEN,
        scopes=frozenset(SCOPES),
    )
