"""The published fact-checks, for everybody who asks."""

from __future__ import annotations

import hashlib

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from annotations.models import Team, Verdict
from annotations.models.verdict import VerdictQuerySet
from frontend import fact_check as model

PAGE = 50


@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """List what all teams have published, newest first."""
    return _list(request, Verdict.objects.public(), None)


@require_safe
def team_list(request: HttpRequest, team: str) -> HttpResponse:
    """List what one team has published, newest first."""
    found = get_object_or_404(Team, slug=team)
    return _list(request, Verdict.objects.public().filter(claim__team=found), found)


@require_safe
def fact_check(request: HttpRequest, team: str, pk: int) -> HttpResponse:
    """Show a fact-check as it was published, and what was changed since it first was."""
    found = Verdict.objects.public().select_related("author")
    verdict = get_object_or_404(found, claim__id=pk, claim__team__slug=team, dossier__isnull=False)
    tag, changed = _tag(request, verdict), _changed(verdict)
    unchanged = get_conditional_response(request, etag=tag, last_modified=changed)
    if unchanged is not None:
        return unchanged
    response = render(request, "public/fact_check.html", model.context(verdict))
    response["ETag"], response["Last-Modified"] = tag, http_date(changed)
    return response


def _list(request: HttpRequest, verdicts: VerdictQuerySet, team: Team | None) -> HttpResponse:
    page = Paginator(verdicts, PAGE).get_page(request.GET.get("page"))
    return render(request, "public/list.html", {"page_obj": page, "team": team})


def _changed(verdict: Verdict) -> int:
    return int(verdict.published_at.timestamp()) if verdict.published_at else 0


def _tag(request: HttpRequest, verdict: Verdict) -> str:
    """Readers who are signed in see one link more, so theirs is another page."""
    facts = f"{verdict.pk} {verdict.digest} {request.user.is_authenticated}"
    return f'"{hashlib.sha256(facts.encode()).hexdigest()[:32]}"'
