"""Small named facts, each with the sentence that is said when it does not hold.

A condition is about the person (then nobody helps them by waiting) or about the moment (then
somebody can change it, or will).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotations.errors import NotAllowed, NotNow, Refusal, Sentence
from annotations.models import Actor, Claim, Evidence, Job, Role, Suggestion, Verdict
from annotations.models.claim import Triage
from annotations.models.verdict import UNDER_WAY, Kind, Status

Fact = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Condition:
    """A fact about an actor and a thing, and what is said when it does not hold."""

    name: str
    holds: Fact
    sentence: Sentence
    refuses_with: type[Refusal]

    def refusal(self, actor: Actor, thing: Any) -> Refusal | None:
        """Return None where the condition holds, else the refusal to raise."""
        return None if self.holds(actor, thing) else self.refuses_with(self.sentence)


def about_the_person(sentence: Sentence) -> Callable[[Fact], Condition]:
    """Make a condition of a fact that only another person can satisfy."""
    return lambda fact: Condition(fact.__name__, fact, sentence, NotAllowed)


def about_the_moment(sentence: Sentence) -> Callable[[Fact], Condition]:
    """Make a condition of a fact that work or time can bring about."""
    return lambda fact: Condition(fact.__name__, fact, sentence, NotNow)


# ------------------------------------------------------------------ four eyes


@about_the_person(_("An integration cannot review or publish; a person has to."))
def is_a_person(actor: Actor, _thing: Verdict) -> bool:
    """Reviews come from people."""
    return not actor.user.is_integration


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
    return verdict.author_id != actor.user.pk or verdict.team.author_may_publish


@about_the_moment(_("This revision has fewer approvals than the team requires."))
def has_its_quorum(_actor: Actor, verdict: Verdict) -> bool:
    """As many people approved exactly this digest as the policy asks for."""
    return verdict.approvals >= verdict.team.approvals_required


# ------------------------------------------------------------------ what a submission needs


@about_the_moment(_("Choose a rating first."))
def has_a_rating(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict rates."""
    return verdict.rating_id is not None


@about_the_moment(_("Write the summary first."))
def has_a_summary(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict says its result in a sentence or two."""
    return bool(verdict.summary.strip())


@about_the_moment(_("Write the rationale first."))
def has_a_rationale(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict says why."""
    return bool(verdict.rationale.strip())


@about_the_moment(_("Say as of which date the verdict holds."))
def has_an_as_of_date(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict holds as of a day."""
    return verdict.as_of is not None


@about_the_moment(_("A verdict cannot hold as of a day that is still to come."))
def holds_already(_actor: Actor, verdict: Verdict) -> bool:
    """The as-of date is no later than today."""
    return verdict.as_of is None or verdict.as_of <= timezone.localdate()


@about_the_moment(_("Link at least one source, with the passage relied on."))
def has_evidence(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict rests on something that can be read."""
    return any(evidence.passage.strip() for evidence in verdict.claim.evidence.all())


# ------------------------------------------------------------------ whose turn it is


def _claim_of(thing: Claim | Verdict | Evidence) -> Claim:
    return thing if isinstance(thing, Claim) else thing.claim


@about_the_moment(_("This claim was dismissed. Reopen it first."))
def claim_is_open(_actor: Actor, thing: Claim | Verdict | Evidence) -> bool:
    """Nothing is added to a dismissed claim."""
    return _claim_of(thing).triage == Triage.OPEN


@about_the_moment(
    _("A revision is being reviewed or waits for publication. Withdraw it to change anything.")
)
def nothing_is_under_review(_actor: Actor, thing: Claim | Verdict | Evidence) -> bool:
    """What is under review does not move under the reviewer's eyes."""
    current = _claim_of(thing).current
    return current is None or current.status not in {Status.IN_REVIEW, Status.APPROVED}


@about_the_moment(_("This verdict is published. Start a correction to change anything."))
def is_not_sealed(_actor: Actor, thing: Claim | Verdict | Evidence) -> bool:
    """What is published changes only by a new revision."""
    current = _claim_of(thing).current
    return current is None or current.status != Status.PUBLISHED


@about_the_moment(_("Work on this claim has begun. Dismiss the claim instead."))
def nothing_hangs_on_its_claim(_actor: Actor, suggestion: Suggestion) -> bool:
    """An acceptance is undone only while its claim has neither evidence nor a verdict."""
    claim = suggestion.claim
    return claim is None or (claim.current_id is None and not claim.evidence.exists())


@about_the_moment(_("This claim has a verdict already."))
def has_no_verdict(_actor: Actor, claim: Claim) -> bool:
    """The first revision is drafted; the later ones revise it."""
    return claim.current is None


@about_the_moment(_("A later revision exists."))
def is_the_latest(_actor: Actor, verdict: Verdict) -> bool:
    """Only the newest revision goes on."""
    return verdict.claim.current_id == verdict.pk


@about_the_moment(_("A revision is under way. Withdraw it, or let it finish."))
def no_revision_is_under_way(_actor: Actor, claim: Claim) -> bool:
    """A claim with a revision under way stays."""
    return claim.current is None or claim.current.status not in UNDER_WAY


@about_the_moment(_("This claim has been published; nothing under it can be deleted."))
def was_never_published(_actor: Actor, thing: Claim | Evidence) -> bool:
    """What readers have seen stays on record. Only a published verdict gets another kind."""
    current = _claim_of(thing).current
    return current is None or (current.published_at is None and current.kind == Kind.FIRST)


# ------------------------------------------------------------------ jobs


@about_the_person(_("Somebody else asked for this; they or an admin can cancel it."))
def asked_for_it_or_is_admin(actor: Actor, job: Job) -> bool:
    """Nobody stops the work of others."""
    return job.asked_by_id == actor.user.pk or actor.role >= Role.ADMIN
