"""The answer to a verb in the reading room: the fragments that changed, or the page again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django_htmx.http import HttpResponseClientRefresh, replace_url, trigger_client_event

from annotations.models import Actor, ArticleVersion, Claim, Occurrence
from annotations.models.claim import Triage
from frontend import live
from frontend.amounts import moved, understood
from frontend.marks import Span
from frontend.reading import Room, address, room
from frontend.states import DISMISSED
from frontend.views.desk import DeskRequest


@dataclass(frozen=True)
class Change:
    """What a verb did: what to say, the card that shows it, and the one that it replaced.

    `gone` names the card that went away, if one did, and `stood` is where; `undo` names the view
    that takes the change back, its object, and the version in which that stands now.
    """

    said: str
    key: str = ""
    gone: str = ""
    stood: Sequence[Span] = ()
    undo: tuple[str, int, int] | None = None

    @property
    def undecided(self) -> int:
        """Return how many more suggestions wait after it: one less, or one that is back."""
        return self.key.startswith("suggestion-") or -self.gone.startswith("suggestion-")


def changed(request: DeskRequest, pk: int, change: Change) -> HttpResponse:
    """Answer with what changed in the article: the blocks touched, the card, counts and news."""
    state, show = request.POST.get("state", ""), understood(request.POST.get("shown", ""))
    if not request.htmx:
        messages.success(request, change.said)
        return redirect(f"{address(pk, state=state, show=show)}#{change.key}".rstrip("#"))
    seen = live.Seen.told(request.POST)
    read = room(request.actor, pk, state, moved(show, change.undecided))
    if _shows_another_text(request, read):
        messages.success(request, change.said)
        return HttpResponseClientRefresh()
    response = render(request, "workspace/changed.html", _fragments(read, change, seen))
    told = {"key": change.key, "gone": change.gone}
    response = trigger_client_event(response, "factcheck:changed", told, after="settle")
    return response if read.show == show else _at(response, read)


def _at(response: HttpResponse, read: Room) -> HttpResponse:
    """Put what the page shows into its address."""
    return replace_url(response, address(read.article.pk, state=read.state, show=read.show))


def _fragments(read: Room, change: Change, seen: live.Seen) -> dict[str, object]:
    card = read.card(change.key)
    touched = [*(card.spans if card else []), *change.stood]
    pulse = live.next_pulse(read.actor, read.article.pk, seen.since)
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


def aside(claim: Claim) -> dict[str, Any]:
    """Return what a change says of a claim that was put aside: its card, and where it stands."""
    key = f"claim-{claim.pk}"
    places = Occurrence.objects.of(claim).filter(version=claim.article.current_id)
    return {"gone": key, "stood": [Span(p.start, p.end, key, DISMISSED) for p in places]}


def everything(request: DeskRequest, read: Room) -> HttpResponse:
    """Answer with the whole text, all cards and counts; with a fresh page where the text is new."""
    if _shows_another_text(request, read):
        return HttpResponseClientRefresh()
    context = {
        "room": read,
        "pulse": live.first_pulse(request.actor, read.article),
        "moving": _moves(request),
    }
    response = render(request, "workspace/everything.html", context)
    return trigger_client_event(response, "factcheck:fresh", {}, after="settle")


def news(request: DeskRequest, pk: int, pulse: live.Pulse) -> HttpResponse:
    """Answer with what has happened beyond the page, which stays as it is."""
    told = request.GET if request.method == "GET" else request.POST
    page = {"state": told.get("state", ""), "shown": understood(told.get("shown", ""))}
    page["text"] = told.get("text", "")
    return render(request, "workspace/news.html", {"pulse": pulse, "pk": pk, **page})


def more_or_fewer(request: DeskRequest, now: Room, was: str) -> HttpResponse:
    """Answer with the cards and blocks in which this amount of suggestions differs from another.

    Where others changed something meanwhile, or where nothing is left to show, with all.
    """
    if live.Seen.told(request.GET).since != now.article.stream.seq or not now.cards:
        return _at(everything(request, now), now)
    before, after = now.undecided(was), now.undecided(now.show)
    context = {
        "room": now,
        "added": [card for card in now.cards if card.span in after - before],
        "gone": [span.key for span in before - after],
        "blocks": now.blocks_of(before ^ after),
        "pulse": live.first_pulse(request.actor, now.article),
        "moving": _moves(request),
    }
    response = render(request, "workspace/more_or_fewer.html", context)
    return _at(trigger_client_event(response, "factcheck:fresh", {}, after="settle"), now)


def _shows_another_text(request: DeskRequest, read: Room) -> bool:
    """Whether the page was drawn for an older version: its offsets are of no use any more."""
    told = request.GET if request.method == "GET" else request.POST
    return told.get("text", str(read.version.pk)) != str(read.version.pk)


def _moves(request: DeskRequest) -> bool:
    """Whether somebody moves the slider: it stays as it is under their hand."""
    return bool(request.htmx.trigger == "how-many")
