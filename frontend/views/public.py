"""The published fact-checks, for everybody who asks."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE
from csp.decorators import csp_replace
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from annotations.models import Team, Verdict
from annotations.models.verdict import VerdictQuerySet
from annotations.publishing import addresses, edition
from annotations.publishing.outcome import outcome
from frontend import corrections as changed
from frontend import fact_check as model
from frontend import superseded as earlier
from frontend.caching import answer, look

PAGE = 50
FRAMED = {
    "script-src": [NONE],
    "connect-src": [NONE],
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}
"""Where the card's policy differs from the site's: nothing acts, and any page may show it."""


@require_safe
def public_list(request: HttpRequest) -> HttpResponseBase:
    """List what all teams have published, newest first."""
    return _list(request, Verdict.objects.public(), None)


@require_safe
def team_list(request: HttpRequest, team: str) -> HttpResponseBase:
    """List what one team has published, newest first."""
    found = get_object_or_404(Team, slug=team)
    return _list(request, Verdict.objects.public().filter(claim__team=found), found)


@require_safe
def fact_check(request: HttpRequest, team: str, pk: int) -> HttpResponseBase:
    """Show a fact-check as it was published, and what was changed since it first was."""
    verdict = _public(team, pk)
    return answer(
        request,
        model.edition_of(verdict),
        lambda: render(request, "public/fact_check.html", model.context(verdict)),
    )


@require_safe
def superseded(request: HttpRequest, team: str, pk: int, number: int) -> HttpResponseBase:
    """Show a revision that was public, and what the one after it changed."""
    seen = Verdict.objects.select_related("claim__team", "author", "published_by").filter(
        claim__id=pk, claim__team__slug=team, published_at__isnull=False, dossier__isnull=False
    )
    two = list(seen.filter(number__gte=number).order_by("number")[:2])
    if len(two) < 2 or two[0].number != number:
        raise Http404
    tags = "".join(model.edition_of(shown).tag for shown in two)
    tag = edition.of_revision(two[0], tags)
    return answer(
        request,
        tag,
        lambda: render(request, "public/superseded.html", earlier.context(*two)),
    )


@require_safe
@xframe_options_exempt
@csp_replace(FRAMED)  # type: ignore[arg-type]  # its hints know no view with arguments
def card(request: HttpRequest, team: str, pk: int) -> HttpResponseBase:
    """Show the result alone, small, for the pages of others."""
    verdict = _public(team, pk)
    return answer(
        request,
        model.edition_of(verdict),
        lambda: render(request, "public/card.html", model.summary(verdict)),
    )


@require_safe
def corrections(request: HttpRequest, team: str) -> HttpResponseBase:
    """List what one team has changed in what it had published, newest first."""
    found, number = get_object_or_404(Team, slug=team), request.GET.get("page")
    changes = Verdict.objects.changes().filter(claim__team=found)

    def show() -> HttpResponse:
        page = Paginator(changed.rows(changes), PAGE).get_page(number)
        context = {"page_obj": page, "changes": changed.told(page), "team": found}
        return _page_of(request, "corrections", context, addresses.corrections(found))

    return answer(request, edition.of_all(changes, found.name, number, look()), show)


def _public(team: str, pk: int) -> Verdict:
    found = Verdict.objects.public().select_related("author", "published_by")
    return get_object_or_404(found, claim__id=pk, claim__team__slug=team, dossier__isnull=False)


def _list(request: HttpRequest, verdicts: VerdictQuerySet, team: Team | None) -> HttpResponseBase:
    number = request.GET.get("page")
    name = team.name if team else None

    def show() -> HttpResponse:
        page = Paginator(verdicts, PAGE).get_page(number)
        listed = [(verdict, outcome(verdict.dossier or {})) for verdict in page]
        context = {"page_obj": page, "listed": listed, "team": team}
        return _page_of(request, "list", context, addresses.front_page(team))

    return answer(request, edition.of_all(verdicts, name, number, look()), show)


def _page_of(
    request: HttpRequest, name: str, context: dict[str, Any], address: str
) -> HttpResponse:
    """Show a page of a list under its permanent address."""
    number = context["page_obj"].number
    canonical = address + (f"?page={number}" * (number > 1))
    about = {"page": canonical, "feed": addresses.feed(context["team"])}
    return render(request, f"public/{name}.html", context | about)
