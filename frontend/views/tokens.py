"""Keys for programs: one's own, and for admins the team's integrations with theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.actions import teams
from annotations.actions import tokens as actions
from annotations.errors import Invalid
from annotations.models import Membership, Role, Token
from frontend import once
from frontend.forms.refused import blame
from frontend.forms.tokens import IntegrationForm, TokenForm
from frontend.token_page import Page, integrations
from frontend.views.desk import DeskRequest, desk


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the page shows besides the tokens: the key of a new one, or what is being done."""

    token: Token | None = None
    key: str = ""
    form: TokenForm | None = None
    adding: IntegrationForm | None = None
    program: Membership | None = None


@require_safe
@desk
def tokens(request: DeskRequest) -> HttpResponse:
    """Show them; `?revoke=`, `?remove=` ask whether one is sure, `?program=` is for a new token."""
    chosen = request.GET.get("program", "")
    program = _program(request, int(chosen)) if _is_key(chosen) else None
    return _show(request, Shown(program=program))


@require_POST
@desk
def issue(request: DeskRequest) -> HttpResponse:
    """Issue a token of one's own."""
    return _issue(request, None)


@require_POST
@desk
def issue_for(request: DeskRequest, pk: int) -> HttpResponse:
    """Issue a token of an integration."""
    return _issue(request, _program(request, pk))


@require_POST
@desk
def revoke(request: DeskRequest, pk: int) -> HttpResponse:
    """Revoke a token, at once."""
    token = get_object_or_404(Token.objects.visible_to(request.actor), pk=pk)
    actions.revoke_token(token, by=request.actor)
    messages.success(request, _("“%s” works no longer.") % token)
    return redirect("tokens")


@require_POST
@desk
def add_integration(request: DeskRequest) -> HttpResponse:
    """Give a program an account in the team."""
    form = IntegrationForm(request.POST)
    if form.is_valid():
        try:
            program = teams.add_integration(by=request.actor, **form.cleaned_data)
        except Invalid as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("%s is in the team. It needs a token.") % program.user)
            return redirect("tokens")
    return _show(request, Shown(adding=form), status=422)


@require_POST
@desk
def remove_integration(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a program out of the team, with its tokens."""
    program = _program(request, pk)
    teams.remove_member(program.user, by=request.actor)
    messages.success(request, _("%s is no longer in the team.") % program.user)
    return redirect("tokens")


def _issue(request: DeskRequest, program: Membership | None) -> HttpResponse:
    by = request.actor
    form = TokenForm(request.POST, role=_role(request, program))
    if not form.is_valid():
        return _show(request, Shown(form=form, program=program), status=422)
    if once.was_sent(request):
        return once.sent_already(request, "tokens")
    try:
        if program is None:
            token, key = actions.issue_token(by=by, **form.cleaned_data)
        else:
            token, key = actions.issue_integration_token(program.user, by=by, **form.cleaned_data)
    except Invalid as refusal:
        blame(form, refusal)
        return _show(request, Shown(form=form, program=program), status=422)
    # No redirect: until the next page the key would have to lie somewhere.
    response = _show(request, Shown(token=token, key=key), status=201)
    response["Cache-Control"] = "no-store"
    return response


def _program(request: DeskRequest, pk: int) -> Membership:
    return get_object_or_404(integrations(request.actor), pk=pk)


def _role(request: DeskRequest, program: Membership | None) -> Role:
    return Role(program.role) if program else request.actor.role


def _is_key(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 19


def _show(request: DeskRequest, shown: Shown, *, status: int = 200) -> HttpResponse:
    context = {
        "page": Page(request.actor, request.GET.get("page", "")),
        "shown": shown,
        "form": shown.form or TokenForm(role=_role(request, shown.program)),
        "adding": shown.adding or IntegrationForm(),
        "revoke": request.GET.get("revoke", ""),
        "remove": request.GET.get("remove", ""),
    }
    return render(request, "tokens/tokens.html", context, status=status)
