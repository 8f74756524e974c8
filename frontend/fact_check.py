"""The read model of a public fact-check: the frozen dossier, and who stands behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe

from annotations.models import Event, Verdict
from annotations.models.review import Vote
from annotations.models.verdict import Kind, Status
from annotations.publishing import addresses, claimreview
from annotations.publishing.dossier import public
from annotations.text.selectors import CONTEXT
from frontend.prose import prose
from frontend.standing import leading, trailing


@dataclass(frozen=True)
class Said:
    """A place where the claim was made, with the words around it."""

    before: str
    quote: str
    after: str
    publisher: str
    title: str
    url: str
    published_on: dt.date | None


def context(verdict: Verdict) -> dict[str, Any]:
    """Return what the page shows. Nothing of it is read from rows that can still change."""
    dossier = public(verdict.dossier or {})
    history = published(verdict)
    scale = dossier["rating"]["scale"]
    return {
        "team": verdict.team,
        "verdict": verdict,
        "dossier": dossier,
        "places": [_said(place) for place in dossier["claim"]["occurrences"]],
        "claimed_on": _day(dossier["claim"]["claimed_on"]),
        "as_of": _day(dossier["as_of"]),
        "steps": len(scale),
        "lowest": scale[0] if scale else "",
        "highest": scale[-1] if scale else "",
        "rationale": prose(dossier["rationale"]),
        "reviewers": _reviewers(verdict),
        "history": history,
        "first": history[-1],
        "is_changed": verdict.kind != Kind.FIRST,
        "seal": _seal(verdict),
        "claim_review": _linked_data(verdict),
    }


def published(verdict: Verdict) -> list[Verdict]:
    """Return every revision of the claim that readers have seen, newest first."""
    seen = Verdict.objects.filter(
        claim=verdict.claim_id, status__in=[Status.PUBLISHED, Status.SUPERSEDED]
    )
    return list(seen.defer("dossier", "rationale").order_by("-number"))


def _said(place: Mapping[str, Any]) -> Said:
    return Said(
        leading(place["prefix"], CONTEXT),
        place["exact"],
        trailing(place["suffix"], CONTEXT),
        place["publisher"],
        place["title"],
        place["url"],
        _day(place["published_on"]),
    )


def _reviewers(verdict: Verdict) -> list[str]:
    votes = verdict.reviews.filter(vote=Vote.APPROVE, digest=verdict.digest)
    return [str(vote.reviewer) for vote in votes.select_related("reviewer")]


def _seal(verdict: Verdict) -> str:
    """Return the hash of the history's line that made this revision public."""
    lines = Event.objects.filter(
        stream__article=verdict.claim.article_id,
        noun="verdict",
        action="publish",
        object_id=verdict.pk,
    )
    return lines.order_by("seq").values_list("hash", flat=True).first() or ""


def _day(text: str | None) -> dt.date | None:
    return parse_date(text) if text else None


def _linked_data(verdict: Verdict) -> SafeString:
    data = claimreview.script_json(addresses.claim_review_of(verdict))
    return mark_safe(data)  # noqa: S308 - it comes escaped for a script element
