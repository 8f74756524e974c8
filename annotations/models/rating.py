"""A team's scale of ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.models.team import Team

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class RatingScale(models.Model):
    """The words a team rates claims with, from the least to the most true."""

    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="scale")
    name = models.CharField(_("name"), max_length=100)

    def __str__(self) -> str:
        return self.name


class RatingQuerySet(models.QuerySet["Rating"]):
    """Ratings, as members of a team see them."""

    def visible_to(self, actor: Actor) -> RatingQuerySet:
        """Only the ratings of the actor's team, in order."""
        return self.filter(scale__team_id=actor.team.pk).order_by("order")


class Rating(models.Model):
    """One word of a scale. `value` counts from 1, higher is truer; None is off the scale."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    label = models.CharField(_("label"), max_length=60)
    slug = models.SlugField(max_length=60)
    definition = models.CharField(_("definition"), max_length=500)
    order = models.PositiveSmallIntegerField()
    value = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "slug"], name="a_scale_has_each_word_once"),
            models.UniqueConstraint(fields=["scale", "order"], name="a_scale_is_in_order"),
            models.UniqueConstraint(fields=["scale", "value"], name="a_value_means_one_rating"),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | Q(value__gte=1), name="values_count_from_one"
            ),
        ]

    def __str__(self) -> str:
        return self.label
