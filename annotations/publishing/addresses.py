"""Permanent addresses of what is public; absolute, from FACTCHECK_BASE_URL."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from annotations.models import Team, Verdict
from annotations.publishing.claimreview import claim_review
from annotations.publishing.edition import first_publications


def front_page(team: Team | None = None) -> str:
    """Return the address of what a team has published, or of what all have."""
    return f"{settings.BASE_URL}/fact-checks/{f'{team.slug}/' if team else ''}"


def site(team: Team) -> str:
    """Return where a team publishes, as people write it: host and path, without a scheme."""
    return front_page(team).partition("://")[2].rstrip("/")


def fact_check_page(verdict: Verdict) -> str:
    """Return the address of a fact-check: the claim's, whichever revision is public."""
    return f"{front_page(verdict.team)}{verdict.claim_id}/"


def card(verdict: Verdict) -> str:
    """Return the address of the card that other sites show."""
    return f"{fact_check_page(verdict)}card/"


def corrections(team: Team) -> str:
    """Return the address of all that a team has changed in what it had published."""
    return f"{front_page(team)}corrections/"


def feed(team: Team | None = None) -> str:
    """Return the address of the Atom feed of a team, or of all."""
    return f"{front_page(team)}feed.atom"


def sitemap() -> str:
    """Return the address of the list of all fact-checks, for search engines."""
    return f"{settings.BASE_URL}/sitemap.xml"


def claim_review_feed() -> str:
    """Return the address of all ClaimReviews, for programs."""
    return f"{settings.BASE_URL}/api/v1/published/claimreview.json"


def claim_review_of(verdict: Verdict, *, since: dt.datetime | None = None) -> dict[str, Any]:
    """Return the ClaimReview of a published revision.

    `since` is when the claim's first revision was published; it is looked up where it is missing.
    """
    if verdict.published_at is None or verdict.dossier is None:
        raise ValueError("Only what is published has a ClaimReview.")
    since = since or first_publications([verdict.claim_id])[verdict.claim_id]
    return claim_review(
        verdict.dossier,
        url=fact_check_page(verdict),
        publisher=verdict.team.name,
        publisher_url=front_page(verdict.team),
        published_at=iso(since),
        changed_at=iso(verdict.published_at),
    )


def iso(moment: dt.datetime) -> str:
    """Return a time as ISO 8601 with its zone, in whole seconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds")
