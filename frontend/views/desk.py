"""What all pages of the desk have in common: who may enter, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django_htmx.middleware import HtmxDetails

from annotations.errors import Refusal
from annotations.models import Actor, Membership, User
from frontend.entrance import ask_to_sign_in, came_from

STATUS = {"not_allowed": 403, "not_now": 409, "stale": 412, "invalid": 422, "too_large": 413}
"""The status for each code of a refusal."""

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody who is signed in and in a team."""

    user: User
    actor: Actor
    memberships: list[Membership]
    htmx: HtmxDetails


View = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def desk(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only members of a team in, and show them each refusal as a sentence."""

    @wraps(view)
    def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if getattr(request, "actor", None) is None:
            return render(request, "workspace/no_team.html", status=404)
        try:
            return view(cast("DeskRequest", request), *args, **kwargs)
        except Refusal as refusal:
            return refused(request, refusal)

    return entered  # type: ignore[return-value]  # it takes its request by position


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal: a fragment for htmx, else a message on the page that was left.

    The fragment goes into `#messages` and leaves everything else, with what was typed, alone.
    """
    status = STATUS.get(refusal.code, 400)
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        response = render(request, "workspace/refused.html", {"refusal": refusal}, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "#messages", "innerHTML"
        return response
    if request.method == "GET":
        return render(request, "workspace/refused_page.html", {"refusal": refusal}, status=status)
    messages.error(request, str(refusal))
    return redirect(came_from(request) or "home")
