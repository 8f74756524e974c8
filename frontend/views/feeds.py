"""What is published, for feed readers and search engines."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps import views as sitemaps
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from annotations.models import Team, Verdict
from annotations.publishing import addresses, edition
from frontend import atom
from frontend.caching import answer, look

NEWEST = 50
"""So many entries has a feed."""

Item = tuple[int, str, dt.datetime]


class Addressed(Sitemap):  # type: ignore[type-arg]  # it takes no argument when it runs
    """Public pages, by the desk's own address, whoever asks under which name."""

    limit = 50_000

    def get_protocol(self, protocol: str | None = None) -> str:  # noqa: ARG002
        """Return the protocol of the permanent addresses."""
        return urlsplit(settings.BASE_URL).scheme

    def get_domain(self, site: Any = None) -> str:  # noqa: ARG002 - as the framework calls it
        """Return the host of the permanent addresses."""
        return urlsplit(settings.BASE_URL).netloc


class FactChecks(Addressed):
    """The pages of all fact-checks, retracted ones included."""

    def items(self) -> Any:
        """Return claim, team and time of each, oldest first: what is new moves nothing."""
        found = Verdict.objects.public().filter(dossier__isnull=False)
        return found.order_by("claim_id").values_list(
            "claim_id", "claim__team__slug", "published_at"
        )

    def location(self, item: Item) -> str:
        """Return the path of a fact-check."""
        return reverse("public", args=[item[1], item[0]])

    def lastmod(self, item: Item) -> dt.datetime:
        """Return when its revision was published."""
        return item[2]


class Corrections(Addressed):
    """The corrections pages of the teams that have corrected anything."""

    def items(self) -> Any:
        """Return the slug of each team, and when it last changed what it had published."""
        changed = Verdict.objects.changes().order_by("claim__team__slug")
        return changed.values_list("claim__team__slug").annotate(Max("published_at"))

    def location(self, item: tuple[str, dt.datetime]) -> str:
        """Return the path of a team's corrections."""
        return reverse("public_corrections", args=[item[0]])

    def lastmod(self, item: tuple[str, dt.datetime]) -> dt.datetime:
        """Return when the newest of them was published."""
        return item[1]


@require_safe
def feed(request: HttpRequest, team: str = "") -> HttpResponseBase:
    """Give the newest fact-checks as Atom: of one team, or of all."""
    found = get_object_or_404(Team, slug=team) if team else None
    verdicts = Verdict.objects.public().filter(dossier__isnull=False)
    if found:
        verdicts = verdicts.filter(claim__team=found)

    def show() -> HttpResponse:
        written = atom.feed(list(verdicts[:NEWEST]), found)
        return HttpResponse(written, content_type=atom.Feed.content_type)

    return answer(request, edition.of_all(verdicts, found and found.name, look()), show)


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """List what is public for search engines; an index where one list cannot hold it."""
    site, verdicts = FactChecks(), Verdict.objects.public()
    page = request.GET.get("p")

    def show() -> HttpResponse:
        if page is None and site.paginator.num_pages > 1:
            return _index(request, site)
        listed: dict[str, Any] = {"fact-checks": site}
        if page in (None, "1"):
            listed["corrections"] = Corrections()
        return sitemaps.sitemap(request, listed, template_name="public/sitemap.xml")

    return answer(request, edition.of_all(verdicts, page, look()), show)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Say where the sitemap is, and that the desk itself holds nothing for search engines."""
    context = {"sitemap": addresses.sitemap()}
    return render(request, "public/robots.txt", context, content_type="text/plain")


def _index(request: HttpRequest, site: FactChecks) -> HttpResponse:
    pages = range(1, site.paginator.num_pages + 1)
    listed = [SitemapIndexItem(f"{addresses.sitemap()}?p={page}") for page in pages]
    return TemplateResponse(
        request,
        "public/sitemap_index.xml",
        {"sitemaps": listed},
        content_type="application/xml",
    )
