"""Blind double rating: two people rate before they see each other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from annotations.conditions.condition import about_the_moment
from annotations.models import Actor, Claim


@about_the_moment(_("Raters were asked already."))
def is_not_being_rated(_actor: Actor, claim: Claim) -> bool:
    """One round after the other."""
    return not claim.double_rating or claim.agreed_rating_id is not None


@about_the_moment(_("Nobody is asked to rate this claim now."))
def is_being_rated(_actor: Actor, claim: Claim) -> bool:
    """A round is running."""
    return bool(claim.double_rating) and claim.agreed_rating_id is None


@about_the_moment(_("Take the rating out of the draft first: the raters must not see it."))
def has_no_rating_yet(_actor: Actor, claim: Claim) -> bool:
    """A rating that was published is known to everybody; one in a draft need not be."""
    current = claim.current
    return current is None or current.rating_id is None or current.published_at is not None


@about_the_moment(_("You have rated this claim already."))
def has_not_rated(actor: Actor, claim: Claim) -> bool:
    """One rating a person and round."""
    return all(
        rating.rater_id != actor.user.pk or rating.round != claim.double_rating
        for rating in claim.ratings_given
    )


@about_the_moment(_("Somebody has rated this claim already; let the others finish."))
def nobody_has_rated(_actor: Actor, claim: Claim) -> bool:
    """A round that has begun ends with a result."""
    return all(rating.round != claim.double_rating for rating in claim.ratings_given)
