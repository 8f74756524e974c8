"""Where somebody goes who has to sign in, and the pages to which people can be sent back."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

PAGES = {
    "home", "quality", "queue", "search", "articles", "article_add", "article", "claim",
    "article_version", "version_add",
    "agreement", "exports", "external_checks", "notifications", "notification_choices",
    "team_settings", "tokens", "webhooks", "webhook_add", "webhook", "recipients",
    "public_list", "public_team", "public", "public_superseded", "public_card",
    "public_corrections",
}  # fmt: skip
"""The addresses that show a whole page; all others are verbs and fragments."""

STOP_ASKING = 286
"""What htmx takes as the end of a poll."""


def page_at(request: HttpRequest, address: str | None) -> str:
    """Return the path of an address, with its query, if it is one of our pages; else nothing."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    parts = urlsplit(address if ours and address else "")
    try:
        is_page = resolve(parts.path).view_name in PAGES
    except Resolver404:
        return ""
    return parts._replace(scheme="", netloc="", fragment="").geturl() if is_page else ""


def came_from(request: HttpRequest) -> str:
    """Return the path of the desk's page that this request came from, or nothing."""
    return page_at(request, request.headers.get("Referer"))


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send somebody to the sign-in page, and from there to the page on which they are.

    htmx would put the sign-in page where a fragment belongs, so it is told to leave the page; but
    not by what it asks of its own accord, while somebody may be writing.
    """
    if not request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        here = page_at(request, request.build_absolute_uri())
        return redirect_to_login(here or came_from(request) or resolve_url("home"))
    here = page_at(request, request.headers.get("HX-Current-URL")) or resolve_url("home")
    entrance = redirect_to_login(here)["Location"]
    if request.htmx.trigger == "pulse":  # type: ignore[attr-defined]
        context = {"entrance": entrance}
        return render(request, "workspace/signed_out.html", context, status=STOP_ASKING)
    return HttpResponse(status=401, headers={"HX-Redirect": entrance})
