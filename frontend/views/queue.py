"""What waits for the person who is reading, and how the desk stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.models import Actor
from frontend import board, trends
from frontend.views.desk import DeskRequest, desk

TABS = {"unassigned": board.unassigned, "everything": board.everything}


@require_safe
@desk
def queue(request: DeskRequest) -> HttpResponse:
    """Show one of the tabs: what waits for me, what nobody is on, everything."""
    by, tab = request.actor, request.GET.get("tab", "")
    standing = board.standing(by)
    days, published = trends.recent(by)
    sections = board.waiting(by)
    context: dict[str, Any] = {
        "tab": tab if tab in TABS else "waiting",
        "standing": standing,
        "sections": sections,
        "waiting": sum(section.total for section in sections),
        "nobody": board.nobody(by, standing.unassigned),
        "steps": board.steps(by),
        "work": trends.work(standing),
        "days": days,
        "published": published,
        **_list(by, tab, request.GET.get("before", "")),
    }
    return render(request, "queue/queue.html", context)


def _list(by: Actor, tab: str, before: str) -> dict[str, Any]:
    """One page of a plain list; nothing on the first tab."""
    if tab not in TABS:
        return {}
    key = int(before) if before.isdecimal() and len(before) < 19 else None
    claims, older = board.page(TABS[tab](by), key)
    return {"claims": claims, "older": older}
