"""How good the suggestions are, by what editors do with them; and whose words they pick.

A proposal that nobody has decided says nothing yet: precision counts the decided ones only.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncMonth

from annotations.models import Actor, Occurrence, Suggestion
from annotations.models.claim import Triage
from annotations.models.suggestion import SuggestionState
from annotations.months import beginning

DEPTHS = (1, 3, 5, 10)
"""The k of precision at k: the best so many of each article."""
MOST_NAMES = 20

_TAKEN = Q(state=SuggestionState.ACCEPTED)
_DROPPED = Q(state=SuggestionState.DISMISSED)
# Whoever asked for more and accepted one of those did not have to find it.
_MISSED = Q(was_proposed=False, by_hand=True)


@dataclass(frozen=True)
class Figures:
    """What editors did with a model's proposals, in a month or (without `month`) in all.

    `precision` is the share taken of what was decided, at each depth and of all; `recall` the share
    of the editors' own claims that had been suggested. Both are None where there is nothing to
    count. `missed` counts claims made by hand that had not been proposed.
    """

    model_id: str
    month: dt.date | None
    taken: int
    dropped: int
    claims: int
    missed: int
    precision_at: dict[int, float | None]

    @property
    def precision(self) -> float | None:
        """The share taken of everything decided."""
        return _share(self.taken, self.taken + self.dropped)

    @property
    def recall(self) -> float | None:
        """The share of the editors' claims that they did not have to find."""
        return _share(self.claims - self.missed, self.claims)


@dataclass(frozen=True)
class Balance:
    """What was proposed, taken and dropped of one claimant's or one outlet's words.

    `name` is empty for what names nobody.
    """

    name: str
    proposed: int
    taken: int
    dropped: int


@dataclass(frozen=True)
class Quality:
    """The live figures of a team: by model, by model and month (newest first), and the balance."""

    by_model: list[Figures]
    by_month: list[Figures]
    claimants: list[Balance]
    outlets: list[Balance]


def quality(by: Actor) -> Quality:
    """Return the figures of the last twelve months."""
    since = beginning()
    decided = Suggestion.objects.visible_to(by).filter(decided_at__gte=since)
    accepted = Suggestion.objects.filter(claim=OuterRef("claim"), state=SuggestionState.ACCEPTED)
    made = Occurrence.objects.filter(
        claim__team=by.team, claim__created_at__gte=since, claim__triage=Triage.OPEN
    ).exclude(model_id="")
    made = made.annotate(by_hand=~Exists(accepted))
    proposed = Suggestion.objects.visible_to(by).proposed().filter(made_at__gte=since)
    return Quality(
        by_model=_figures(decided, made),
        by_month=_figures(
            decided.annotate(month=TruncMonth("decided_at")),
            made.annotate(month=TruncMonth("claim__created_at")),
            "month",
        ),
        claimants=_balance(proposed.annotate(name=_claimant())),
        outlets=_balance(proposed.annotate(name=F("version__article__publisher"))),
    )


def _figures(decided: QuerySet[Any], made: QuerySet[Any], *by: str) -> list[Figures]:
    depths = {f"taken_{k}": Count("pk", filter=_TAKEN & Q(rank__lte=k)) for k in DEPTHS}
    depths |= {f"of_{k}": Count("pk", filter=Q(rank__lte=k)) for k in DEPTHS}
    keys = ("model_id", *by)
    counted = decided.order_by().values(*keys)
    rows = counted.annotate(
        taken=Count("pk", filter=_TAKEN), dropped=Count("pk", filter=_DROPPED), **depths
    )
    claims = made.order_by().values(*keys)
    own = claims.annotate(claims=Count("pk"), missed=Count("pk", filter=_MISSED))
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in (*rows, *own):
        found.setdefault(tuple(row[key] for key in keys), {}).update(row)
    figures = [_figure(row) for row in found.values()]
    return sorted(figures, key=lambda f: (f.month or dt.date.min, f.model_id), reverse=True)


def _figure(row: dict[str, Any]) -> Figures:
    month = row.get("month")
    return Figures(
        model_id=row["model_id"],
        month=month.date() if month else None,
        taken=row.get("taken", 0),
        dropped=row.get("dropped", 0),
        claims=row.get("claims", 0),
        missed=row.get("missed", 0),
        precision_at={k: _share(row.get(f"taken_{k}", 0), row.get(f"of_{k}", 0)) for k in DEPTHS},
    )


def _claimant() -> Case:
    """Whose words they are: the claim says it better than the sentence."""
    return Case(When(claim__claimant__gt="", then=F("claim__claimant")), default=F("speaker"))


def _balance(proposed: QuerySet[Any]) -> list[Balance]:
    counts = {
        "proposed": Count("pk"),
        "taken": Count("pk", filter=_TAKEN),
        "dropped": Count("pk", filter=_DROPPED),
    }
    rows: Iterable[dict[str, Any]] = (
        proposed.order_by().values("name").annotate(**counts).order_by("-proposed", "name")
    )[:MOST_NAMES]
    return [Balance(**row) for row in rows]


def _share(part: int, of: int) -> float | None:
    return part / of if of else None
