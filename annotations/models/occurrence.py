"""The places where a claim is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from annotations.models.article import Article, ArticleVersion
from annotations.models.claim import Claim
from annotations.models.team import Team

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class Fit(models.TextChoices):
    """How well an occurrence's words stand in its version."""

    EXACT = "exact", _("Exact")
    CHANGED = "changed", _("Changed")
    ORPHAN = "orphan", _("Orphan")
    CONFIRMED = "confirmed", _("Confirmed by a person")


SETTLED = (Fit.EXACT, Fit.CONFIRMED)
"""Words that a person has marked or looked at as they are now."""


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Places, as members of a team see them."""

    def visible_to(self, actor: Actor) -> OccurrenceQuerySet:
        """Only the places of the actor's team's claims."""
        return self.filter(claim__team_id=actor.team.pk)

    def in_article(self, article: Article) -> OccurrenceQuerySet:
        """Only those in this article, whichever of its versions."""
        return self.filter(version__article=article)

    def placed(self) -> models.QuerySet[Occurrence]:
        """With the id of their article and the number of their version, without its text."""
        return self.annotate(in_article=F("version__article_id"), in_version=F("version__number"))

    def of(self, claim: Claim) -> OccurrenceQuerySet:
        """Only those of this claim, and of the claims that were merged into it."""
        return self.filter(Q(claim=claim) | Q(claim__merged_into=claim))


class Occurrence(models.Model):
    """A place where a claim is made: `quote == version.text[start:end]`, always.

    A new version of the article takes it along: exact or changed, or else it stays where it was,
    an orphan. `marked` is what a person marked or confirmed, where the quote says otherwise now;
    `is_acknowledged` is whether one has seen that an orphan's words are gone.

    `model_id`, `score` and `was_proposed` are what the machine thought of these words when a
    person chose them: it had read nothing where `model_id` is empty, and passed them over (a title,
    a caption) where `score` is None.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="occurrences")
    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, related_name="occurrences"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    fit = models.CharField(max_length=10, choices=Fit.choices, default=Fit.EXACT)
    marked = models.TextField(blank=True)
    is_acknowledged = models.BooleanField(default=False)
    model_id = models.CharField(max_length=100, blank=True)
    score = models.FloatField(null=True)
    was_proposed = models.BooleanField(default=False)

    objects = OccurrenceQuerySet.as_manager()

    with_home = ("claim__team", "claim__article", "claim__current")
    # What a model thought is a statistic, not a part of the claim.
    unrecorded = frozenset({"model_id", "score", "was_proposed"})

    class Meta:
        ordering = ["start", "-end", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="an_occurrence_has_words"),
            models.CheckConstraint(
                condition=~Q(fit=Fit.CHANGED) | ~Q(marked=""),
                name="changed_words_say_what_was_marked",
            ),
            models.CheckConstraint(
                condition=Q(fit=Fit.ORPHAN) | Q(is_acknowledged=False),
                name="only_what_is_gone_is_acknowledged",
            ),
            models.UniqueConstraint(
                fields=["claim", "version", "start", "end"],
                name="a_claim_occurs_once_in_a_span",
            ),
        ]

    def __str__(self) -> str:
        return self.quote

    @property
    def is_settled(self) -> bool:
        """Whether a person has seen the words as they are now, or that they are gone."""
        return self.fit in SETTLED or self.is_acknowledged

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes."""
        return self.claim.article_id

    @property
    def team(self) -> Team:
        """The team whose claim it is."""
        return self.claim.team
