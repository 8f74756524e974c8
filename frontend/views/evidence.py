"""Adding, changing and removing sources."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import evidence as actions
from annotations.errors import Refusal
from annotations.models import Evidence
from frontend.claim_page import Opened, claim_of, refused_form, show
from frontend.forms.evidence import EvidenceForm, content_of
from frontend.forms.seen import seen
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def cite(request: DeskRequest, pk: int) -> HttpResponse:
    """Add a source to the claim."""
    claim, form = claim_of(request, pk), EvidenceForm.typed(request.POST)
    opened = Opened("evidence", form)
    if not form.is_valid():
        return show(request, pk, opened, status=422)
    try:
        actions.cite(claim, by=request.actor, **form.content())
    except Refusal as refusal:
        return refused_form(request, pk, opened, refusal, content_of)
    return redirect("claim", pk)


@require_POST
@desk
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Change a source."""
    found = _found(request, pk)
    form = EvidenceForm.typed(request.POST, found)
    opened = Opened(f"evidence-{pk}", form)
    if not form.is_valid():
        return show(request, found.claim_id, opened, status=422)
    try:
        version = form.cleaned_data["version"]
        actions.edit(found, by=request.actor, expected=version, **form.content())
    except Refusal as refusal:
        return refused_form(request, found.claim_id, opened, refusal, content_of)
    return redirect("claim", found.claim_id)


@require_POST
@desk
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a source away."""
    found = _found(request, pk)
    try:
        actions.remove(found, by=request.actor, expected=seen(request.POST))
        messages.success(request, _("Evidence removed. The history keeps it."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("claim", found.claim_id)


def _found(request: DeskRequest, pk: int) -> Evidence:
    return get_object_or_404(Evidence.objects.visible_to(request.actor), pk=pk)
