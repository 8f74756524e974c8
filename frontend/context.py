"""What every page of the desk shows: the reader's teams, and what is down."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from annotations import jobs


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the bar and of the strip under it."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    return {
        "actor": actor,
        "my_teams": [m.team for m in request.memberships],  # type: ignore[attr-defined]
        "notices": jobs.trouble(),
    }
