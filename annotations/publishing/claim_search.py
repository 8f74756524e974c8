"""A fact-check as Google's Fact Check Tools API tells of one, so that its clients fit.

https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims

What is not known is left out. What was retracted says so in place of the rating.
"""

from __future__ import annotations

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from annotations.models import ExternalCheck, Team, Verdict
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
    return _known(
        text=claim["statement"],
        claimant=claim["claimant"],
        claimDate=_midnight(claim["claimed_on"]),
        claimReview=[_known(**review)],
    )


def told_of(check: ExternalCheck) -> dict[str, Any]:
    """Return the claim of an imported fact-check with its one review, which is its publisher's."""
    review = {
        "publisher": _known(name=check.publisher, site=check.site),
        "url": check.url,
        "title": check.title or check.claim_reviewed,
        "reviewDate": _midnight(check.reviewed_on),
        "textualRating": check.rating,
        "languageCode": check.language,
    }
    return _known(
        text=check.claim_reviewed,
        claimant=check.claimant,
        claimDate=_midnight(check.claimed_on),
        claimReview=[_known(**review)],
    )


def teams_at(place: str) -> list[Team]:
    """Return the teams that publish at this site, or below it: a host alone means all on it."""
    return [team for team in Team.objects.all() if _is_below(site(team), _bare(place))]


def imported_from(checks: QuerySet[ExternalCheck], place: str) -> QuerySet[ExternalCheck]:
    """Return those that stand at this site, or below it."""
    asked = _bare(place)
    host, _slash, path = asked.partition("/")
    found = checks.filter(site=host)
    if not path:
        return found
    starts = [f"://{asked}", f"://www.{asked}"]
    below = [Q(url__icontains=f"{start}/") | Q(url__iendswith=start) for start in starts]
    return found.filter(reduce(or_, below))


def _bare(place: str) -> str:
    """Return a site without what may be left out of its name."""
    asked = place.lower().partition("://")[2] or place.lower()
    return asked.removeprefix("www.").rstrip("/")


def _is_below(site: str, asked: str) -> bool:
    return f"{site.removeprefix('www.')}/".startswith(f"{asked}/")


def _midnight(day: dt.date | str | None) -> str:
    return f"{day}T00:00:00Z" if day else ""


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
