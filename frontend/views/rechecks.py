"""Choosing a day for another look, asking for one, and saying that it holds."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import rechecks
from annotations.errors import Refusal
from annotations.models import Claim
from frontend.claim_page import Opened, claim_of, refused_form, show
from frontend.forms.rechecks import AskForm, RecheckForm, ScheduleForm, SettleForm
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def schedule(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose the day on which somebody has to look again, or none."""

    def choose(claim: Claim, form: RecheckForm) -> object:
        on, version = form.cleaned_data["on"], form.cleaned_data["version"]
        return rechecks.schedule(claim, by=request.actor, on=on, expected=version)

    return _done(request, pk, ScheduleForm(request.POST), choose)


@require_POST
@desk
def ask(request: DeskRequest, pk: int) -> HttpResponse:
    """Say what has to be looked at again."""

    def say(claim: Claim, form: RecheckForm) -> object:
        return rechecks.ask(claim, by=request.actor, note=form.cleaned_data["note"])

    return _done(request, pk, AskForm(request.POST), say)


@require_POST
@desk
def settle(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that somebody looked again, and that it holds."""

    def say(claim: Claim, form: RecheckForm) -> object:
        note, version = form.cleaned_data["note"], form.cleaned_data["version"]
        return rechecks.settle(claim, by=request.actor, note=note, expected=version)

    answer = _done(request, pk, SettleForm(request.POST), say)
    if answer.status_code == 302:
        messages.success(request, _("Nothing asks for another look any more."))
    return answer


def _done(
    request: DeskRequest,
    pk: int,
    form: RecheckForm,
    verb: Callable[[Claim, RecheckForm], object],
) -> HttpResponse:
    """Do this with what the form says; show the form again where it does not go."""
    claim, opened = claim_of(request, pk), Opened(form.name, form)
    if not form.is_valid():
        return show(request, pk, opened, status=422)
    try:
        verb(claim, form)
    except Refusal as refusal:
        return refused_form(request, pk, opened, refusal)
    return redirect("claim", pk)
