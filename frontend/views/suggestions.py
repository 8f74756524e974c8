"""What people decide about the machine's proposals."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from annotations.actions import suggestions
from annotations.models import Article, Suggestion
from frontend import live, sayings
from frontend.forms.highlights import SpanForm
from frontend.marks import Span
from frontend.room import Change, aside, changed, dismissed_on, news
from frontend.views.desk import DeskRequest, desk


@require_POST
@desk
def accept(request: DeskRequest, pk: int) -> HttpResponse:
    """Make a claim of a suggestion, or of other words that somebody chose for it."""
    suggestion = _suggestion(request, pk)
    span = SpanForm(request.POST).span(suggestion.version)
    words = span or _span(suggestion)
    dismissed = dismissed_on(request.actor, suggestion.version, words.start, words.end)
    claim, created = suggestions.accept(suggestion, by=request.actor, span=span)
    # A claim that stood here before is somebody's: to undo the acceptance must not dismiss it.
    mine = created or claim.pk in dismissed
    change = Change(
        sayings.accepted(claim, created=mine),
        key=f"claim-{claim.pk}",
        **_gone(suggestion),
        undo=("suggestion_take_back", suggestion.pk, 0) if mine else None,
    )
    return changed(request, suggestion.home_id, change)


@require_POST
@desk
def dismiss(request: DeskRequest, pk: int) -> HttpResponse:
    """Turn a suggestion down, for one of the reasons or in own words; it is not made again here."""
    suggestion = _suggestion(request, pk)
    reason = request.POST.get("reason", "") or request.POST.get("words", "")
    suggestion = suggestions.dismiss(suggestion, by=request.actor, reason=reason)
    undo = ("suggestion_restore", suggestion.pk, 0)
    said = sayings.dismissed(suggestion.reason)
    change = Change(said, **_gone(suggestion), undo=undo)
    return changed(request, suggestion.home_id, change)


@require_POST
@desk
def restore(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a dismissed suggestion up again."""
    suggestion = _suggestion(request, pk)
    suggestions.restore(suggestion, by=request.actor)
    change = Change(sayings.restored(), key=f"suggestion-{pk}", **_gone(suggestion))
    return changed(request, suggestion.home_id, change)


@require_POST
@desk
def take_back(request: DeskRequest, pk: int) -> HttpResponse:
    """Undo an acceptance: the suggestion waits again, and its claim is put aside."""
    suggestion = _suggestion(request, pk)
    gone = aside(suggestion.claim) if suggestion.claim else {}
    suggestions.take_back(suggestion, by=request.actor)
    change = Change(sayings.restored(), key=f"suggestion-{pk}", **gone)
    return changed(request, suggestion.home_id, change)


@require_POST
@desk
def suggest(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask the machine again; the page shows how far it is."""
    article = get_object_or_404(Article.objects.visible_to(request.actor), pk=pk)
    suggestions.ask(article, by=request.actor)
    if not request.htmx:
        return redirect("article", pk)
    seen = live.Seen.told(request.POST)
    pulse = live.next_pulse(request.actor, pk, seen.since)
    return news(request, pk, pulse)


def _suggestion(request: DeskRequest, pk: int) -> Suggestion:
    found = Suggestion.objects.visible_to(request.actor).showable()
    return get_object_or_404(found.select_related("version__article__team"), pk=pk)


def _span(suggestion: Suggestion) -> Span:
    key = f"suggestion-{suggestion.pk}"
    return Span(suggestion.start, suggestion.end, key, suggestion.state)


def _gone(suggestion: Suggestion) -> dict[str, Any]:
    span = _span(suggestion)
    return {"gone": span.key, "stood": [span]}
