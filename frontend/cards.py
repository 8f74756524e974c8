"""The cards beside a text: what is claimed and proposed in it, from one query each.

Two thousand claims are no rarity in a long text, so these are plain values, not models.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)

from annotations.models import Actor, ArticleVersion, Claim, Evidence, Occurrence, Suggestion
from annotations.models.claim import RecheckReason
from annotations.models.occurrence import Fit
from annotations.models.review import Review, Vote, in_blind_review
from annotations.models.suggestion import SuggestionState
from annotations.suggesting.reasons import LABELS, why
from annotations.text.units import Utf16Index
from frontend.marks import Span
from frontend.states import DISMISSED, state_of


@dataclass(frozen=True, kw_only=True)
class Card:
    """What stands beside the text about one span. `key` is such as `claim-14`.

    `start` and `end` count code points, `first` and `last` the same places in UTF-16 units. What
    `is_gone` from the text stands behind its end. `further` are the other places of a claim, and
    of those that were merged into it.
    """

    kind: str
    pk: int
    start: int
    end: int
    first: int
    last: int
    state: str
    statement: str
    is_gone: bool = False
    further: tuple[tuple[int, int], ...] = ()

    @property
    def key(self) -> str:
        """Return the name that the card shares with its marks."""
        return f"{self.kind}-{self.pk}"

    @property
    def span(self) -> Span:
        """Return where it stands."""
        return Span(self.start, self.end, self.key, self.state)

    @property
    def spans(self) -> list[Span]:
        """Return where it is painted, the first place first."""
        further = (Span(*place, self.key, self.state, is_further=True) for place in self.further)
        return [self.span, *further]


@dataclass(frozen=True, kw_only=True)
class ClaimCard(Card):
    """A claim, with how far its verdict is.

    `approvals` are None where a blind review hides them; `recheck` is why it needs another look.
    """

    rating: str | None
    value: int | None
    approvals: int | None
    needed: int
    sources: int
    recheck: str
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
    """Return the claims made in a version, in no order, each beside its first place."""
    to_units = Utf16Index(version.text).to_utf16
    here = Claim.objects.visible_to(actor).filter(occurrences__version=version)
    rows = [*_rows(here, actor).order_by("occurrences__start", "-occurrences__end")]
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        for pk in {row.pk, row.merged_into or row.pk}:
            places[pk].append((row.start, row.end))
    for row in {row.pk: row for row in reversed(rows)}.values():
        card = _claim_card(row, row.start, row.end, to_units(row.start), to_units(row.end))
        further = [place for place in places[row.pk] if place != (row.start, row.end)]
        yield replace(card, further=tuple(dict.fromkeys(further))) if further else card


def gone_cards(actor: Actor, version: ArticleVersion) -> Iterable[ClaimCard]:
    """Return the claims of the article of which no words are in this version, behind its text."""
    here = Occurrence.objects.filter(claim=OuterRef("pk"), version=version)
    gone = Claim.objects.visible_to(actor).filter(
        ~Exists(here),
        occurrences__version__article=version.article_id,
        occurrences__fit=Fit.ORPHAN,
    )
    end, units = len(version.text), Utf16Index(version.text).to_utf16(len(version.text))
    rows = {row.pk: row for row in _rows(gone, actor)}
    for nth, pk in enumerate(sorted(rows)):
        card = _claim_card(rows[pk], end + nth, end + nth + 1, units + nth, units + nth + 1)
        yield replace(card, is_gone=True)


def _claim_card(row: Any, start: int, end: int, first: int, last: int) -> ClaimCard:
    return ClaimCard(
        kind="claim",
        pk=row.pk,
        start=start,
        end=end,
        first=first,
        last=last,
        state=state_of(row.triage, row.status, needs_recheck=bool(row.needs_recheck)),
        statement=row.statement,
        rating=row.rating,
        value=row.value,
        approvals=None if row.is_blind else row.approvals or 0,
        needed=row.needed or 0,
        sources=row.sources or 0,
        recheck=_recheck(row.needs_recheck),
        assignee=row.who,
        maker=row.maker,
        published_at=row.published_at,
    )


def _rows(claims: QuerySet[Claim], actor: Actor) -> Any:
    """Return a row for each claim and place, from one query."""
    return claims.annotate(
        start=F("occurrences__start"),
        end=F("occurrences__end"),
        status=F("current__status"),
        rating=F("current__rating__label"),
        value=F("current__rating__value"),
        published_at=F("current__published_at"),
        who=F("assignee__name"),
        maker=F("created_by__name"),
        sources=_count(Evidence.objects.filter(claim=OuterRef("pk")), "claim"),
        approvals=_approvals(),
        needed=F("current__terms__approvals_required"),
        is_blind=ExpressionWrapper(in_blind_review("current__", actor), BooleanField()),
    ).values_list(
        *("pk", "start", "end", "triage", "status", "statement", "rating", "value"),
        *("approvals", "needed", "is_blind", "sources", "needs_recheck", "merged_into"),
        *("who", "maker", "published_at"),
        named=True,
    )


def _approvals() -> Subquery:
    """Return a subquery that counts who approved exactly what is in review."""
    ballots = Review.objects.filter(verdict=OuterRef("current"), digest=OuterRef("current__digest"))
    return _count(ballots.filter(vote=Vote.APPROVE), "verdict")


def _recheck(reasons: Sequence[dict[str, str]]) -> str:
    """Return the newest reason for another look, in words."""
    return str(RecheckReason(reasons[-1]["reason"]).label) if reasons else ""


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
