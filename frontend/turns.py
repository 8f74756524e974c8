"""Whose turn it is, asked of the database: what a person's lists in the queue consist of.

Each is the claims for which the table allows the person what the list is for, in the order in
which they come up. A test holds table and lists together.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, Subquery

from annotations import conditions as c
from annotations.models import Actor, Assignment, BlindRating, Claim, Recusal, Review, Verdict
from annotations.models.assignment import AssignmentQuerySet
from annotations.models.claim import NEEDS_RECHECK, ClaimQuerySet, Triage
from annotations.models.verdict import Status
from annotations.workflow import ROWS


def to_review(by: Actor) -> ClaimQuerySet:
    """Return the claims on whose revision this person may vote, in no order."""
    here = {"verdict": OuterRef("current")}
    worked = Verdict.contributors.through.objects.filter(**here, user=by.user)
    voted = Review.objects.filter(**here, digest=OuterRef("current__digest"), reviewer=by.user)
    recused = Recusal.objects.filter(claim=OuterRef("pk"), user=by.user)
    claims = _allowed(by, Verdict, "approve").in_state(Status.IN_REVIEW)
    return claims.exclude(current__author=by.user).exclude(
        Exists(worked) | Exists(voted) | Exists(recused)
    )


def in_turn(by: Actor, claims: ClaimQuerySet) -> ClaimQuerySet:
    """Return claims in the order of review: this person's own, the soonest due first; the oldest.

    `is_assigned` says whether they were asked to review it or took it, `due_at` until when.
    """
    soonest = F("due_at").asc(nulls_last=True)
    own = _assignments(by)
    return claims.annotate(
        is_assigned=Exists(own), due_at=Subquery(own.values("due_at")[:1])
    ).order_by("-is_assigned", soonest, "current__submitted_at", "pk")


def assigned(by: Actor) -> ClaimQuerySet:
    """Return those that this person was asked to review or took, the soonest due first."""
    return in_turn(by, to_review(by).filter(Exists(_assignments(by))))


def to_take(by: Actor) -> ClaimQuerySet:
    """Return those that this person may take, the oldest first."""
    return in_turn(by, to_review(by).exclude(Exists(_assignments(by))))


def to_publish(by: Actor) -> ClaimQuerySet:
    """Return what is approved and this person may make public, the oldest first."""
    claims = _allowed(by, Verdict, "publish").in_state(Status.APPROVED)
    own = Q(current__terms__author_may_publish=True)
    if by.team.author_may_publish:
        # Submitted before revisions had terms of their own.
        own |= Q(current__terms__isnull=True)
    claims = claims.filter(~Q(current__author=by.user) | own)
    return claims.order_by("current__submitted_at", "pk")


def returned(by: Actor) -> ClaimQuerySet:
    """Return this person's claims that were sent back, the oldest first."""
    claims = _allowed(by, Verdict, "revise").in_state(Status.RETURNED)
    return claims.filter(_whose(by)).order_by("current__submitted_at", "pk")


def to_recheck(by: Actor) -> ClaimQuerySet:
    """Return what is published and needs another look, the oldest reason first."""
    claims = _allowed(by, Verdict, "revise").in_state(NEEDS_RECHECK)
    return claims.order_by("needs_recheck__0__since", "pk")


def to_rate(by: Actor) -> ClaimQuerySet:
    """Return what waits for a blind rating that this person may give, the oldest first."""
    own = {"round": OuterRef("double_rating"), "rater": by.user}
    rated = BlindRating.objects.filter(claim=OuterRef("pk"), **own)
    claims = _allowed(by, Claim, "rate").filter(triage=Triage.OPEN)
    running = claims.filter(double_rating__gt=0, agreed_rating=None)
    return running.exclude(Exists(rated)).order_by("pk")


def drafts(by: Actor) -> ClaimQuerySet:
    """Return the claims about which this person is writing, the oldest first."""
    claims = _allowed(by, Verdict, "submit").in_state(Status.DRAFT)
    return claims.filter(_whose(by)).order_by("current__created_at", "pk")


def to_draft(by: Actor) -> ClaimQuerySet:
    """Return the claims without an answer that are this person's, the oldest first."""
    claims = _allowed(by, Claim, "draft").in_state(Triage.OPEN)
    return claims.filter(assignee=by.user).order_by("pk")


def unassigned(by: Actor) -> ClaimQuerySet:
    """Return the open claims that nobody is on, newest first."""
    claims = Claim.objects.visible_to(by).in_state(Triage.OPEN)
    return claims.filter(assignee=None).order_by("-pk")


def _allowed(by: Actor, noun: type, action: str) -> ClaimQuerySet:
    """Return the team's claims; none where this person could never do this, to whichever."""
    row, claims = ROWS[noun, action], Claim.objects.visible_to(by)
    never = c.is_a_person in row.provided and by.user.is_integration
    return claims.none() if never or by.role < row.role else claims


def _assignments(by: Actor) -> AssignmentQuerySet:
    standing = Assignment.objects.visible_to(by).standing()
    return standing.filter(reviewer=by.user, verdict=OuterRef("current"))


def _whose(by: Actor) -> Q:
    return Q(current__author=by.user) | Q(assignee=by.user)
