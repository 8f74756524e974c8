"""Asking people to review, taking a review, giving it back, and standing aside."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import conditions as c
from annotations import workflow
from annotations.actions.content import remark
from annotations.actions.on_behalf import able
from annotations.actions.reviews import settle
from annotations.actions.steps import Step, step
from annotations.errors import Invalid, Refusal
from annotations.models import Actor, Assignment, Membership, Recusal, Review, Role, User, Verdict
from annotations.models.notification import News
from annotations.models.verdict import Status

log = logging.getLogger(__name__)

MOST_RELEASED = 100


def assign(verdict: Verdict, *, by: Actor, to: User, expected: int | None = None) -> Assignment:
    """Return the assignment of somebody who may review this revision; raises Invalid else."""
    with step("assign", verdict, by=by, expected=expected) as s:
        refused = _refusal_of(to, s)
        if refused:
            raise Invalid(refused, field="reviewer")
        assignment = _add(s, s.thing, to)
        # Of a draft they are told when there is something to review.
        if s.thing.status == Status.IN_REVIEW:
            s.tell(News.ASSIGNED, assignment, [to])
    return assignment


def take(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Assignment:
    """Return the assignment of a reviewer who takes the revision from the queue."""
    with step("take", verdict, by=by, expected=expected) as s:
        return _add(s, s.thing, s.by.user)


def release(assignment: Assignment, *, by: Actor) -> Assignment:
    """Return the assignment ended: others may take the review."""
    with step("release", assignment, by=by) as s:
        _end(s)
    return s.thing


def recuse(verdict: Verdict, *, by: Actor, reason: str, expected: int | None = None) -> Recusal:
    """Return the recusal: this person reviews no revision of the claim, and says why."""
    reason = remark(reason, most=1000)
    if not reason:
        raise Invalid(_("Say what the conflict of interest is."), field="reason")
    with step("recuse", verdict, by=by, expected=expected, reason=reason) as s:
        recusal = s.add(Recusal(claim=s.thing.claim, user=s.by.user, reason=reason))
        for assignment in s.thing.assignments.standing().filter(reviewer=s.by.user):
            s.watch(assignment).ended_at = timezone.now()
        s.save()
        settle(s, s.thing)
    return recusal


def release_idle() -> None:
    """Release what its reviewer has left lying: due, in review, and not voted on.

    In a blind review whatever is due: what stayed would tell who has voted. And always what
    waits for somebody who is no reviewer of the team any more.

    A second run finds nothing to do. So many at a time; the next run takes the others.
    """
    idle = _idle(Assignment.objects.order_by("due_at", "pk"))
    for assignment in idle.select_related(*Assignment.with_home)[:MOST_RELEASED]:
        try:
            _release_idle(assignment)
        except Refusal as refused:
            log.warning("Assignment %d is not released: %s", assignment.pk, refused)


def due(verdict: Verdict) -> dt.datetime | None:
    """Return when an assignment of today would be released; None where it never is."""
    days = verdict.policy.review_days
    if days is None or verdict.status != Status.IN_REVIEW:
        return None
    return timezone.now() + dt.timedelta(days=days)


def restart(s: Step[Any], verdict: Verdict) -> None:
    """Ask the reviewers, their days counted from now; who came to work on it reviews no more."""
    worked = {user.pk for user in verdict.contributors.all()}
    asked = verdict.assignments.standing().select_related("reviewer")
    for assignment in asked:
        s.watch(assignment).due_at = due(verdict)
        if assignment.reviewer_id in worked:
            assignment.ended_at = timezone.now()
    s.tell(News.ASSIGNED, verdict, [a.reviewer for a in asked if a.ended_at is None])


def carry_on(s: Step[Any], verdict: Verdict, *, since: Verdict) -> None:
    """Ask those who reviewed the returned revision, or still were to, to review the next one."""
    voted = since.reviews.filter(digest=since.digest).values("reviewer")
    asked = since.assignments.filter(Q(ended_at__isnull=True) | Q(reviewer__in=voted))
    for reviewer in User.objects.filter(review_assignments__in=asked).distinct().order_by("pk"):
        _add(s, verdict, reviewer)


def _release_idle(assignment: Assignment) -> None:
    by = able("release", assignment, via="task:release", first=[assignment.reviewer])
    if by is None:
        log.warning("Nobody in the team can release assignment %d.", assignment.pk)
        return
    with step("release", assignment, by=by) as s:
        # Its reviewer may have voted since, or the days were counted anew.
        if _idle(Assignment.objects.filter(pk=s.thing.pk)).exists():
            _end(s)


def _idle(assignments: QuerySet[Assignment]) -> QuerySet[Assignment]:
    votes = Review.objects.filter(verdict=OuterRef("verdict"), reviewer=OuterRef("reviewer"))
    voted = Exists(votes.filter(digest=OuterRef("verdict__digest")))
    able = Membership.objects.filter(
        team=OuterRef("verdict__claim__team"),
        user=OuterRef("reviewer"),
        user__is_active=True,
        role__gte=Role.REVIEWER,
    )
    due = Q(due_at__lte=timezone.now()) | ~Exists(able)
    standing = assignments.filter(due, ended_at__isnull=True, verdict__status=Status.IN_REVIEW)
    return standing.filter(~voted | Q(verdict__terms__blind_review=True))


def _end(s: Step[Assignment]) -> None:
    s.thing.ended_at = timezone.now()
    s.save()
    settle(s, s.watch(s.thing.verdict))


def _add(s: Step[Any], verdict: Verdict, reviewer: User) -> Assignment:
    asked = Assignment(verdict=verdict, reviewer=reviewer, assigned_by=s.by.user)
    asked.due_at = due(verdict)
    return s.add(asked)


def _refusal_of(reviewer: User, s: Step[Verdict]) -> str:
    """Return why this person could not review the revision; empty where they could."""
    other = Actor.member(reviewer, s.by.team)
    if other is None:
        return _("%s is not a member of this team.") % reviewer
    if other.role < workflow.ROWS[Verdict, "approve"].role:
        return _("%s is not a reviewer of this team.") % reviewer
    if reviewer.is_integration:
        return _("%s is an integration; a person has to review.") % reviewer
    # Not whether they have voted: a blind review keeps that to itself.
    if not all(condition.holds(other, s.thing) for condition in workflow.IMPARTIAL):
        return _("%s worked on this revision or stood aside, and cannot review it.") % reviewer
    if not c.is_not_assigned.holds(other, s.thing):
        return _("%s reviews this already.") % reviewer
    return ""
