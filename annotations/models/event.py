"""The history: append-only lines, chained by hash, in streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from annotations.models.append_only import AppendOnly
from annotations.models.article import Article
from annotations.models.team import Team

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class Stream(models.Model):
    """One article with all that hangs on it, or (article is None) one team with its people.

    `seq` and `head` are those of its last event. The row is the lock under which everything
    in the stream changes.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="streams")
    article = models.OneToOneField(
        Article, on_delete=models.PROTECT, null=True, related_name="stream"
    )
    seq = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team"],
                condition=Q(article__isnull=True),
                name="a_team_has_one_stream_of_its_own",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What the events of this stream are chained under."""
        return stream_name(self.team_id, self.article_id)


def stream_name(team_id: int, article_id: int | None) -> str:
    """Return the name of an article's stream, or of a team's own."""
    return f"article:{article_id}" if article_id else f"team:{team_id}"


VEILED = {"review": "Review", "comment": "Comment", "blindrating": "BlindRating"}
"""What may be hidden from some for a while: the noun of its lines, and its model."""


class EventQuerySet(models.QuerySet["Event"]):
    """Events, as members of a team see them."""

    def visible_to(self, actor: Actor) -> EventQuerySet:
        """Only the events of the actor's team, in order within each stream.

        What is hidden from the actor (votes and comments of a blind review, ratings of others)
        leaves no line either until it is shown.
        """
        seen = self.filter(stream__team_id=actor.team.pk)
        for noun, model in VEILED.items():
            hidden = apps.get_model("annotations", model).objects.veiled_from(actor)
            seen = seen.exclude(_about(noun, hidden))
        return seen.order_by("stream_id", "seq")

    def veiled(self) -> EventQuerySet:
        """Only the lines that are hidden from somebody in their team now."""
        return self.filter(_veiled())

    def unveiled(self) -> EventQuerySet:
        """Only the lines that everybody in their team may see."""
        return self.exclude(_veiled())


def _veiled() -> Q:
    anything = Q(pk__in=[])
    for noun, model in VEILED.items():
        anything |= _about(noun, apps.get_model("annotations", model).objects.veiled())
    return anything


def _about(noun: str, things: QuerySet[models.Model]) -> Q:
    return Q(Q(noun=noun) & Exists(things.order_by().filter(pk=OuterRef("object_id"))))


class Event(models.Model):
    """One line: who did what to which object, when, how, and what changed.

    `before` and `after` hold the fields that changed. `hash` is SHA-256 over the line and
    `prev`, the hash of the line before; `annotations.history.chain` has the recipe. `salt` keeps
    others from guessing the line behind its hash; lines from before there was one have none.
    """

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(max_length=150)
    via = models.CharField(max_length=40)
    action = models.CharField(max_length=30)
    noun = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    claim_id = models.BigIntegerField(null=True)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField(blank=True)
    salt = models.CharField(max_length=32, blank=True)
    prev = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stream", "seq"], name="an_event_has_its_own_place"),
            AppendOnly(name="an_event_stays_as_it_was_written"),
        ]
        indexes = [models.Index(fields=["claim_id", "seq"], name="events_of_a_claim")]

    @property
    def removed_it(self) -> bool:
        """Whether the object is gone since: the line has all of it before, and nothing after."""
        return bool(self.before) and not self.after

    def __str__(self) -> str:
        return f"{self.stream_id}/{self.seq} {self.action} {self.noun} {self.object_id}"

    @property
    def name(self) -> str:
        """What programs call it, such as `verdict.publish`."""
        return f"{self.noun}.{self.action}"
