"""Handing the lines of the history on, in an order that no reader can miss a part of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from annotations.models import Event, FeedEntry, Team
from annotations.models.event import VEILED

LIFTS_A_VEIL = {"verdict": {"status"}, "claim": {"agreed_rating", "double_rating"}}
"""By noun: the fields whose change ends a blind review, or a round of blind ratings."""


def announce(lines: Sequence[Event], *, team_id: int) -> None:
    """Put these new lines into the team's feed, and before them what they bring to light.

    From here to the commit nobody else adds to it: positions are committed in their order.
    """
    _take_turn(team_id)
    hidden = _hidden(lines)
    shown = [*_brought_to_light(lines), *(line for line in lines if line.pk not in hidden)]
    FeedEntry.objects.bulk_create(FeedEntry(team_id=team_id, event=line) for line in shown)


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
