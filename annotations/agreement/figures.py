"""How well a team's raters agree, by the month in which a round began.

Only rounds with a result are measured: the figures of a running one would tell its ratings to those
who are still to rate. It is counted as incomplete instead.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F
from django.utils import timezone

from annotations.agreement.statistics import cohen_kappa, krippendorff_alpha
from annotations.models import Actor, BlindRating, Claim, Event
from annotations.months import beginning

Key = tuple[int, int]
"""A claim, and the number of its round."""
Given = tuple[int, int | None]
"""A rating, and its value on the scale; None for one that is off it."""


@dataclass(frozen=True)
class Rated:
    """A round: the month in which it began, and its ratings in order; none while it runs."""

    month: dt.date
    ratings: Sequence[Given]


@dataclass(frozen=True)
class Figures:
    """How well raters agreed in the rounds of a month or (without `month`) in all.

    `kappa` (Cohen's) is of the first and the second rater, `alpha` (Krippendorff's, nominal) of all
    of them: for both, words off the scale are words like any other. `ordinal_alpha` minds how far
    apart two ratings are. Words off the scale have no place in its order: it takes them for
    missing, and `off_scale` says how many those are. A coefficient is None where nothing defines
    it.
    """

    month: dt.date | None
    complete: int
    incomplete: int
    to_a_third: int
    off_scale: int
    kappa: float | None
    alpha: float | None
    ordinal_alpha: float | None

    @property
    def equal(self) -> float | None:
        """The share of the complete rounds in which the first two gave the same rating."""
        return (self.complete - self.to_a_third) / self.complete if self.complete else None


@dataclass(frozen=True)
class Agreement:
    """The figures of the last twelve months: all rounds together, and by month, newest first."""

    total: Figures
    by_month: list[Figures]


def agreement(by: Actor) -> Agreement:
    """Return how well the team's raters agree, in two queries."""
    rounds = _rounds(by)
    months = sorted({rated.month for rated in rounds}, reverse=True)
    return Agreement(
        total=_figures(None, rounds),
        by_month=[_figures(month, [r for r in rounds if r.month == month]) for month in months],
    )


def _rounds(by: Actor) -> list[Rated]:
    ratings = _ratings(by)
    return [Rated(month, ratings.get(key, [])) for key, month in _begun(by).items()]


def _begun(by: Actor) -> dict[Key, dt.date]:
    """Return the month in which each round began; nobody but the history keeps it."""
    rated = Claim.objects.visible_to(by).filter(double_rating__gt=0)
    lines = Event.objects.visible_to(by).filter(
        claim_id__in=rated.values("pk"),
        noun="claim",
        action__in=["ask_for_raters", "stop_rating"],
        at__gte=beginning(),
    )
    begun: dict[Key, dt.date] = {}
    for claim, before, after, at in lines.values_list("object_id", "before", "after", "at"):
        if after["double_rating"] > before["double_rating"]:
            begun[claim, after["double_rating"]] = timezone.localdate(at).replace(day=1)
        else:
            begun.pop((claim, before["double_rating"]), None)
    return begun


def _ratings(by: Actor) -> dict[Key, list[Given]]:
    """Return the ratings of the rounds that have a result, each round's in order."""
    given = BlindRating.objects.visible_to(by).exclude(
        round=F("claim__double_rating"), claim__agreed_rating=None
    )
    rows = given.filter(at__gte=beginning()).order_by("pk")
    found: dict[Key, list[Given]] = defaultdict(list)
    for claim, number, word, value in rows.values_list("claim", "round", "rating", "rating__value"):
        found[claim, number].append((word, value))
    return found


def _figures(month: dt.date | None, rounds: Iterable[Rated]) -> Figures:
    every = [rated.ratings for rated in rounds]
    units = [ratings for ratings in every if ratings]
    words = [[word for word, _value in ratings] for ratings in units]
    values = [[value for _word, value in ratings if value] for ratings in units]
    return Figures(
        month=month,
        complete=len(units),
        incomplete=len(every) - len(units),
        to_a_third=sum(len(ratings) > 2 for ratings in units),
        off_scale=sum(map(len, words)) - sum(map(len, values)),
        kappa=cohen_kappa((first, second) for first, second, *_third in words),
        alpha=krippendorff_alpha(words),
        ordinal_alpha=krippendorff_alpha(values, order=sorted({v for vs in values for v in vs})),
    )
