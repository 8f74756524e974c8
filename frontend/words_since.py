"""What has become of a claim's words since a revision was submitted, and who has looked at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from annotations.models import Actor, Event, Occurrence, Verdict
from annotations.models.occurrence import Fit
from annotations.models.verdict import Status
from frontend.differences import inline

SEALED = (Status.IN_REVIEW, Status.APPROVED)
LOOKED = {Fit.CONFIRMED: "confirm", Fit.ORPHAN: "acknowledge"}


@dataclass(frozen=True)
class Since:
    """A place whose words are not as they were submitted; `looked` is who has seen it, and when.

    `difference` is None where the words are gone.
    """

    place: Occurrence
    was: str
    difference: SafeString | None
    looked: Event | None


def since(revision: Verdict, by: Actor) -> list[Since]:
    """Return what differs from the words in a submitted revision's dossier, place by place."""
    if not revision.dossier:
        return []
    sealed = revision.dossier["claim"]["occurrences"]
    places = revision.claim.occurrences.order_by("pk")
    return [
        Since(
            place=place,
            was=was["exact"],
            difference=None if place.fit == Fit.ORPHAN else inline(was["exact"], place.quote),
            looked=_looked(place, by) if place.is_settled else None,
        )
        for place, was in zip(places, sealed, strict=False)
        if _differs(place, was)
    ]


def _differs(place: Occurrence, was: Mapping[str, Any]) -> bool:
    return place.quote != was["exact"] or place.fit == Fit.ORPHAN


def _looked(place: Occurrence, by: Actor) -> Event | None:
    lines = Event.objects.visible_to(by).filter(noun="occurrence", object_id=place.pk)
    found = lines.filter(claim_id=place.claim_id, action=LOOKED.get(Fit(place.fit), ""))
    return found.order_by("-seq").first()
