"""Reviewing a revision: the vote, who is asked to, and who stands aside."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.actions import assignments, reviews
from annotations.errors import Refusal
from annotations.models import Assignment, Claim, Verdict
from annotations.models.review import Vote
from frontend import board
from frontend.claim_page import Opened, claim_of, refused_form, show, tried, verdict_of
from frontend.forms.reviews import DissentForm, RecuseForm, ReviewerForm, ReviewForm
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Vote on the revision that was read."""
    found = verdict_of(request, pk)
    return _voted(request, found) or redirect("claim", found.claim_id)


@require_POST
@desk
def review_and_go_on(request: DeskRequest, pk: int) -> HttpResponse:
    """Vote, and show what waits next; the queue where nothing does."""
    found = verdict_of(request, pk)
    answer = _voted(request, found)
    if answer:
        return answer
    about = {"number": found.number, "claim": found.claim_id}
    messages.success(request, _("You approved revision %(number)d of claim %(claim)d.") % about)
    return _next(request, found.claim)


@require_safe
@desk
def next_review(request: DeskRequest, pk: int) -> HttpResponse:
    """Pass this claim over."""
    return _next(request, claim_of(request, pk))


@require_POST
@desk
def assign(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask somebody to review the revision."""
    found = verdict_of(request, pk)
    form = ReviewerForm(request.POST, team=request.actor.team)
    opened = Opened("reviewer", form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        assignments.assign(found, by=request.actor, to=form.cleaned_data["reviewer"])
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal)
    return redirect("claim", found.claim_id)


@require_POST
@desk
def take(request: DeskRequest, pk: int) -> HttpResponse:
    """Review it oneself; others see that."""
    found = verdict_of(request, pk)
    return tried(request, found.claim_id, lambda: assignments.take(found, by=request.actor))


@require_POST
@desk
def release(request: DeskRequest, pk: int) -> HttpResponse:
    """Give back a review, or take it from somebody who was asked."""
    visible = Assignment.objects.visible_to(request.actor).select_related("verdict")
    found = get_object_or_404(visible, pk=pk)
    return tried(request, found.claim_id, lambda: assignments.release(found, by=request.actor))


@require_POST
@desk
def recuse(request: DeskRequest, pk: int) -> HttpResponse:
    """Stand aside from the claim for good, and say why."""
    found, form = verdict_of(request, pk), RecuseForm(request.POST)
    opened = Opened("recuse", form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        assignments.recuse(found, by=request.actor, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal)
    return redirect("claim", found.claim_id)


def _voted(request: DeskRequest, found: Verdict) -> HttpResponse | None:
    """Count the vote; return the page to show instead where that did not go."""
    form: forms.Form = _form(request)
    name = "dissent" if isinstance(form, DissentForm) else "review"
    opened = Opened(name, form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        reviews.review(found, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal)
    return None


def _form(request: DeskRequest) -> ReviewForm:
    if request.POST.get("vote") == Vote.DISSENT:
        return DissentForm(request.POST, auto_id="dissent-%s")
    return ReviewForm(request.POST)


def _next(request: DeskRequest, after: Claim) -> HttpResponse:
    claim = board.next_for_review(request.actor, after)
    return redirect("claim", claim.pk) if claim else redirect("queue")
