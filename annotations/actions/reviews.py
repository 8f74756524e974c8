"""Approving, returning, dissenting: each vote is bound to exactly what the reviewer saw."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.actions.content import checked
from annotations.actions.steps import Step, step
from annotations.errors import Invalid, NotNow
from annotations.models import Actor, Membership, Review, Role, Verdict
from annotations.models.notification import News
from annotations.models.review import Vote
from annotations.models.verdict import Status
from annotations.publishing import dossier

UNSAID = {
    Vote.RETURN: later("Say what should change, then you can return it."),
    Vote.DISSENT: later("Say what you disagree with."),
}


def review(
    verdict: Verdict, *, by: Actor, vote: str, comment: str = "", digest: str | None = None
) -> Review:
    """Return the vote. The last one that the policy asks for decides the revision.

    `digest` names what the reviewer read; another one than the revision's raises NotNow.
    """
    if vote not in Vote.values:
        raise Invalid(_("A vote is approve, return or dissent."), field="vote")
    if vote in UNSAID and not comment.strip():
        raise Invalid(str(UNSAID[Vote(vote)]), field="comment")
    with step(vote, verdict, by=by) as s:
        revision: Verdict = s.thing
        if digest is not None and digest != revision.digest:
            raise NotNow(_("This revision has changed since you read it. Read it again."))
        refuse_broken_seal(revision)
        ballot = Review(verdict=revision, reviewer=s.by.user, vote=vote, comment=comment)
        ballot.digest = revision.digest
        s.add(checked(ballot, ("comment",)))
        settle(s, revision)
    return ballot


def settle(s: Step[Any], verdict: Verdict) -> None:
    """Decide a revision in review, where its votes and its terms do; the step saves it.

    Where one return sends it back at once, so many approvals as the policy asks for end the
    review. Else it ends when all have voted: everybody who is assigned, and the quorum at least.
    """
    if verdict.status != Status.IN_REVIEW:
        return
    votes = [r for r in verdict.reviews.select_related("reviewer") if r.digest == verdict.digest]
    returned = any(r.vote == Vote.RETURN for r in votes)
    counted = sum(r.vote != Vote.DISSENT for r in votes)
    needed = verdict.policy.approvals_required
    if not verdict.policy.returns_at_once and (counted < needed or _still_to_vote(verdict, votes)):
        return
    if returned:
        verdict.status = Status.RETURNED
        s.tell(News.RETURNED, verdict, _workers(verdict))
    elif counted >= needed:
        verdict.status = Status.APPROVED
        s.tell(News.APPROVED, verdict, _workers(verdict))


def refuse_broken_seal(verdict: Verdict) -> None:
    """Raise NotNow where the rows are no longer what was submitted."""
    if not dossier.is_whole(verdict):
        raise NotNow(
            _("What this revision rests on has changed since it was submitted. Submit it again.")
        )


def _still_to_vote(verdict: Verdict, votes: list[Review]) -> bool:
    """Whether somebody is assigned who has not voted and still could."""
    able = Membership.objects.filter(
        team=verdict.team, role__gte=Role.REVIEWER, user__is_active=True
    ).exclude(user__in=[vote.reviewer_id for vote in votes])
    waiting = verdict.assignments.standing().filter(reviewer__in=able.values("user"))
    return waiting.exists()


def _workers(verdict: Verdict) -> Any:
    return verdict.contributors.all()
