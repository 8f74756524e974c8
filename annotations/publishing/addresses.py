"""Permanent addresses of what is public; absolute, from FACTCHECK_BASE_URL."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings

from annotations.models import Team, Verdict
from annotations.publishing.claimreview import claim_review


def team_page(team: Team) -> str:
    """Return the address of a team's published fact-checks."""
    return f"{settings.BASE_URL}/fact-checks/{team.slug}/"


def fact_check_page(verdict: Verdict) -> str:
    """Return the address of a fact-check: the claim's, whichever revision is public."""
    return f"{team_page(verdict.team)}{verdict.claim_id}/"


def claim_review_of(verdict: Verdict) -> dict[str, Any]:
    """Return the ClaimReview of a published revision."""
    if verdict.published_at is None or verdict.dossier is None:
        raise ValueError("Only what is published has a ClaimReview.")
    return claim_review(
        verdict.dossier,
        url=fact_check_page(verdict),
        publisher=verdict.team.name,
        publisher_url=team_page(verdict.team),
        published_on=verdict.published_at.astimezone(dt.UTC).date().isoformat(),
    )
