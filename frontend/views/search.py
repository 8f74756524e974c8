"""Finding fact-checks, claims, articles and what was imported by their words."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from annotations.finding import MOST, Kind, find
from annotations.models import ExternalCheck
from annotations.publishing.outcome import outcome
from frontend.asked import asked
from frontend.board import steps
from frontend.views.desk import DeskRequest, desk


@require_safe
@desk
def search(request: DeskRequest) -> HttpResponse:
    """Show what has all the words, kind by kind, the best first."""
    words = asked(request)
    found = find(words, by=request.actor)
    for check in found.of(Kind.FACT_CHECK):
        check.thing.outcome = outcome(check.thing.dossier)
    context = {
        "asked": words,
        "sections": [(k, found.of(k), k in found.more) for k in Kind if found.of(k)],
        "most": MOST,
        "imported": ExternalCheck.objects.visible_to(request.actor).saying(words).count(),
        "steps": steps(request.actor),
    }
    return render(request, "search/search.html", context)
