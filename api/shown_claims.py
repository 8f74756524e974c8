"""Claims with all that their representation names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count

from annotations.models import BlindRating, Claim, Evidence, Occurrence
from annotations.models.claim import ClaimQuerySet

LEFT = ("current__dossier", "current__rationale", "current__terms")
"""What weighs more than all else of a claim, and is shown with its verdict only."""


def claims_to_show(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Return these claims so that however many are shown, three or four queries find all of it."""
    named = claims.select_related("assignee", "created_by", "agreed_rating", "current__rating")
    return _ShownClaims(Claim, named.defer(*LEFT).query)


class _ShownClaims(ClaimQuerySet):
    """What each claim would look up for itself is looked up for all that were fetched.

    Prefetching does the same, and takes as long again as everything else about a claim.
    """

    def _fetch_all(self) -> None:
        is_first = self._result_cache is None
        super()._fetch_all()
        if is_first and self._result_cache:
            _look_up(self._result_cache)


def _look_up(claims: Sequence[Claim]) -> None:
    numbers = [claim.pk for claim in claims]
    places = _by_claim(Occurrence.objects.placed().filter(claim__in=numbers))
    sources = Evidence.objects.filter(claim__in=numbers).values_list("claim")
    counts = dict(sources.annotate(number=Count("*")))
    rated = [claim.pk for claim in claims if claim.double_rating]
    ratings = _by_claim(BlindRating.objects.filter(claim__in=rated))
    for claim in claims:
        claim.places, claim.ratings_given = places[claim.pk], ratings[claim.pk]
        claim.evidence_count = counts.get(claim.pk, 0)


def _by_claim(things: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for thing in things:
        found[thing.claim_id].append(thing)
    return found
