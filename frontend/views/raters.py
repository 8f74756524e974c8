"""Blind double rating of a claim: asking for raters, rating, stopping."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import raters
from annotations.errors import Refusal
from frontend.claim_page import Opened, claim_of, refused_form, show, tried
from frontend.forms.raters import RateForm
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin the next round."""
    claim = claim_of(request, pk)
    said = _("Two people can rate this claim now, without seeing each other.")
    return tried(request, pk, lambda: raters.ask(claim, by=request.actor), said)


@require_POST
@desk
def rate(request: DeskRequest, pk: int) -> HttpResponse:
    """Rate the claim; nobody else sees it before the round is over."""
    claim, form = claim_of(request, pk), RateForm(request.POST, by=request.actor)
    opened = Opened(form.name, form)
    if not form.is_valid():
        return show(request, pk, opened, status=422)
    try:
        raters.rate(claim, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        return refused_form(request, pk, opened, refusal)
    return redirect("claim", pk)


@require_POST
@desk
def stop(request: DeskRequest, pk: int) -> HttpResponse:
    """End a round in which nobody has rated yet."""
    claim = claim_of(request, pk)
    said = _("Nobody is asked to rate this claim any more.")
    return tried(request, pk, lambda: raters.stop(claim, by=request.actor), said)
