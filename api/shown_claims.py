"""Claims with all that their representation names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, QuerySet

from annotations.models import BlindRating, Claim, Evidence, Occurrence, Rating, User, Verdict
from annotations.models.claim import ClaimQuerySet

# Made once: for so few rows, writing the SQL takes longer than reading them.
_PLACES = Occurrence.objects.placed().order_by()
_SOURCES = Evidence.objects.order_by().values_list("claim").annotate(number=Count("*"))
_BLIND_RATINGS = BlindRating.objects.order_by()
_WEIGHTY = ("dossier", "rationale", "terms")
_NAMED: Sequence[tuple[tuple[str, ...], QuerySet[Any]]] = (
    (("created_by", "assignee"), User.objects.all()),
    (("agreed_rating",), Rating.objects.all()),
    (("current",), Verdict.objects.select_related("rating").defer(*_WEIGHTY)),
)
"""Fields of a claim, and the one thing of each kind that they name."""


def claims_to_show(claims: ClaimQuerySet) -> ClaimQuerySet:
    """Return these claims so that however many are shown, a few queries find all of it."""
    return _ShownClaims(Claim, claims.query)


class _ShownClaims(ClaimQuerySet):
    """What each claim would look up for itself is looked up for all that were fetched.

    Joining and prefetching do the same in twice the time: what many claims name is the same few
    people and ratings.
    """

    def _fetch_all(self) -> None:
        is_first = self._result_cache is None
        super()._fetch_all()
        if is_first and self._result_cache:
            _look_up_what_they_name(self._result_cache)
            _look_up_what_hangs_on_them(self._result_cache)


def _look_up_what_they_name(claims: Sequence[Claim]) -> None:
    for names, things in _NAMED:
        wanted = {getattr(claim, f"{name}_id") for claim in claims for name in names} - {None}
        found = things.in_bulk(wanted) if wanted else {}
        for claim in claims:
            for name in names:
                if pk := getattr(claim, f"{name}_id"):
                    setattr(claim, name, found[pk])


def _look_up_what_hangs_on_them(claims: Sequence[Claim]) -> None:
    numbers = [claim.pk for claim in claims]
    rated = [claim.pk for claim in claims if claim.double_rating]
    places = _by_claim(_PLACES.filter(claim__in=numbers))
    counts = dict(_SOURCES.filter(claim__in=numbers))
    ratings = _by_claim(_BLIND_RATINGS.filter(claim__in=rated)) if rated else {}
    for claim in claims:
        claim.places = sorted(places.get(claim.pk, ()), key=_in_the_text)
        claim.ratings_given = ratings.get(claim.pk, [])
        claim.evidence_count = counts.get(claim.pk, 0)


def _in_the_text(place: Occurrence) -> tuple[int, int, int]:
    return place.start, -place.end, place.pk


def _by_claim(things: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for thing in things:
        found[thing.claim_id].append(thing)
    return found
