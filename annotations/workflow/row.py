"""A row of the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model

from annotations.conditions import Condition
from annotations.errors import NotAllowed, NotNow
from annotations.models import Role

SCOPE_OF_ROLE = {
    Role.VIEWER: "read",
    Role.CONTRIBUTOR: "suggest",
    Role.REVIEWER: "review",
    Role.PUBLISHER: "publish",
    Role.ADMIN: "admin",
}


@dataclass(frozen=True, eq=False)  # each stands for itself
class Row:
    """An action on a noun: the least role, the states it starts from and may lead to, and what
    has to hold besides."""

    noun: type[Model]
    action: str
    role: Role
    from_: tuple[str, ...]
    to: str
    provided: tuple[Condition, ...]

    @cached_property
    def scope(self) -> str:
        """What a token has to carry for it."""
        return SCOPE_OF_ROLE[self.role]

    @cached_property
    def about_the_person(self) -> tuple[Condition, ...]:
        """The conditions that only another person can satisfy."""
        return tuple(c for c in self.provided if c.refuses_with is NotAllowed)

    @cached_property
    def about_the_moment(self) -> tuple[Condition, ...]:
        """The conditions that work or time can bring about."""
        return tuple(c for c in self.provided if c.refuses_with is NotNow)
