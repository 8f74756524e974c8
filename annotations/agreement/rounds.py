"""How far a round of blind double rating is; what a person may know of it, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from annotations.models import Actor, BlindRating, Claim, Rating, User


@dataclass(frozen=True)
class Round:
    """The newest round of a claim, numbered from 1; 0 where there never was one.

    `raters` have rated, in that order. `ratings` are those that this person may see: all once
    there is a `result`, before that only their own.
    """

    number: int
    is_running: bool
    raters: list[User]
    ratings: list[BlindRating]
    result: Rating | None

    @property
    def needed(self) -> int:
        """How many have to rate: two, and a third where these differ."""
        return 3 if len(self.raters) + self.is_running > 2 else 2

    @property
    def differs(self) -> bool:
        """Whether two rated differently, so that the third decides."""
        return self.needed > 2


def round_of(claim: Claim, by: Actor) -> Round:
    """Return the claim's newest round as this person may see it."""
    if not claim.double_rating:
        return Round(0, is_running=False, raters=[], ratings=[], result=None)
    own = {"claim": claim, "round": claim.double_rating}
    raters = BlindRating.objects.of(by).filter(**own).select_related("rater").defer("note")
    seen = BlindRating.objects.visible_to(by).filter(**own).select_related("rater", "rating")
    return Round(
        number=claim.double_rating,
        is_running=claim.agreed_rating_id is None,
        raters=[blind.rater for blind in raters],
        ratings=[*seen],
        result=claim.agreed_rating,
    )


def running(by: Actor) -> QuerySet[Any]:
    """Return the claims with a round under way, oldest first, each with how many `have_rated`."""
    now = Q(blind_ratings__round=F("double_rating"))
    claims = Claim.objects.visible_to(by).filter(double_rating__gt=0, agreed_rating=None)
    return claims.annotate(have_rated=Count("blind_ratings", filter=now)).order_by("pk")
