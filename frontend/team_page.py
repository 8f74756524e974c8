"""The team as its page shows it: how it reviews, who is in it, and what was changed of both."""

from __future__ import annotations

from functools import cached_property

from django.core.paginator import Page as PageOf
from django.core.paginator import Paginator
from django.db.models import Count

from annotations import workflow
from annotations.models import Actor, Event, Membership, Policy, Verdict
from annotations.models.verdict import Status
from annotations.workflow import OpenAction
from frontend import team_history
from frontend.team_history import Line

LINES = 20
"""So many lines of the history a page shows."""


class Page:
    """All that the team's page shows to this reader, in a fixed number of queries."""

    def __init__(self, by: Actor, number: str = "") -> None:
        self.by = by
        self.pages: PageOf[Event] = Paginator(team_history.events(by), LINES).get_page(number)

    @property
    def policy(self) -> Policy:
        """The terms of the next reviews."""
        return self.by.team.policy

    @cached_property
    def may(self) -> dict[str, OpenAction]:
        """What the reader may do with the team, by action."""
        return {found.action: found for found in workflow.open_actions(self.by, self.by.team)}

    @cached_property
    def people(self) -> list[Membership]:
        """The members by name, also those who can no longer sign in."""
        members = Membership.objects.filter(team=self.by.team).select_related("user")
        return list(members.order_by("user__name", "pk"))

    @cached_property
    def on_older_terms(self) -> int:
        """How many revisions are in review under other terms than today's."""
        in_review = Verdict.objects.visible_to(self.by).filter(status=Status.IN_REVIEW)
        counted = in_review.order_by().values_list("terms").annotate(n=Count("pk"))
        return sum(n for terms, n in counted if terms and Policy(**terms) != self.policy)

    @cached_property
    def lines(self) -> list[Line]:
        """One page of the team's history, newest first."""
        return team_history.lines(self.pages.object_list, self.by)


def version_of(by: Actor) -> int:
    """Return the version of the team's policy: the place of its last change in the history."""
    changes = Event.objects.visible_to(by).filter(noun="team", action="set_policy")
    return changes.order_by("-seq").values_list("seq", flat=True).first() or 0
