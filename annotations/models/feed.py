"""The feed: what a whole team may know of the history, in the order it came to know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from annotations.models.event import Event
from annotations.models.team import Team

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class FeedQuerySet(models.QuerySet["FeedEntry"]):
    """The feed, as members of a team see it."""

    def of(self, team_id: int) -> FeedQuerySet:
        """All of a team's feed, in order."""
        return self.filter(team_id=team_id).order_by("pk")

    def visible_to(self, actor: Actor) -> FeedQuerySet:
        """Only what the actor is told of their team's feed, in order.

        The lines of the team's own stream are about its people, policy and keys: for admins.
        """
        told = self.of(actor.team.pk)
        return told if actor.administers else told.filter(event__stream__article__isnull=False)

    def after(self, position: int) -> FeedQuerySet:
        """Only what came after this position."""
        return self.filter(pk__gt=position)

    def newest(self) -> int:
        """Return the last position; 0 where there is nothing yet."""
        last = self.order_by("-pk").values_list("pk", flat=True).first()
        return last or 0


class FeedEntry(models.Model):
    """A line's place in its team's feed: the primary key, which is the position that readers keep.

    Within a team, entries are committed in the order of their positions, so a reader who has seen
    one has seen all before it. A line that a blind review hides has no entry before it is shown.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="feed")
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="entry")

    objects = FeedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["team", "id"], name="the_feed_of_a_team")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.event_id}"
