"""How the team reviews, and who is in it: read by everybody, changed by its admins."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations import workflow
from annotations.actions import teams
from annotations.errors import Invalid, Stale
from annotations.models import Membership
from frontend.forms.refused import Conflict, blame, conflict, renew
from frontend.forms.team import PolicyForm, RoleForm
from frontend.team_page import Page, version_of
from frontend.views.desk import STATUS, DeskRequest, desk


@require_safe
@desk
def settings(request: DeskRequest) -> HttpResponse:
    """Show policy, people and history; `?person=` opens one member for an admin."""
    return _show(request, person=request.GET.get("person", ""))


@require_POST
@desk
def policy(request: DeskRequest) -> HttpResponse:
    """Change the terms of the next reviews."""
    by, form = request.actor, PolicyForm(request.POST)
    if refused := workflow.refusal("set_policy", by, by.team):
        raise refused
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        if version_of(by) != form.cleaned_data["version"]:
            raise Stale("", by.team)
        teams.set_policy(by=by, expected=by.team.policy, **form.terms())
    except Stale as stale:
        clash = conflict(form, stale.current.policy.as_json(), stale, by=by)
        renew(form, version_of(by))
        return _show(request, form, clash, status=STATUS[stale.code])
    except Invalid as refusal:
        blame(form, refusal)
        return _show(request, form, status=422)
    messages.success(request, _("The policy holds from the next submission on."))
    return redirect("team_settings")


@require_POST
@desk
def role(request: DeskRequest, pk: int) -> HttpResponse:
    """Give a member another role."""
    member, form = _member(request, pk), RoleForm(request.POST)
    if form.is_valid():
        try:
            teams.set_role(member.user, form.cleaned_data["role"], by=request.actor)
        except Invalid as refusal:
            blame(form, refusal)
        else:
            return redirect("team_settings")
    return _show(request, role_form=form, person=str(pk), status=422)


@require_POST
@desk
def remove(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a member out of the team."""
    member = _member(request, pk)
    teams.remove_member(member.user, by=request.actor)
    messages.success(request, _("%s is no longer in the team.") % member.user)
    return redirect("team_settings")


def _member(request: DeskRequest, pk: int) -> Membership:
    members = Membership.objects.filter(team=request.actor.team).select_related("user")
    return get_object_or_404(members, pk=pk)


def _show(
    request: DeskRequest,
    form: PolicyForm | None = None,
    clash: Conflict | None = None,
    *,
    role_form: RoleForm | None = None,
    person: str = "",
    status: int = 200,
) -> HttpResponse:
    by = request.actor
    page = Page(by, request.GET.get("page", ""))
    opened = next((m for m in page.people if str(m.pk) == person), None)
    context = {
        "page": page,
        "form": form or PolicyForm.about(page.policy, version=version_of(by)),
        "conflict": clash,
        "opened": opened if page.may["set_role"].allowed else None,
        "role_form": role_form or RoleForm(initial={"role": opened.role if opened else None}),
    }
    return render(request, "team/team.html", context, status=status)
