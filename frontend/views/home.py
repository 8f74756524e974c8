"""Where people arrive, and which team they work for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from frontend.middleware import TEAM_KEY
from frontend.views.desk import DeskRequest, desk


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead the desk's people to their queue, and everybody else to what is published."""
    return redirect("queue" if request.user.is_authenticated else "public_list")


@require_http_methods(["GET", "HEAD", "POST"])
@desk
def choose_team(request: DeskRequest) -> HttpResponse:
    """Work for another of one's own teams; a foreign one changes nothing. GET shows the team."""
    if request.method != "POST":
        return redirect("team_settings")
    chosen = request.POST.get("team", "")
    if chosen in {str(membership.team_id) for membership in request.memberships}:
        request.session[TEAM_KEY] = int(chosen)
    return redirect("queue")
