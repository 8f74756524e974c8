"""The cards beside a text: what is claimed and proposed in it, from one query each.

Two thousand claims are no rarity in a long text, so these are plain values, not models.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery

from annotations.models import Actor, ArticleVersion, Claim, Evidence, Suggestion
from annotations.models.claim import Triage
from annotations.models.review import Review, Vote
from annotations.models.suggestion import SuggestionState
from annotations.suggesting.reasons import LABELS, why
from annotations.text.units import Utf16Index
from frontend.marks import Span
from frontend.states import DISMISSED


@dataclass(frozen=True, kw_only=True)
class Card:
    """What stands beside the text about one span. `key` is such as `claim-14`.

    `start` and `end` count code points, `first` and `last` the same places in UTF-16 units.
    """

    kind: str
    pk: int
    start: int
    end: int
    first: int
    last: int
    state: str
    statement: str

    @property
    def key(self) -> str:
        """Return the name that the card shares with its marks."""
        return f"{self.kind}-{self.pk}"

    @property
    def span(self) -> Span:
        """Return where it is painted."""
        return Span(self.start, self.end, self.key, self.state)


@dataclass(frozen=True, kw_only=True)
class ClaimCard(Card):
    """A claim, with how far its verdict is."""

    rating: str | None
    value: int | None
    approvals: int
    sources: int
    assignee: str | None
    maker: str
    published_at: dt.datetime | None

    @property
    def person(self) -> str:
        """Return whose it is: the assignee's, or else whoever found it."""
        return self.assignee or self.maker


@dataclass(frozen=True, kw_only=True)
class SuggestionCard(Card):
    """A suggestion, with its score and the reasons, in a word each and in a sentence.

    `rank` is its place among the `of` sentences that were scored; `shares` is how sure the machine
    is of each class, in per cent, check-worthy first; `reason` is why somebody dismissed it.
    """

    score: float
    labels: tuple[str, ...]
    why: str
    rank: int
    of: int
    shares: tuple[int, ...]
    reason: str


CLASSES = ("p_cfs", "p_ufs", "p_nfs")
"""The scorers' classes in the order in which a card names them."""


def claim_cards(actor: Actor, version: ArticleVersion) -> Iterable[ClaimCard]:
    """Return the claims made in a version, in no order."""
    to_units = Utf16Index(version.text).to_utf16
    claims: Any = (
        Claim.objects.visible_to(actor)
        .filter(occurrences__version=version)
        .annotate(
            start=F("occurrences__start"),
            end=F("occurrences__end"),
            status=F("current__status"),
            rating=F("current__rating__label"),
            value=F("current__rating__value"),
            published_at=F("current__published_at"),
            who=F("assignee__name"),
            maker=F("created_by__name"),
            sources=_count(Evidence.objects.filter(claim=OuterRef("pk")), "claim"),
            approvals=_count(
                Review.objects.filter(
                    verdict=OuterRef("current"),
                    vote=Vote.APPROVE,
                    digest=OuterRef("current__digest"),
                ),
                "verdict",
            ),
        )
        .values_list(
            *("pk", "start", "end", "triage", "status", "statement", "rating", "value"),
            *("approvals", "sources", "who", "maker", "published_at"),
        )
    )
    for pk, start, end, triage, status, statement, *rest in claims:
        rating, value, approvals, sources, who, maker, published_at = rest
        yield ClaimCard(
            kind="claim",
            pk=pk,
            start=start,
            end=end,
            first=to_units(start),
            last=to_units(end),
            state=DISMISSED if triage == Triage.DISMISSED else status or "open",
            statement=statement,
            rating=rating,
            value=value,
            approvals=approvals or 0,
            sources=sources or 0,
            assignee=who,
            maker=maker,
            published_at=published_at,
        )


def _count(rows: QuerySet[Any], by: str) -> Subquery:
    """Return a subquery that counts these rows."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Subquery(counted, output_field=IntegerField())


def suggestion_cards(
    suggestions: QuerySet[Suggestion], version: ArticleVersion, *, of: int
) -> Iterable[SuggestionCard]:
    """Return those of a version's suggestions that became no claim, in no order."""
    to_units = Utf16Index(version.text).to_utf16
    rows = (
        suggestions.exclude(state=SuggestionState.ACCEPTED)
        .order_by()
        .values_list(
            *("pk", "start", "end", "state", "score", "reasons", "rank", "scores", "reason"),
            named=True,
        )
    )
    for row in rows:
        yield SuggestionCard(
            kind="suggestion",
            pk=row.pk,
            start=row.start,
            end=row.end,
            first=to_units(row.start),
            last=to_units(row.end),
            state="suggested" if row.state == SuggestionState.OPEN else DISMISSED,
            statement=version.text[row.start : row.end],
            score=row.score,
            labels=_labels(row.reasons),
            why=why([code for code in row.reasons if code in LABELS]),
            rank=row.rank,
            of=max(of, row.rank),
            shares=tuple(round(100 * row.scores[c]) for c in CLASSES if c in row.scores),
            reason=row.reason,
        )


def _labels(codes: Sequence[str]) -> tuple[str, ...]:
    """Return the reasons; none of them breaks in the middle."""
    return tuple(
        str(LABELS[code]).replace(" ", "\N{NO-BREAK SPACE}") for code in codes if code in LABELS
    )
