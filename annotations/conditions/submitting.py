"""What a submission needs: the practice of the codes of principles."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotations.conditions.condition import Condition, Fact
from annotations.errors import NotNow, Sentence
from annotations.models import Actor, Evidence, Verdict
from annotations.models.evidence import Stance
from annotations.models.verdict import Kind


def needed_to_submit(sentence: Sentence) -> Callable[[Fact], Condition]:
    """Make a condition of a fact that the reviewers count on. A retraction claims nothing new."""

    def condition(fact: Fact) -> Condition:
        return Condition(
            fact.__name__,
            lambda actor, verdict: verdict.kind == Kind.RETRACTION or fact(actor, verdict),
            sentence,
            NotNow,
        )

    return condition


@needed_to_submit(_("Choose a rating first."))
def has_a_rating(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict rates."""
    return verdict.rating_id is not None


@needed_to_submit(_("Write the summary first."))
def has_a_summary(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict says its result in a sentence or two."""
    return bool(verdict.summary.strip())


@needed_to_submit(_("Write the rationale first."))
def has_a_rationale(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict says why."""
    return bool(verdict.rationale.strip())


@needed_to_submit(_("Say as of which date the verdict holds."))
def has_an_as_of_date(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict holds as of a day."""
    return verdict.as_of is not None


@needed_to_submit(_("A verdict cannot hold as of a day that is still to come."))
def holds_already(_actor: Actor, verdict: Verdict) -> bool:
    """The as-of date is no later than today."""
    return verdict.as_of is None or verdict.as_of <= timezone.localdate()


@needed_to_submit(_("Link at least one source, with the passage relied on."))
def has_evidence(_actor: Actor, verdict: Verdict) -> bool:
    """A verdict rests on something that can be read."""
    return bool(_read(verdict))


@needed_to_submit(_("Link evidence for and against, or say why there is only one side."))
def has_both_sides(_actor: Actor, verdict: Verdict) -> bool:
    """Somebody looked for what speaks against it."""
    stances = {evidence.stance for evidence in _read(verdict)}
    return {Stance.SUPPORTS, Stance.REFUTES} <= stances or bool(verdict.one_sided_reason)


@needed_to_submit(_("Link sources of two independent origins, or say why one is enough."))
def has_two_origins(_actor: Actor, verdict: Verdict) -> bool:
    """A definite rating rests on two origins; “not enough evidence” need not."""
    if verdict.rating is None or verdict.rating.value is None or verdict.one_origin_reason:
        return True
    sources = _read(verdict)
    # Of one document, one row may name the origin and another not.
    named = {e.document: e.origin_key for e in sources if e.origin}
    return len({named.get(e.document, e.origin_key) for e in sources}) >= 2


@needed_to_submit(_("Say when and how the claimant was asked for a reply, or why not."))
def offered_a_reply(_actor: Actor, verdict: Verdict) -> bool:
    """The right of reply: asked, or a reason why not."""
    if verdict.reply_asked_on or verdict.reply_asked_how:
        return bool(verdict.reply_asked_on and verdict.reply_asked_how)
    return bool(verdict.reply_not_asked_reason)


@needed_to_submit(_("The claimant cannot have been asked on a day that is still to come."))
def asked_already(_actor: Actor, verdict: Verdict) -> bool:
    """The date of the question is no later than today."""
    return verdict.reply_asked_on is None or verdict.reply_asked_on <= timezone.localdate()


@needed_to_submit(_("Two people have to rate this claim first, without seeing each other."))
def was_rated_blind(_actor: Actor, verdict: Verdict) -> bool:
    """Where double rating is asked for, its result is there."""
    return not verdict.claim.double_rating or verdict.claim.agreed_rating_id is not None


@needed_to_submit(_("This is not the rating that the raters came to."))
def follows_its_raters(_actor: Actor, verdict: Verdict) -> bool:
    """The result of a double rating is the rating."""
    agreed = verdict.claim.agreed_rating_id if verdict.claim.double_rating else None
    return agreed is None or verdict.rating_id == agreed


@needed_to_submit(
    _("The words of this claim have changed in the article. Look at them and confirm them first.")
)
def stands_by_its_words(_actor: Actor, verdict: Verdict) -> bool:
    """A person has seen the claim's words as they stand in the article, or that they are gone."""
    return all(place.is_settled for place in verdict.claim.occurrences.all())


def _read(verdict: Verdict) -> list[Evidence]:
    """Return the evidence that somebody can read for themselves."""
    return [evidence for evidence in verdict.claim.evidence.all() if evidence.passage.strip()]
