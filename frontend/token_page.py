"""The tokens as their page shows them: one's own, and for admins those of the whole team."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby

from django.core.paginator import Page as PageOf
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, QuerySet, Value, When

from annotations import workflow
from annotations.models import Actor, Membership, Token, User
from annotations.workflow import OpenAction
from frontend.forms.tokens import SCOPES

AT_ONCE = 50
"""So many tokens a page shows."""


class Page:
    """All that the page of tokens shows to this reader, in a fixed number of queries."""

    def __init__(self, by: Actor, number: str = "") -> None:
        self.by = by
        self.pages: PageOf[Token] = Paginator(_tokens(by), AT_ONCE).get_page(number)

    @cached_property
    def may(self) -> dict[str, OpenAction]:
        """What the reader may do with the team, by action."""
        return {found.action: found for found in workflow.open_actions(self.by, self.by.team)}

    @cached_property
    def owners(self) -> list[tuple[User, list[tuple[Token, str]]]]:
        """This page's tokens, and what each may do in words, by whose they are.

        The reader comes first, then programs, then colleagues.
        """
        found = groupby(self.pages.object_list, key=lambda token: token.user)
        return [(owner, [(token, _may(token)) for token in tokens]) for owner, tokens in found]

    @cached_property
    def integrations(self) -> list[Membership]:
        """The team's programs by name, with how many tokens each has."""
        programs = integrations(self.by)
        own = Count("user__auth_token_set", filter=Q(user__auth_token_set__team=self.by.team))
        return list(programs.annotate(tokens=own).order_by("user__name", "pk"))


def integrations(by: Actor) -> QuerySet[Membership]:
    """Return the standing of the programs in the reader's team."""
    found = Membership.objects.filter(team=by.team, user__is_integration=True)
    return found.select_related("user")


def _may(token: Token) -> str:
    return ", ".join(str(SCOPES[scope][0]) for scope in token.scopes)


def _tokens(by: Actor) -> QuerySet[Token]:
    whose = Case(
        When(user=by.user, then=Value(0)),
        When(user__is_integration=True, then=Value(1)),
        default=Value(2),
    )
    seen: QuerySet[Token] = Token.objects.visible_to(by).select_related("user")
    return seen.order_by(whose, "user__name", "user", "-pk")
