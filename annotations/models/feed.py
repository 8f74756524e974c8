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

    def visible_to(self, actor: Actor) -> FeedQuerySet:
        """Only the feed of the actor's team, in order."""
        return self.filter(team_id=actor.team.pk).order_by("pk")

    def after(self, position: int) -> FeedQuerySet:
        """Only what came after this position."""
        return self.filter(pk__gt=position)


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
