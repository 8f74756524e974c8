"""Blind double rating: two people rate before they see each other; where they differ, a third
decides."""

from __future__ import annotations

from collections.abc import Sequence

from annotations.actions.content import checked
from annotations.actions.steps import step
from annotations.actions.verdicts import refuse_foreign
from annotations.models import Actor, BlindRating, Claim, Rating


def ask(claim: Claim, *, by: Actor, expected: int | None = None) -> Claim:
    """Return the claim with its next round begun; an earlier result holds no more."""
    with step("ask_for_raters", claim, by=by, expected=expected) as s:
        s.thing.double_rating += 1
        s.thing.agreed_rating = None
    return s.thing


def rate(
    claim: Claim, *, by: Actor, rating: Rating, note: str = "", expected: int | None = None
) -> BlindRating:
    """Return the rating. The second that agrees with the first ends the round, else the third.

    Until then nothing that others see says what it is: its line is hidden, and the claim keeps
    as it was.
    """
    with step("rate", claim, by=by, expected=expected) as s:
        refuse_foreign(rating, s.by)
        given = BlindRating(claim=s.thing, round=s.thing.double_rating, rater=s.by.user)
        given.rating, given.note = rating, note
        s.add(checked(given, ("note",)))
        s.thing.agreed_rating = _result(s.thing)
    return given


def stop(claim: Claim, *, by: Actor, expected: int | None = None) -> Claim:
    """Return the claim as it was before the round: nobody has rated in it."""
    with step("stop_rating", claim, by=by, expected=expected) as s:
        s.thing.double_rating -= 1
        s.thing.agreed_rating = _result(s.thing)
    return s.thing


def _result(claim: Claim) -> Rating | None:
    """Return what the raters of the claim's round came to, once they have."""
    given = claim.blind_ratings.filter(round=claim.double_rating).select_related("rating")
    return came_to([blind.rating for blind in given])


def came_to(ratings: Sequence[Rating]) -> Rating | None:
    """Return the result of these ratings of one round, in the order in which they were given."""
    match ratings:
        case [first, second] if first == second:
            return first
        case [_first, _second, third]:
            return third
    return None
