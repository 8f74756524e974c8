"""Founding a team, its scale, its people and its policy."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.actions.content import checked
from annotations.actions.steps import step
from annotations.errors import Invalid
from annotations.models import Actor, Membership, Rating, RatingScale, Role, Stream, Team, User

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


def set_role(user: User, role: Role, *, by: Actor) -> Membership:
    """Return the membership of a person with this role; they join where they were none."""
    with step("set_role", by.team, by=by) as s:
        found = Membership.objects.filter(team=by.team, user=user).first()
        if found is None:
            return s.add(Membership(team=by.team, user=user, role=role))
        _refuse_no_admin(found, role)
        s.watch(found).role = role
    return found


def remove_member(user: User, *, by: Actor) -> None:
    """Take somebody out of the team: what they did stays, their tokens work no longer."""
    with step("remove_member", by.team, by=by) as s:
        found = Membership.objects.filter(team=by.team, user=user).first()
        if found is None:
            raise Invalid(_("%s is not a member of this team.") % user, field="user")
        _refuse_no_admin(found, None)
        s.remove(found)


def _refuse_no_admin(membership: Membership, role: Role | None) -> None:
    admins = Membership.objects.filter(team=membership.team_id, role=Role.ADMIN)
    if role != Role.ADMIN and not admins.exclude(pk=membership.pk).exists():
        raise Invalid(_("A team keeps at least one admin."), field="role")


def set_policy(*, by: Actor, approvals_required: int, author_may_publish: bool) -> Team:
    """Return the team with another policy."""
    if not 1 <= approvals_required <= 5:
        raise Invalid(_("A team asks for one to five approvals."), field="approvals_required")
    with step("set_policy", by.team, by=by) as s:
        s.thing.approvals_required = approvals_required
        s.thing.author_may_publish = author_may_publish
    return s.thing
