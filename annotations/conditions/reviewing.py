"""Four eyes: who may review, and what a review comes to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from annotations.conditions.condition import about_the_moment, about_the_person
from annotations.models import Actor, Assignment, Role, Verdict


@about_the_person(_("An integration cannot decide this; a person has to."))
def is_a_person(actor: Actor, _thing: Verdict) -> bool:
    """Reviews come from people."""
    return not actor.user.is_integration


@about_the_person(_("An integration cannot discard what others drafted; a person has to."))
def is_a_person_or_wrote_it(actor: Actor, verdict: Verdict) -> bool:
    """A program throws away only what it has written itself."""
    return not actor.user.is_integration or verdict.author_id == actor.user.pk


@about_the_person(_("You wrote this draft, so another reviewer has to approve it."))
def did_not_write_it(actor: Actor, verdict: Verdict) -> bool:
    """The author of a revision does not review it."""
    return verdict.author_id != actor.user.pk


@about_the_person(
    _("You worked on this revision or its evidence, so another reviewer has to approve it.")
)
def did_not_work_on_it(actor: Actor, verdict: Verdict) -> bool:
    """Nobody who contributed reviews. From submission on, evidence counts as contribution."""
    return all(user.pk != actor.user.pk for user in verdict.contributors.all())


@about_the_person(_("You recused yourself from this claim, so somebody else has to review it."))
def has_not_recused(actor: Actor, verdict: Verdict) -> bool:
    """A conflict of interest keeps its person from every revision of the claim."""
    return all(recusal.user_id != actor.user.pk for recusal in verdict.claim.recusals.all())


@about_the_moment(_("You have already reviewed this revision."))
def has_not_voted(actor: Actor, verdict: Verdict) -> bool:
    """One vote a person."""
    return all(
        review.reviewer_id != actor.user.pk or review.digest != verdict.digest
        for review in verdict.reviews.all()
    )


@about_the_person(_("You wrote this verdict, so another publisher has to publish it."))
def may_publish_own_work(actor: Actor, verdict: Verdict) -> bool:
    """An author publishes only where the team's policy says so."""
    return verdict.author_id != actor.user.pk or verdict.policy.author_may_publish


@about_the_moment(_("This revision has fewer approvals than the team requires."))
def has_its_quorum(_actor: Actor, verdict: Verdict) -> bool:
    """As many people approved exactly this digest as the policy asks for."""
    return verdict.approvals >= verdict.policy.approvals_required


@about_the_moment(_("You review this already."))
def is_not_assigned(actor: Actor, verdict: Verdict) -> bool:
    """Nobody takes a review twice."""
    return all(
        assignment.reviewer_id != actor.user.pk or assignment.ended_at
        for assignment in verdict.assignments.all()
    )


@about_the_person(_("Only the reviewer, who asked them, or an admin can release this assignment."))
def may_release_it(actor: Actor, assignment: Assignment) -> bool:
    """An author does not put off a reviewer whom somebody else asked."""
    own = {assignment.reviewer_id, assignment.assigned_by_id}
    return actor.user.pk in own or actor.role >= Role.ADMIN


@about_the_moment(_("This assignment is over."))
def still_stands(_actor: Actor, assignment: Assignment) -> bool:
    """What was released stays released."""
    return assignment.ended_at is None
