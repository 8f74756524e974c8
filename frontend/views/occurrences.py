"""The places of a claim: another one, and words that changed or are gone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions import occurrences
from annotations.models import Claim, Occurrence
from frontend import places as places_shown
from frontend.entrance import came_from
from frontend.forms.highlights import HighlightForm
from frontend.forms.seen import seen
from frontend.views.desk import DeskRequest, desk
from frontend.views.workspace import version_of


@require_POST
@desk
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark another place of the claim."""
    claim = get_object_or_404(Claim.objects.visible_to(request.actor), pk=pk)
    version = version_of(request, claim.article_id)
    span = HighlightForm(request.POST).chosen(version)
    _added, is_new = occurrences.add(claim, version, by=request.actor, span=span)
    return _marked(request, claim, is_new=is_new)


@require_POST
@desk
def move(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark where words that were gone are in the newest text."""
    places = Occurrence.objects.visible_to(request.actor)
    place = get_object_or_404(places.select_related("claim"), pk=pk)
    version = version_of(request, place.claim.article_id)
    span = HighlightForm(request.POST).chosen(version)
    occurrences.move(place, version, by=request.actor, span=span)
    return _marked(request, place.claim, is_new=True)


def _marked(request: DeskRequest, claim: Claim, *, is_new: bool) -> HttpResponse:
    said = _("Marked for claim %d.") if is_new else _("Claim %d has this place already.")
    messages.success(request, said % claim.pk)
    return redirect(reverse("article", args=[claim.article_id]) + f"#claim-{claim.pk}")


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
