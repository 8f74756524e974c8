"""What every page of the desk shows: the reader's teams, what is unread, and what is down."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from annotations import jobs
from frontend import news


def desk(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the bar and of the strip under it."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    return {
        "actor": actor,
        "my_teams": [m.team for m in request.memberships],  # type: ignore[attr-defined]
        "notices": jobs.trouble(),
        # Counted only where a page shows it: a fragment has no bar.
        "unread": SimpleLazyObject(partial(news.unread, actor)),
        "most_unread": news.MOST,
    }
