"""Keys for programs: issuing and revoking them, and noting that they are used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.actions.content import checked
from annotations.actions.steps import Step, step
from annotations.errors import Invalid
from annotations.models import Actor, Membership, Role, Team, Token, User
from annotations.models.actor import SCOPES

USUAL_DAYS, MOST_DAYS = 90, 365
NOTED_EVERY = dt.timedelta(minutes=1)


def issue_token(
    *, by: Actor, scopes: Collection[str], name: str = "", days: int = USUAL_DAYS
) -> tuple[Token, str]:
    """Return a token of the actor's own and its key, which is shown here once and kept nowhere.

    It carries no more than the actor does, nor than the actor's role can use; for `days` days.
    """
    with step("issue_token", by.team, by=by) as s:
        return _issued(s, s.by.user, s.by.role, scopes, name=name, days=days)


def issue_integration_token(
    integration: User,
    *,
    by: Actor,
    scopes: Collection[str],
    name: str = "",
    days: int = USUAL_DAYS,
) -> tuple[Token, str]:
    """Return a token of one of the team's integrations and its key; else as `issue_token`."""
    with step("issue_integration_token", by.team, by=by) as s:
        theirs = Membership.objects.filter(
            team=by.team, user=integration, user__is_integration=True
        ).first()
        if theirs is None:
            raise Invalid(
                _("%s is no integration of this team.") % integration, field="integration"
            )
        return _issued(s, integration, Role(theirs.role), scopes, name=name, days=days)


def revoke_token(token: Token, *, by: Actor, expected: int | None = None) -> None:
    """Take a token away, at once; the history keeps that there was one."""
    with step("revoke_token", token, by=by, expected=expected) as s:
        s.remove(s.thing)


def note_use(token: Token) -> None:
    """Keep that the token is used, to the minute: no history, no waiting, and no failure of it."""
    before = timezone.now() - NOTED_EVERY
    if token.last_used_at is not None and token.last_used_at > before:
        return
    idle = Token.objects.filter(Q(last_used_at__isnull=True) | Q(last_used_at__lt=before))
    try:
        with _without_waiting(), transaction.atomic():
            free = idle.filter(pk=token.pk).select_for_update(skip_locked=True)
            Token.objects.filter(pk__in=free.values("pk")).update(last_used_at=timezone.now())
    except DatabaseError:
        pass  # somebody writes at this moment, and the next request will note it


def _issued(
    s: Step[Team], owner: User, role: Role, scopes: Collection[str], *, name: str, days: int
) -> tuple[Token, str]:
    granted = _granted(scopes, role, s.by)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(_("A token works for 1 to %d days.") % MOST_DAYS, field="days")
    token, key = Token.fresh(
        lasts=dt.timedelta(days=days), user=owner, team=s.thing, name=name, scopes=granted
    )
    return s.add(checked(token, ("name",))), key


def usable(role: Role) -> tuple[str, ...]:
    """Return the scopes that somebody of this role has a use for."""
    return SCOPES[: int(role)]


def _granted(scopes: Collection[str], role: Role, by: Actor) -> list[str]:
    """Return the scopes in their order; raises Invalid for those that are not to be had."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise Invalid(
            _("Scopes are %(known)s; not %(unknown)s.")
            % {"known": ", ".join(SCOPES), "unknown": ", ".join(unknown) or _("none")},
            field="scopes",
        )
    granted = [scope for scope in SCOPES if scope in scopes]
    if useless := [scope for scope in granted if scope not in usable(role)]:
        raise Invalid(
            _("A %(role)s has no use for the scope “%(scope)s”.")
            % {"role": role.label, "scope": useless[0]},
            field="scopes",
        )
    if lacking := [scope for scope in granted if scope not in by.scopes]:
        raise Invalid(
            _("A token passes on no scope that it lacks: “%s”.") % lacking[0], field="scopes"
        )
    return granted


@contextmanager
def _without_waiting() -> Iterator[None]:
    """Let a write fail at once where SQLite would wait until another one has ended."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 0")
    try:
        yield
    finally:
        patience = settings.DATABASES["default"]["OPTIONS"]["timeout"]
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
