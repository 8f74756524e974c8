"""Whoever acts: a person or an integration, in one team, through one door."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotations.models.team import Membership, Role

if TYPE_CHECKING:
    from annotations.models.team import Team
    from annotations.models.token import Token
    from annotations.models.user import User

SCOPES = ("read", "suggest", "review", "publish", "admin")
"""What a token may carry; in the order of the roles that use them."""

SCREEN = "screen"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who (user), for whom (team), as what (role), and how (via: screen, token:…, task:…).

    Every queryset starts from an actor, and every action is done `by` one.
    """

    user: User
    team: Team
    role: Role
    via: str
    scopes: frozenset[str]

    @classmethod
    def member(
        cls, user: User, team: Team, *, via: str = SCREEN, scopes: Collection[str] = SCOPES
    ) -> Actor | None:
        """Return this user as an actor in the team; None for somebody who is no member."""
        roles = Membership.objects.filter(user=user, team=team).values_list("role", flat=True)
        if not user.is_active or not roles:
            return None
        return cls(user=user, team=team, role=Role(roles[0]), via=via, scopes=frozenset(scopes))

    @classmethod
    def with_token(cls, token: Token) -> Actor | None:
        """Return the owner of a token as an actor; None when they have left the team."""
        via = f"token:{token.pk}"
        return cls.member(token.user, token.team, via=via, scopes=token.scopes)

    @property
    def administers(self) -> bool:
        """Whether they are an admin, and come through a door that lets them act as one."""
        return self.role == Role.ADMIN and "admin" in self.scopes

    def refreshed(self) -> Actor | None:
        """Return the same actor with today's role; None when they have left the team."""
        roles = Membership.objects.filter(
            user_id=self.user.pk, team_id=self.team.pk, user__is_active=True
        ).values_list("role", flat=True)
        return replace(self, role=Role(roles[0])) if roles else None
