"""Words that changed under a claim: somebody has looked at them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import occurrences
from annotations.models import Occurrence
from frontend.entrance import came_from
from frontend.forms.seen import seen
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the claim stand by its words as they are now, or by their being gone."""
    place = get_object_or_404(Occurrence.objects.visible_to(request.actor), pk=pk)
    occurrences.confirm(place, by=request.actor, version=seen(request.POST))
    messages.success(request, _("Confirmed for claim %d.") % place.claim_id)
    # The reading room, or else the claim's page, which no refusal leads to.
    room = came_from(request)
    return redirect(room) if room else redirect("claim", pk=place.claim_id)
