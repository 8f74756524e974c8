"""The read model of the queue: what waits for whom. Reads only, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations import workflow
from annotations.models import Actor, Claim, Rating, Review
from annotations.models.claim import ClaimQuerySet, Triage
from annotations.models.review import Vote
from annotations.models.verdict import Status

SHOWN = 20
"""So many rows a section has; the rest is counted."""
MOST = 200
"""So many claims of each kind are looked at, the oldest; the others come up as these go on."""
FEW = 5
PAGE = 50
UNDER_WAY = ("open", Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED)
"""The states of what is being worked on, in the order of the work."""


SECTIONS: tuple[tuple[str, str, Promise], ...] = (
    (Status.IN_REVIEW, "approve", _("Review")),
    (Status.APPROVED, "publish", _("Publish")),
    (Status.RETURNED, "revise", _("Returned to you")),
    (Status.DRAFT, "edit", _("Your drafts")),
    (Triage.OPEN, "draft", _("Assigned to you")),
)
"""What waits: the state that a claim is in, what is to be done with it, and the heading."""
FOR_EVERYBODY = (Status.IN_REVIEW, Status.APPROVED)
"""The states in which others than its author and its assignee go on with a claim."""


@dataclass(frozen=True)
class Row:
    """A claim that waits, and since when; `returned` is the vote that sent it back."""

    claim: Claim
    since: dt.datetime
    returned: Review | None


@dataclass(frozen=True)
class Section:
    """One kind of thing that waits: the oldest, at most SHOWN, of `total`, at most MOST."""

    state: str
    heading: str | Promise
    rows: list[Row]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Standing:
    """How many claims there are in each state, and in how many articles."""

    by_state: dict[str, int]
    unassigned: int
    articles: int

    @property
    def total(self) -> int:
        """All claims that were not dismissed."""
        return sum(n for state, n in self.by_state.items() if state != Triage.DISMISSED)

    @property
    def under_way(self) -> int:
        """Those that still lead to something."""
        return sum(self.by_state.get(state, 0) for state in UNDER_WAY)


def standing(by: Actor) -> Standing:
    """Count the team's claims."""
    claims = Claim.objects.visible_to(by)
    rows = claims.values_list("triage", "current__status").annotate(
        n=Count("pk"), nobody=Count("pk", filter=Q(assignee=None))
    )
    found: dict[str, int] = {}
    unassigned = 0
    for triage, status, number, nobody in rows:
        state = triage if triage == Triage.DISMISSED else status or triage
        found[state] = found.get(state, 0) + number
        unassigned += nobody if state == Triage.OPEN else 0
    articles = _under_way(claims).aggregate(n=Count("article", distinct=True))["n"]
    return Standing(found, unassigned, articles)


def waiting(by: Actor) -> list[Section]:
    """Return what waits for this person; nothing that the table would refuse them."""
    parts = [(*part, _oldest(by, part[0])) for part in SECTIONS]
    claims = _with_standing(pk for *_part, keys in parts for pk in keys)
    found = [
        (state, heading, [claims[pk] for pk in keys if _may(by, action, state, claims[pk])])
        for state, action, heading, keys in parts
    ]
    return [
        Section(str(state), heading, [_row(claim) for claim in able[:SHOWN]], len(able))
        for state, heading, able in found
        if able
    ]


def _oldest(by: Actor, state: str) -> list[int]:
    claims = Claim.objects.visible_to(by).in_state(state)
    if state not in FOR_EVERYBODY:
        claims = claims.filter(Q(current__author=by.user) | Q(assignee=by.user))
    return list(claims.order_by("pk").values_list("pk", flat=True)[:MOST])


def _may(by: Actor, action: str, state: str, claim: Claim) -> bool:
    thing = claim if state == Triage.OPEN else claim.revision
    return workflow.refusal(action, by, thing) is None


def nobody(by: Actor, total: int) -> Section:
    """Return the newest of the `total` open claims that nobody is on."""
    keys = list(unassigned(by).values_list("pk", flat=True)[:FEW])
    claims = _with_standing(keys)
    rows = [_row(claims[pk]) for pk in keys]
    return Section(str(Triage.OPEN), _("Open, nobody on it"), rows, total)


def unassigned(by: Actor) -> ClaimQuerySet:
    """Return the open claims that nobody is on, newest first."""
    claims = Claim.objects.visible_to(by).in_state(Triage.OPEN)
    return claims.filter(assignee=None).order_by("-pk")


def everything(by: Actor) -> ClaimQuerySet:
    """Return all claims that were not dismissed, newest first."""
    return Claim.objects.visible_to(by).filter(triage=Triage.OPEN).order_by("-pk")


def page(claims: ClaimQuerySet, before: int | None) -> tuple[list[Claim], int | None]:
    """Return PAGE claims older than `before`, and the key to go on with, if there are more."""
    older = claims.filter(pk__lt=before) if before else claims
    keys = list(older.values_list("pk", flat=True)[: PAGE + 1])
    found = _with_standing(keys[:PAGE])
    return [found[pk] for pk in keys[:PAGE]], keys[PAGE - 1] if len(keys) > PAGE else None


def steps(by: Actor) -> int:
    """Return how many steps the team's scale has."""
    return Rating.objects.visible_to(by).filter(value__isnull=False).count()


def _row(claim: Claim) -> Row:
    current = claim.current
    if current is None:
        return Row(claim, claim.created_at, None)
    votes = [vote for vote in current.reviews.all() if vote.digest == current.digest]
    returned = next((vote for vote in votes if vote.vote == Vote.RETURN), None)
    return Row(claim, current.submitted_at or current.created_at, returned)


def _with_standing(keys: Iterable[int]) -> dict[int, Claim]:
    claims = Claim.objects.filter(pk__in=list(keys)).with_standing()
    claims = claims.defer("current__dossier", "current__rationale")
    return {claim.pk: claim for claim in claims}


def _under_way(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.filter(triage=Triage.OPEN).filter(
        Q(current=None) | Q(current__status__in=UNDER_WAY)
    )
