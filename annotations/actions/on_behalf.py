"""In whose name the machine does what is due."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotations import workflow
from annotations.models import Actor, Role, User


def able(action: str, thing: Any, *, via: str, first: Iterable[User]) -> Actor | None:
    """Return who may do this to the thing: one of these people, else an admin of the team.

    None where nobody is left who may; `via` names the task.
    """
    admins = User.objects.filter(memberships__team=thing.team, memberships__role=Role.ADMIN)
    for user in (*first, *admins.order_by("pk")):
        by = Actor.member(user, thing.team, via=via)
        if by and workflow.refusal(action, by, thing) is None:
            return by
    return None
