"""What readers see at a moment, named: whoever has it already needs no second copy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, QuerySet

from annotations.models import Verdict
from annotations.models.verdict import VerdictQuerySet
from annotations.text.digests import digest

CACHE_CONTROL = "public, max-age=0, must-revalidate"
"""Anybody may keep a copy, and asks before showing it: a correction is visible at once."""


@dataclass(frozen=True)
class Edition:
    """`tag` is a strong ETag: another one as soon as anything is. `changed` is the last change."""

    tag: str
    changed: dt.datetime | None

    @property
    def seconds(self) -> int | None:
        """Return the last change in seconds since 1970, as HTTP tells it."""
        return int(self.changed.timestamp()) if self.changed else None


def of_revision(verdict: Verdict, *besides: Any) -> Edition:
    """Return the edition of what shows one revision, and `besides` (JSON values) next to it."""
    facts = [verdict.pk, verdict.digest, verdict.version, *besides]
    return Edition(_tag(facts), verdict.published_at)


def of_all(verdicts: VerdictQuerySet, *besides: Any) -> Edition:
    """Return the edition of what shows these published revisions, by one query."""
    found = verdicts.order_by().aggregate(
        number=Count("pk"), newest=Max("pk"), changed=Max("published_at")
    )
    changed: dt.datetime | None = found["changed"]
    facts = [found["number"], found["newest"], changed.isoformat() if changed else "", *besides]
    return Edition(_tag(facts), changed)


def first_publications(claims: Iterable[int] | QuerySet[Any, Any]) -> dict[int, dt.datetime]:
    """Return when the first revision of each of these claims (ids) was published."""
    seen = Verdict.objects.filter(claim__in=claims, published_at__isnull=False)
    return dict(seen.values_list("claim").annotate(Min("published_at")))


def _tag(facts: list[Any]) -> str:
    return f'"{digest(facts)[:32]}"'
