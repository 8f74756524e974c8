"""What waits for the person who is reading, and how the desk stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models import Actor
from frontend import board, trends
from frontend.views.desk import DeskRequest, desk


@require_safe
@desk
def queue(request: DeskRequest) -> HttpResponse:
    """Show what waits for the reader, or one list of claims, page by page."""
    by, tab = request.actor, request.GET.get("tab", "")
    standing = board.standing(by)
    days, published = trends.recent(by)
    context: dict[str, Any] = {
        "standing": standing,
        "steps": board.steps(by),
        "work": trends.work(standing),
        "days": days,
        "published": published,
        **_shown(by, tab, request.GET.get("page", "")),
    }
    return render(request, "queue/queue.html", context)


def _shown(by: Actor, tab: str, page: str) -> dict[str, Any]:
    """What stands under the tabs: the beginning of each list, one list, or every claim."""
    if tab not in (*board.LISTS, "everything"):
        sections = board.waiting(by)
        waiting = sum(section.total for section in sections)
        nobody = board.nobody(by)
        return {"tab": "waiting", "waiting": waiting, "sections": sections, "nobody": nobody}
    shown = {"tab": tab, "waiting": board.how_much_waits(by)}
    if tab in board.LISTS:
        section, pages = board.listed(by, board.LISTS[tab], page)
        return shown | {"section": section, "pages": pages}
    claims, pages = board.everything(by, page)
    return shown | {"claims": claims, "pages": pages}
