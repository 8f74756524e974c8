"""The read model of all that a team has changed in what it had published, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT

from annotations.models import Verdict
from annotations.models.verdict import Kind, VerdictQuerySet
from annotations.publishing.outcome import word


@dataclass(frozen=True)
class Change:
    """A revision that replaced revision `before`; `was` and `now` are how the two came out."""

    claim: int
    statement: str
    kind: str
    reason: str
    at: dt.datetime
    before: int
    was: str
    now: str


def rows(changes: VerdictQuerySet) -> QuerySet[Verdict, Any]:
    """Return what is told of each of these changes, and of the revision that it replaced."""
    seen = Verdict.objects.filter(claim=OuterRef("claim"), published_at__isnull=False)
    earlier = seen.filter(number__lt=OuterRef("number")).order_by("-number")[:1]
    return changes.values(
        "claim_id",
        "kind",
        "reason",
        "published_at",
        statement=KT("dossier__claim__statement"),
        rated=KT("dossier__rating__label"),
        before=Subquery(earlier.values("number")),
        before_kind=Subquery(earlier.values("kind")),
        before_rated=Subquery(earlier.values_list(KT("dossier__rating__label"))),
    )


def told(found: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Return these rows as the page shows them."""
    return [
        Change(
            claim=row["claim_id"],
            statement=row["statement"],
            kind=str(Kind(row["kind"]).label),
            reason=row["reason"],
            at=row["published_at"],
            before=row["before"],
            was=word(row["before_kind"], row["before_rated"]),
            now=word(row["kind"], row["rated"]),
        )
        for row in found
    ]
