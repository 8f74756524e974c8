"""Handing the lines of the history on, in an order that no reader can miss a part of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from annotations.history import doorbell
from annotations.models import Event, FeedEntry, Team
from annotations.models.event import VEILED
from annotations.models.feed import FeedQuerySet

LIFTS_A_VEIL = {"verdict": {"status"}, "claim": {"agreed_rating", "double_rating"}}
"""By noun: the fields whose change ends a blind review, or a round of blind ratings."""


def announce(lines: Sequence[Event], *, team_id: int) -> None:
    """Put these new lines into the team's feed, and before them what they bring to light.

    From here to the commit nobody else adds to it: positions are committed in their order.
    """
    _take_turn(team_id)
    hidden = _hidden(lines)
    shown = [*_brought_to_light(lines), *(line for line in lines if line.pk not in hidden)]
    added = FeedEntry.objects.bulk_create(FeedEntry(team_id=team_id, event=one) for one in shown)
    if added:
        newest = added[-1].pk
        transaction.on_commit(lambda: doorbell.of(team_id).ring(newest), robust=True)


@dataclass(frozen=True)
class Page:
    """Lines of the feed, the position to go on from, and whether there is more already."""

    lines: list[Event]
    position: int
    more: bool


def read(entries: FeedQuerySet, *, since: int, newest: int, most: int) -> Page:
    """Return at most so many lines after a position, each with its place, in one query.

    `newest` is where the whole feed of the team ended before this was called: a reader whom
    only few lines concern need not look again at what came before.
    """
    found = [*entries.after(since).select_related("event__stream")[: most + 1]]
    lines = [entry.event for entry in found[:most]]
    last = found[:most][-1].pk if found else since
    if len(found) > most:
        return Page(lines, last, more=True)
    return Page(lines, max(last, newest), more=False)


def _take_turn(team_id: int) -> None:
    if not connection.features.has_select_for_update:
        return  # SQLite has one writer at a time
    # Not the key: rows that refer to the team are written meanwhile.
    Team.objects.select_for_update(no_key=True).values_list("pk").get(pk=team_id)


def _hidden(lines: Iterable[Event]) -> set[int]:
    perhaps = [line.pk for line in lines if line.noun in VEILED]
    if not perhaps:
        return set()
    return set(Event.objects.filter(pk__in=perhaps).veiled().values_list("pk", flat=True))


def _brought_to_light(lines: Iterable[Event]) -> list[Event]:
    """Return the earlier lines that nothing hides any more."""
    claims = {
        line.claim_id
        for line in lines
        if LIFTS_A_VEIL.get(line.noun, set()) & line.before.keys() & line.after.keys()
    }
    if not claims:
        return []
    new = [line.pk for line in lines]
    kept = Event.objects.filter(claim_id__in=claims, noun__in=VEILED, entry__isnull=True)
    return [*kept.exclude(pk__in=new).unveiled().order_by("pk")]
