"""Drafting, submitting, reviewing, publishing and revising the answer to a claim."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import reviews, verdicts
from annotations.errors import Refusal
from annotations.models import Verdict
from annotations.models.verdict import Status
from frontend.claim_page import Opened, claim_of, refused_form, show
from frontend.forms.seen import seen
from frontend.forms.verdicts import ReviewForm, ReviseForm, VerdictForm, content_of
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """Write the first revision; `preview` shows the rationale and saves nothing."""
    claim, form = claim_of(request, pk), VerdictForm(request.POST, by=request.actor)
    opened = Opened("verdict", form, is_preview="preview" in request.POST)
    if not form.is_valid() or opened.is_preview:
        return show(request, pk, opened, status=200 if form.is_valid() else 422)
    try:
        verdicts.draft(claim, by=request.actor, **form.content())
    except Refusal as refusal:
        return refused_form(request, pk, opened, refusal, content_of)
    return redirect("claim", pk)


@require_POST
@desk
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change the draft; `preview` shows the rationale and saves nothing."""
    saved = _save(request, _found(request, pk))
    return saved if isinstance(saved, HttpResponse) else redirect("claim", saved.claim_id)


@require_POST
@desk
def submit(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand the draft to the reviewers, with what stands in its form."""
    found = _found(request, pk)
    version = seen(request.POST)
    if "summary" in request.POST:
        saved = _save(request, found)
        if isinstance(saved, HttpResponse):
            return saved
        version = saved.version
    verdicts.submit(found, by=request.actor, expected=version)
    return redirect("claim", found.claim_id)


@require_POST
@desk
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the revision back into its draft."""
    found = _found(request, pk)
    verdicts.withdraw(found, by=request.actor, expected=seen(request.POST))
    return redirect("claim", found.claim_id)


@require_POST
@desk
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Approve the revision that was read, or return it."""
    found, form = _found(request, pk), ReviewForm(request.POST)
    opened = Opened("review", form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        reviews.review(found, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal, content_of)
    return redirect("claim", found.claim_id)


@require_POST
@desk
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Make the revision public."""
    found = _found(request, pk)
    verdicts.publish(found, by=request.actor, expected=seen(request.POST))
    messages.success(request, _("Revision %d is public.") % found.number)
    return redirect("claim", found.claim_id)


@require_POST
@desk
def revise(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin the next revision; readers of a published one are told its kind and reason."""
    found, form = _found(request, pk), ReviseForm(request.POST)
    if found.status != Status.PUBLISHED:
        verdicts.revise(found, by=request.actor)
        return redirect("claim", found.claim_id)
    opened = Opened("revise", form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        verdicts.revise(found, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal, content_of)
    return redirect("claim", found.claim_id)


def _found(request: DeskRequest, pk: int) -> Verdict:
    return get_object_or_404(Verdict.objects.visible_to(request.actor), pk=pk)


def _save(request: DeskRequest, found: Verdict) -> Verdict | HttpResponse:
    """Save what stands in the form; return the page to show instead where that did not go."""
    form = VerdictForm(request.POST, by=request.actor)
    opened = Opened("verdict", form, is_preview="preview" in request.POST)
    if not form.is_valid() or opened.is_preview:
        status = 200 if form.is_valid() else 422
        return show(request, found.claim_id, opened, status=status)
    try:
        version = form.cleaned_data["version"]
        return verdicts.edit(found, by=request.actor, expected=version, **form.content())
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal, content_of)
