"""How good the suggestions are, and scoring all of them again."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from annotations import jobs
from annotations.actions import cancelling
from annotations.actions import rescoring as actions
from annotations.models import Job
from frontend.entrance import came_from
from frontend.quality_page import Page, rescoring_of
from frontend.views.desk import DeskRequest, desk


@require_safe
@desk
def quality(request: DeskRequest) -> HttpResponse:
    """Show what editors did with the suggestions, by model, month, claimant and outlet."""
    page = Page(request.actor)
    context = {"page": page, "rescoring": rescoring_of(request.actor, page.worker)}
    return render(request, "quality/quality.html", context)


@require_safe
@desk
def rescoring(request: DeskRequest) -> HttpResponse:
    """Show how far scoring again is."""
    context = {"rescoring": rescoring_of(request.actor, jobs.worker())}
    return render(request, "quality/rescoring.html", context)


@require_POST
@desk
def rescore(request: DeskRequest) -> HttpResponse:
    """Score the team's articles again with the model in use."""
    actions.ask(by=request.actor)
    return redirect("quality")


@require_POST
@desk
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Stop work that somebody asked for; what it has done stays."""
    cancelling.cancel(_job(request, pk), by=request.actor)
    return redirect(came_from(request) or "quality")


def _job(request: DeskRequest, pk: int) -> Job:
    found = Job.objects.visible_to(request.actor).select_related("team", "asked_by")
    return get_object_or_404(found, pk=pk)
