"""Words that changed under a claim, or are gone: somebody has looked at them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import occurrences
from annotations.models import Occurrence
from frontend import places as places_shown
from frontend.entrance import came_from
from frontend.forms.seen import seen
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Let the claim stand by its words as they are now."""
    place, onwards = _place(request, pk)
    occurrences.confirm(place, by=request.actor, version=seen(request.POST))
    messages.success(request, _("Confirmed for claim %d.") % place.claim_id)
    return redirect(onwards)


@require_POST
@desk
def acknowledge(request: DeskRequest, pk: int) -> HttpResponse:
    """Take note that the words of the claim are gone."""
    place, onwards = _place(request, pk)
    occurrences.acknowledge(place, by=request.actor)
    messages.success(request, _("Noted for claim %d: its words are gone.") % place.claim_id)
    return redirect(onwards)


def _place(request: DeskRequest, pk: int) -> tuple[Occurrence, str]:
    """Return a place of the team's, and where to go on: in the reading room, at the next one."""
    places = Occurrence.objects.visible_to(request.actor).select_related("version__article")
    place = get_object_or_404(places, pk=pk)
    room = came_from(request)
    # From elsewhere to the claim's page, which no refusal leads to.
    if not room.startswith(reverse("articles")):
        return place, reverse("claim", args=[place.claim_id]) + "#places"
    following = places_shown.following(place, request.actor)
    return place, f"{room}#place-{following}" if following else f"{room}#text"
