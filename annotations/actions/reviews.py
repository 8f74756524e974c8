"""Approving and returning: each vote is bound to exactly what the reviewer saw."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotations.actions.content import checked
from annotations.actions.steps import step
from annotations.actions.verdicts import refuse_broken_seal
from annotations.errors import Invalid, NotNow
from annotations.models import Actor, Review, Verdict
from annotations.models.review import Vote
from annotations.models.verdict import Status


def review(
    verdict: Verdict, *, by: Actor, vote: str, comment: str = "", digest: str | None = None
) -> Review:
    """Return the vote. The last approval that the quorum needs makes the revision approved.

    `digest` names what the reviewer read; another one than the revision's raises NotNow.
    """
    if vote not in Vote.values:
        raise Invalid(_("A vote is approve or return."), field="vote")
    if vote == Vote.RETURN and not comment.strip():
        raise Invalid(_("Say what should change, then you can return it."), field="comment")
    with step(vote, verdict, by=by) as s:
        revision: Verdict = s.thing
        if digest is not None and digest != revision.digest:
            raise NotNow(_("This revision has changed since you read it. Read it again."))
        refuse_broken_seal(revision)
        ballot = Review(verdict=revision, reviewer=s.by.user, vote=vote, comment=comment)
        ballot.digest = revision.digest
        s.add(checked(ballot, ("comment",)))
        if vote == Vote.RETURN:
            revision.status = Status.RETURNED
        elif revision.approvals >= revision.team.approvals_required:
            revision.status = Status.APPROVED
    return ballot
