"""The page of a claim, and what can be done with the claim itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.actions import claims, merging
from annotations.errors import Invalid, Refusal
from annotations.models import Claim
from frontend import sayings
from frontend.claim_page import Opened, claim_of, refused_form, show
from frontend.forms.claims import AssignForm, ClaimForm, DismissForm, MergeForm, content_of
from frontend.forms.seen import seen
from frontend.room import Change, aside, changed
from frontend.views.desk import DeskRequest, desk


@require_safe
@desk
def claim(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the claim; `?edit=` opens a form, `?compare=N` shows the changes since a revision.

    What was merged leads to the claim that is checked in its place.
    """
    seen_here = Claim.objects.visible_to(request.actor)
    if into := seen_here.filter(pk=pk).values_list("merged_into", flat=True).first():
        messages.info(request, sayings.merged(pk, into))
        return redirect("claim", into)
    return show(request, pk, Opened(request.GET.get("edit", "")))


@require_POST
@desk
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change what the claim says."""
    found, form = claim_of(request, pk), ClaimForm(request.POST)
    opened = Opened("claim", form)
    if not form.is_valid():
        return show(request, pk, opened, status=422)
    try:
        version = form.cleaned_data["version"]
        claims.edit(found, by=request.actor, expected=version, **form.changes())
    except Refusal as refusal:
        return refused_form(request, pk, opened, refusal, content_of)
    return redirect("claim", pk)


@require_POST
@desk
def assign(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the claim to somebody, or to nobody."""
    found = claim_of(request, pk)
    form = AssignForm(request.POST, claim=found)
    if not form.is_valid():
        return show(request, pk, Opened("assign", form), status=422)
    to, version = form.cleaned_data["assignee"], form.cleaned_data["version"]
    try:
        claims.assign(found, by=request.actor, to=to, expected=version)
    except Refusal as refusal:
        return refused_form(request, pk, Opened("assign", form), refusal)
    return redirect("claim", pk)


@require_POST
@desk
def dismiss(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the claim aside."""
    found, form = claim_of(request, pk), DismissForm(request.POST)
    if not form.is_valid():
        return show(request, pk, Opened("dismiss", form), status=422)
    reason, version = form.cleaned_data["reason"], form.cleaned_data["version"]
    try:
        claims.dismiss(found, by=request.actor, reason=reason, expected=version)
    except Refusal as refusal:
        if request.htmx:  # the reading room takes a highlight back, and shows no form
            raise
        return refused_form(request, pk, Opened("dismiss", form), refusal)
    if request.htmx:
        return changed(request, found.article_id, Change(sayings.put_aside(found), **aside(found)))
    return redirect("claim", pk)


@require_POST
@desk
def merge(request: DeskRequest, pk: int) -> HttpResponse:
    """Let another claim be checked in this one's place."""
    found, form = claim_of(request, pk), MergeForm(request.POST)
    opened = Opened("merge", form)
    if not form.is_valid():
        return show(request, pk, opened, status=422)
    number, version = form.cleaned_data["into"], form.cleaned_data["version"]
    into = Claim.objects.visible_to(request.actor).filter(pk=number).first()
    try:
        if into is None:
            raise Invalid(_("There is no claim with this number."), field="into")
        merging.merge(found, by=request.actor, into=into, expected=version)
    except Refusal as refusal:
        return refused_form(request, pk, opened, refusal)
    return redirect("claim", pk)


@require_POST
@desk
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the claim up again."""
    claims.reopen(claim_of(request, pk), by=request.actor, expected=seen(request.POST))
    return redirect("claim", pk)
