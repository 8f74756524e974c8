"""The answer to a verb in the reading room: the fragments that changed, or the page again."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from annotations.models import Actor, ArticleVersion, Claim
from annotations.models.claim import Triage
from frontend import live
from frontend.marks import Span
from frontend.reading import Room, room
from frontend.states import DISMISSED
from frontend.views.desk import DeskRequest


@dataclass(frozen=True)
class Change:
    """What a verb did: what to say, the card that shows it, and the one that it replaced.

    `gone` is the span of the card that went away, if one did; `undo` names the view that takes the
    change back, its object, and the version in which that stands now.
    """

    said: str
    key: str = ""
    gone: Span | None = None
    undo: tuple[str, int, int] | None = None


def changed(request: DeskRequest, pk: int, change: Change) -> HttpResponse:
    """Answer with what changed in the article: the blocks touched, the card, counts and news."""
    if not request.htmx:
        messages.success(request, change.said)
        return redirect(f"{reverse('article', args=[pk])}#{change.key}".rstrip("#"))
    seen = live.Seen.told(request.POST)
    read = room(request.actor, pk, request.POST.get("state", ""))
    response = render(request, "workspace/changed.html", _fragments(read, change, seen))
    told = {"key": change.key, "gone": change.gone.key if change.gone else ""}
    return trigger_client_event(response, "factcheck:changed", told, after="settle")


def _fragments(read: Room, change: Change, seen: live.Seen) -> dict[str, object]:
    card = read.card(change.key)
    touched = [span for span in (card and card.span, change.gone) if span]
    seq = read.article.stream.seq
    pulse = live.next_pulse(read.actor, read.article.pk, seen.since, seq)
    return {
        "room": read,
        "card": card,
        "blocks": read.blocks_of(touched),
        # Where nobody else did anything meanwhile, the page now shows all there is.
        "pulse": pulse if pulse.updates else live.first_pulse(read.actor, read.article),
        "undo": change.undo,
        "said": change.said,
    }


def dismissed_on(actor: Actor, version: ArticleVersion, start: int, end: int) -> set[int]:
    """Return the dismissed claims on these words: marking them again opens one of them again."""
    found = Claim.objects.visible_to(actor).in_state(Triage.DISMISSED)
    here = {"occurrences__start": start, "occurrences__end": end}
    return set(found.filter(occurrences__version=version, **here).values_list("pk", flat=True))


def span_of(claim: Claim) -> Span | None:
    """Return where a claim that was put aside stood, None where its words are gone."""
    place = claim.occurrences.order_by("-version").first()
    return Span(place.start, place.end, f"claim-{claim.pk}", DISMISSED) if place else None


def everything(request: DeskRequest, read: Room) -> HttpResponse:
    """Answer with the whole text, all cards and counts."""
    context = {"room": read, "pulse": live.first_pulse(request.actor, read.article)}
    response = render(request, "workspace/everything.html", context)
    return trigger_client_event(response, "factcheck:fresh", {}, after="settle")
