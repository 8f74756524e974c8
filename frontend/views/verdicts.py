"""Drafting, submitting, publishing, revising and retracting the answer to a claim."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations import workflow
from annotations.actions import verdicts
from annotations.errors import Refusal
from annotations.models import Verdict
from annotations.models.verdict import PUBLIC, Kind
from frontend.claim_page import Opened, claim_of, refused_form, show, tried, verdict_of
from frontend.forms.seen import seen
from frontend.forms.verdicts import RetractForm, ReviseForm, VerdictForm, content_of
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """Write the first revision; `preview` shows the rationale and saves nothing."""
    claim = claim_of(request, pk)
    form = VerdictForm(request.POST, by=request.actor, claim=claim)
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
    saved = _save(request, verdict_of(request, pk))
    return saved if isinstance(saved, HttpResponse) else redirect("claim", saved.claim_id)


@require_POST
@desk
def submit(request: DeskRequest, pk: int) -> HttpResponse:
    """Hand the draft to the reviewers, with what stands in its form."""
    verdict = verdict_of(request, pk)
    version = seen(request.POST)
    if "summary" in request.POST:
        saved = _save(request, verdict)
        if isinstance(saved, HttpResponse):
            return saved
        version = saved.version
    return tried(
        request,
        verdict.claim_id,
        lambda: verdicts.submit(verdict, by=request.actor, expected=version),
    )


@require_POST
@desk
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the revision back into its draft."""
    found, version = verdict_of(request, pk), seen(request.POST)
    return tried(
        request,
        found.claim_id,
        lambda: verdicts.withdraw(found, by=request.actor, expected=version),
    )


@require_POST
@desk
def discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the draft aside for good."""
    found, version = verdict_of(request, pk), seen(request.POST)
    return tried(
        request,
        found.claim_id,
        lambda: verdicts.discard(found, by=request.actor, expected=version),
        _("Revision %d is discarded.") % found.number,
    )


@require_POST
@desk
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """Make the revision public, or say in public that the one before it does not hold."""
    found, version = verdict_of(request, pk), seen(request.POST)
    retracts = found.kind == Kind.RETRACTION
    return tried(
        request,
        found.claim_id,
        lambda: verdicts.publish(found, by=request.actor, expected=version),
        _("The fact-check is retracted.")
        if retracts
        else _("Revision %d is public.") % found.number,
    )


@require_POST
@desk
def revise(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin the next revision; readers of a public one are told its kind and reason."""
    found, form = verdict_of(request, pk), ReviseForm(request.POST)
    if found.status not in PUBLIC:
        return tried(request, found.claim_id, lambda: verdicts.revise(found, by=request.actor))
    opened = Opened("revise", form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        verdicts.revise(found, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal)
    return redirect("claim", found.claim_id)


@require_POST
@desk
def retract(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin the retraction of what is public."""
    found, form = verdict_of(request, pk), RetractForm(request.POST)
    opened = Opened("retract", form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        verdicts.retract(found, by=request.actor, reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal)
    return redirect("claim", found.claim_id)


def _save(request: DeskRequest, found: Verdict) -> Verdict | HttpResponse:
    """Save what stands in the form; return the page to show instead where that did not go."""
    claim = claim_of(request, found.claim_id)
    claim.current = found  # The form is about this revision, whichever is the newest by now.
    form = VerdictForm(request.POST, by=request.actor, claim=claim)
    opened = Opened("verdict", form, is_preview="preview" in request.POST)
    if gone := _gone(request, found, form):
        return gone
    if not form.is_valid() or opened.is_preview:
        return show(request, claim.pk, opened, status=200 if form.is_valid() else 422)
    try:
        # A form that began as a first draft has seen no version of what others drafted meanwhile.
        version = form.cleaned_data["version"] or 0
        return verdicts.edit(found, by=request.actor, expected=version, **form.content())
    except Refusal as refusal:
        gone = _gone(request, found, form)
        return gone or refused_form(request, claim.pk, opened, refusal, content_of)


def _gone(request: DeskRequest, found: Verdict, form: VerdictForm) -> HttpResponse | None:
    """Return the page for a draft whose revision is the claim's newest no more; None for others.

    That is no conflict: there is nothing left to save it over, and what is the newest by now is
    not what it was typed into.
    """
    now = verdict_of(request, found.pk)
    refusal = workflow.refusal("edit", request.actor, now)
    if refusal is None or now.claim.current_id == now.pk:
        return None
    return refused_form(request, now.claim_id, Opened("lost", form), refusal)
