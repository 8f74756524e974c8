"""What one of two raters thought before seeing the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from annotations.models.claim import Claim
from annotations.models.rating import Rating

if TYPE_CHECKING:
    from annotations.models.actor import Actor


RUNNING = Q(round=F("claim__double_rating"), claim__agreed_rating__isnull=True)
"""What holds for the ratings of a round that is not over."""


class BlindRatingQuerySet(models.QuerySet["BlindRating"]):
    """Blind ratings, as members of a team see them."""

    def visible_to(self, actor: Actor) -> BlindRatingQuerySet:
        """Only those on the actor's team's claims; others' only once the round is over."""
        return self.of(actor).exclude(self.veil(actor))

    def veiled_from(self, actor: Actor) -> BlindRatingQuerySet:
        """Only those of the team that are hidden from the actor until the round is over."""
        return self.of(actor).filter(self.veil(actor))

    def veiled(self) -> BlindRatingQuerySet:
        """Only those that are hidden from somebody until the round is over."""
        return self.filter(RUNNING)

    def of(self, actor: Actor) -> BlindRatingQuerySet:
        """Those of the actor's team, also the hidden ones."""
        return self.filter(claim__team_id=actor.team.pk)

    def veil(self, actor: Actor) -> Q:
        """Return what holds for the ratings that are hidden from this person."""
        return RUNNING & ~Q(rater=actor.user)


class BlindRating(models.Model):
    """A rating that was given without seeing the others of its round."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="blind_ratings")
    round = models.PositiveSmallIntegerField()
    rater = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    objects = BlindRatingQuerySet.as_manager()

    unrecorded = frozenset({"at"})

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "round", "rater"], name="a_rater_rates_once_a_round"
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="a_round_is_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rater}: {self.rating}"
