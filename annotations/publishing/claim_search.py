"""A published fact-check as Google's Fact Check Tools API tells of one, so that its clients fit.

https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims

What is not known is left out. What was retracted says so in place of the rating.
"""

from __future__ import annotations

from typing import Any

from annotations.models import Team, Verdict
from annotations.publishing.addresses import fact_check_page, iso, site
from annotations.publishing.outcome import outcome


def told(verdict: Verdict) -> dict[str, Any]:
    """Return a claim with its one review; the verdict is public and knows its team and article."""
    if verdict.published_at is None or verdict.dossier is None:
        raise ValueError("Only what is published is told.")
    claim, team = verdict.dossier["claim"], verdict.team
    review = {
        "publisher": {"name": team.name, "site": site(team)},
        "url": fact_check_page(verdict),
        "title": claim["statement"],
        "reviewDate": iso(verdict.published_at),
        "textualRating": outcome(verdict.dossier).label,
        "languageCode": verdict.claim.article.language,
    }
    day = claim["claimed_on"]
    return _known(
        text=claim["statement"],
        claimant=claim["claimant"],
        claimDate=f"{day}T00:00:00Z" if day else "",
        claimReview=[_known(**review)],
    )


def teams_at(place: str) -> list[Team]:
    """Return the teams that publish at this site, or below it: a host alone means all on it."""
    asked = place.lower().partition("://")[2] or place.lower()
    asked = asked.removeprefix("www.").rstrip("/")
    return [
        team
        for team in Team.objects.all()
        if f"{site(team).removeprefix('www.')}/".startswith(f"{asked}/")
    ]


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
