"""The page of a claim, and what can be done with the claim itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from annotations.actions import claims
from annotations.errors import Refusal
from frontend import sayings
from frontend.claim_page import Opened, claim_of, refused_form, show
from frontend.forms.claims import AssignForm, ClaimForm, DismissForm, content_of
from frontend.forms.seen import seen
from frontend.room import Change, changed, span_of
from frontend.views.desk import DeskRequest, desk


@require_safe
@desk
def claim(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the claim; `?edit=` opens a form, `?compare=N` shows the changes since a revision."""
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
        return changed(
            request, found.article_id, Change(sayings.put_aside(found), gone=span_of(found))
        )
    return redirect("claim", pk)


@require_POST
@desk
def reopen(request: DeskRequest, pk: int) -> HttpResponse:
    """Take the claim up again."""
    claims.reopen(claim_of(request, pk), by=request.actor, expected=seen(request.POST))
    return redirect("claim", pk)
