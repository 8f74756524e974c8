"""Founding a team, its scale, its people and its policy."""

from __future__ import annotations

import secrets
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.actions.content import changed, checked
from annotations.actions.steps import step
from annotations.errors import Invalid, Stale
from annotations.models import (
    Actor,
    Membership,
    Policy,
    Rating,
    RatingScale,
    Role,
    Stream,
    Team,
    Token,
    User,
)

MOST_OF_A_PROGRAM = Role.CONTRIBUTOR
POLICY = tuple(field.name for field in fields(Policy))
SCALE = (
    ("false", later("False"), later("The facts show that it is not so."), 1),
    (
        "mostly-false",
        later("Mostly false"),
        later("There is some truth in it; the point is wrong."),
        2,
    ),
    ("half-true", later("Half true"), later("Partly right, or it leaves out what matters."), 3),
    ("mostly-true", later("Mostly true"), later("The point is right; a detail is not."), 4),
    ("true", later("True"), later("The facts show that it is so."), 5),
    ("unproven", later("Unproven"), later("There is not enough evidence either way."), None),
    ("satire", later("Satire"), later("It was never meant as a fact."), None),
)
"""A new team's scale: slug, label, definition, value (higher is truer)."""


@transaction.atomic
def found_team(name: str, slug: str, *, admin: User) -> Team:
    """Return a new team with the usual scale, its own stream, and its first admin."""
    team = checked(Team(name=name, slug=slug), ("name", "slug"))
    team.save()
    Stream.objects.create(team=team)
    scale = RatingScale.objects.create(team=team, name=_("Truth"))
    Rating.objects.bulk_create(
        Rating(
            scale=scale, slug=slug, label=str(label), definition=str(says), order=order, value=value
        )
        for order, (slug, label, says, value) in enumerate(SCALE, 1)
    )
    Membership.objects.create(team=team, user=admin, role=Role.ADMIN)
    return team


def set_role(user: User, role: Role, *, by: Actor, expected: int | None = None) -> Membership:
    """Return the membership of somebody with this role; they join where they were none.

    `expected` is the version of the membership that the admin looked at.
    """
    with step("set_role", by.team, by=by) as s:
        found = _standing(user, by, expected)
        if user.is_integration:
            _refuse_more_than_a_program_gets(role)
        if found is None:
            return s.add(Membership(team=by.team, user=user, role=role))
        _refuse_no_admin(found, role)
        s.watch(found).role = role
    return found


def add_integration(name: str, role: Role = MOST_OF_A_PROGRAM, *, by: Actor) -> Membership:
    """Return the membership of a new program in the team, which acts only with its tokens.

    It has an account of its own, so that the history says who did what; without a password, and
    with an address that nothing can be sent to.
    """
    with step("add_integration", by.team, by=by) as s:
        _refuse_more_than_a_program_gets(role)
        user = checked(User(name=name), ("name",))
        members = Membership.objects.filter(team=by.team, user__is_integration=True)
        if members.filter(user__name__iexact=user.name).exists():
            raise Invalid(_("The team has an integration of this name already."), field="name")
        email = f"{secrets.token_hex(8)}@integrations.invalid"
        program = User.objects.create_user(email, name=user.name, is_integration=True)
        return s.add(Membership(team=by.team, user=program, role=role))


def remove_member(user: User, *, by: Actor, expected: int | None = None) -> None:
    """Take somebody out of the team: what they did stays, their tokens are gone.

    `expected` is the version of the membership that the admin looked at.
    """
    with step("remove_member", by.team, by=by) as s:
        found = _standing(user, by, expected)
        if found is None:
            raise Invalid(_("%s is not a member of this team.") % user, field="user")
        _refuse_no_admin(found, None)
        for token in Token.objects.filter(team=by.team, user=user).order_by("pk"):
            s.remove(token)
        s.remove(found)


def _standing(user: User, by: Actor, expected: int | None) -> Membership | None:
    found = Membership.objects.filter(team=by.team, user=user).first()
    if found is not None and expected is not None and found.version != expected:
        raise Stale(_("Somebody changed this since you opened it."), found)
    return found


def _refuse_more_than_a_program_gets(role: Role) -> None:
    if role > MOST_OF_A_PROGRAM:
        raise Invalid(
            _("An integration is a %s at most: people review and publish.")
            % MOST_OF_A_PROGRAM.label,
            field="role",
        )


def _refuse_no_admin(membership: Membership, role: Role | None) -> None:
    admins = Membership.objects.filter(team=membership.team_id, role=Role.ADMIN)
    if role != Role.ADMIN and not admins.exclude(pk=membership.pk).exists():
        raise Invalid(_("A team keeps at least one admin."), field="role")


def set_policy(*, by: Actor, expected: Policy | None = None, **terms: Any) -> Team:
    """Return the team with other terms (fields of Policy); they hold from the next submit on.

    `expected` is the policy that the admin looked at.
    """
    if not 1 <= terms.get("approvals_required", 1) <= 5:
        raise Invalid(_("A team asks for one to five approvals."), field="approvals_required")
    if not 1 <= (terms.get("review_days") or 1) <= 90:
        raise Invalid(
            _("An assignment lasts one to ninety days, or has no end."), field="review_days"
        )
    with step("set_policy", by.team, by=by) as s:
        if expected is not None and s.thing.policy != expected:
            raise Stale(_("Somebody changed this since you opened it."), s.thing)
        changed(s.thing, terms, POLICY)
    return s.thing
