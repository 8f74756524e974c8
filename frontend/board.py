"""The read model of the queue: what waits for whom. Reads only, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations.models import Actor, Claim, Rating, Review, Role
from annotations.models.claim import ClaimQuerySet, Triage
from annotations.models.review import Vote
from annotations.models.verdict import Status, Verdict

SHOWN = 20
"""So many rows a section has; the rest is counted."""
FEW = 5
PAGE = 50
UNDER_WAY = ("open", Status.DRAFT, Status.IN_REVIEW, Status.RETURNED, Status.APPROVED)
"""The states of what is being worked on, in the order of the work."""


@dataclass(frozen=True)
class Row:
    """A claim that waits, and since when; `returned` is the vote that sent it back."""

    claim: Claim
    since: dt.datetime
    returned: Review | None


@dataclass(frozen=True)
class Section:
    """One kind of thing that waits: the oldest, at most SHOWN, of `total`."""

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
    """Return what waits for this person, by role; nothing that they could not do."""
    parts = [
        (Status.IN_REVIEW, _("Review"), _to_review(by)),
        (Status.APPROVED, _("Publish"), _to_publish(by)),
        (Status.RETURNED, _("Returned to you"), _mine(by, Status.RETURNED)),
        (Status.DRAFT, _("Your drafts"), _mine(by, Status.DRAFT)),
        (Triage.OPEN, _("Assigned to you"), _assigned(by)),
    ]
    found = [(state, heading, _page(claims), claims.count()) for state, heading, claims in parts]
    claims = _with_standing(pk for _state, _heading, keys, _total in found for pk in keys)
    return [
        Section(str(state), heading, [_row(claims[pk]) for pk in keys], total)
        for state, heading, keys, total in found
        if total
    ]


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


def _page(claims: ClaimQuerySet) -> list[int]:
    return list(claims.order_by("pk").values_list("pk", flat=True)[:SHOWN])


def _with_standing(keys: Iterable[int]) -> dict[int, Claim]:
    claims = Claim.objects.filter(pk__in=list(keys)).with_standing()
    return {claim.pk: claim for claim in claims}


def _to_review(by: Actor) -> ClaimQuerySet:
    """In review, and this person neither wrote, nor worked on, nor voted on it."""
    claims = Claim.objects.visible_to(by).in_state(Status.IN_REVIEW)
    if by.role < Role.REVIEWER or by.user.is_integration:
        return claims.none()
    worked = Verdict.contributors.through.objects.filter(
        verdict_id=OuterRef("current_id"), user_id=by.user.pk
    )
    voted = Review.objects.filter(
        verdict_id=OuterRef("current_id"), reviewer=by.user, digest=OuterRef("current__digest")
    )
    return claims.exclude(current__author=by.user).filter(~Exists(worked), ~Exists(voted))


def _to_publish(by: Actor) -> ClaimQuerySet:
    claims = Claim.objects.visible_to(by).in_state(Status.APPROVED)
    if by.role < Role.PUBLISHER or by.user.is_integration:
        return claims.none()
    own = Q() if by.team.author_may_publish else Q(current__author=by.user)
    return claims.exclude(own) if own else claims


def _mine(by: Actor, state: str) -> ClaimQuerySet:
    claims = Claim.objects.visible_to(by).in_state(state)
    return claims.filter(Q(current__author=by.user) | Q(assignee=by.user))


def _assigned(by: Actor) -> ClaimQuerySet:
    return Claim.objects.visible_to(by).in_state(Triage.OPEN).filter(assignee=by.user)


def _under_way(claims: ClaimQuerySet) -> ClaimQuerySet:
    return claims.filter(triage=Triage.OPEN).filter(
        Q(current=None) | Q(current__status__in=UNDER_WAY)
    )
