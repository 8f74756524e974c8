"""Whose turn it is: what may change while something else is going on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from annotations.conditions.condition import about_the_moment
from annotations.models import (
    Actor,
    Article,
    Claim,
    Comment,
    Evidence,
    Occurrence,
    Suggestion,
    Verdict,
)
from annotations.models.claim import Triage
from annotations.models.verdict import PUBLIC, UNDER_WAY, Kind, Status


def claim_of(thing: Claim | Verdict | Evidence | Occurrence) -> Claim:
    """Return the claim that this is or belongs to."""
    return thing if isinstance(thing, Claim) else thing.claim


@about_the_moment(_("This claim was dismissed. Reopen it first."))
def claim_is_open(_actor: Actor, thing: Claim | Verdict | Evidence | Occurrence) -> bool:
    """Nothing is added to a dismissed claim."""
    return claim_of(thing).triage == Triage.OPEN


@about_the_moment(_("This claim was merged into another one."))
def is_not_merged(_actor: Actor, occurrence: Occurrence) -> bool:
    """What is checked in its place stands by its own words."""
    return occurrence.claim.triage != Triage.MERGED


@about_the_moment(_("Somebody has seen already that these words are gone."))
def is_not_acknowledged(_actor: Actor, place: Occurrence) -> bool:
    """That words are gone is news once."""
    return not place.is_acknowledged


@about_the_moment(
    _("A revision is being reviewed or waits for publication. Withdraw it to change anything.")
)
def nothing_is_under_review(_actor: Actor, thing: Claim | Verdict | Evidence) -> bool:
    """What is under review does not move under the reviewer's eyes."""
    current = claim_of(thing).current
    return current is None or current.status not in {Status.IN_REVIEW, Status.APPROVED}


@about_the_moment(_("What is public changes by a new revision only. Start one to change anything."))
def is_not_sealed(_actor: Actor, thing: Claim | Verdict | Evidence) -> bool:
    """What is published changes only by a new revision."""
    current = claim_of(thing).current
    return current is None or current.status not in PUBLIC


@about_the_moment(_("A retraction is under way; it keeps the text as it was published."))
def is_not_being_retracted(_actor: Actor, thing: Claim | Evidence) -> bool:
    """What its reviewers read is what readers saw."""
    current = claim_of(thing).current
    return current is None or current.kind != Kind.RETRACTION


@about_the_moment(
    _("A revision about words of this article is being reviewed or waits for publication.")
)
def nothing_of_it_is_under_review(_actor: Actor, article: Article) -> bool:
    """What a dossier says of the article stays as it was sealed until it is published."""
    held = Verdict.objects.filter(status__in=[Status.IN_REVIEW, Status.APPROVED])
    return not held.filter(claim__occurrences__version__article=article).exists()


@about_the_moment(_("Work on this claim has begun. Dismiss the claim instead."))
def nothing_hangs_on_its_claim(_actor: Actor, suggestion: Suggestion) -> bool:
    """An acceptance is undone only while its claim has neither evidence nor a verdict.

    Nor while it is merged: then others go on with it under another number.
    """
    claim = suggestion.claim
    return claim is None or (
        claim.triage != Triage.MERGED and claim.current_id is None and not claim.evidence.exists()
    )


@about_the_moment(_("This claim has a verdict already."))
def has_no_verdict(_actor: Actor, claim: Claim) -> bool:
    """The first revision is drafted; the later ones revise it."""
    return claim.current is None


@about_the_moment(_("Only a whole thread is resolved or reopened, not an answer in it."))
def begins_a_thread(_actor: Actor, comment: Comment) -> bool:
    """An answer goes with what it answers."""
    return comment.parent_id is None


@about_the_moment(_("A retraction keeps the text as it was published."))
def is_no_retraction(_actor: Actor, verdict: Verdict) -> bool:
    """What is withdrawn stays readable as it was."""
    return verdict.kind != Kind.RETRACTION


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
    current = claim_of(thing).current
    return current is None or (current.published_at is None and current.kind == Kind.FIRST)
