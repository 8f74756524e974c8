"""A machine's proposal of a sentence; never a claim until a person accepts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotations.models.article import ArticleVersion

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class SuggestionState(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", _("Suggested")
    ACCEPTED = "accepted", _("Accepted")
    DISMISSED = "dismissed", _("Dismissed")


class Level(models.IntegerChoices):
    """How soon a sentence is shown: the strict ones always, the rest only to be counted.

    `STRICT` and `USUAL` are proposed to everybody; `BROAD` to whoever asks for more.
    """

    STRICT = 1, _("strict")
    USUAL = 2, _("usual")
    BROAD = 3, _("broad")
    REST = 4, _("below")


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    """Suggestions, as members of a team see them."""

    def visible_to(self, actor: Actor) -> SuggestionQuerySet:
        """Only the suggestions in the actor's team's articles."""
        return self.filter(version__article__team_id=actor.team.pk)

    def open(self) -> SuggestionQuerySet:
        """Only those that nobody has decided yet, in reading order."""
        return self.filter(state=SuggestionState.OPEN).order_by("start", "end")

    def proposed(self) -> SuggestionQuerySet:
        """Only those that are shown without asking for more."""
        return self.filter(level__lte=Level.USUAL)

    def shown(self, level: Level) -> SuggestionQuerySet:
        """What people decided, and of the open ones those up to a level."""
        return self.filter(~Q(state=SuggestionState.OPEN) | Q(level__lte=level))

    def showable(self) -> SuggestionQuerySet:
        """What can be shown at all; the rest is there to be counted."""
        return self.shown(Level.BROAD)

    def best(self, most: int) -> SuggestionQuerySet:
        """Of a version's: what people decided, and so many of the best open ones."""
        best = self.showable().open().order_by("rank").values("pk")[:most]
        return self.filter(~Q(state=SuggestionState.OPEN) | Q(pk__in=best))


class Suggestion(models.Model):
    """A scored sentence of a version: the score (0 to 1), its rank among all, and the reasons.

    `speaker` is whose words it reports, as the sentence names them; empty for nobody.
    """

    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, related_name="suggestions"
    )
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    score = models.FloatField()
    scores = models.JSONField()
    reasons = models.JSONField()
    model_id = models.CharField(max_length=100)
    rank = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    speaker = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(
        max_length=10, choices=SuggestionState.choices, default=SuggestionState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    claim = models.ForeignKey(
        "Claim", on_delete=models.PROTECT, null=True, related_name="suggestions"
    )

    objects = SuggestionQuerySet.as_manager()

    with_home = ("version__article__team", "claim")
    unrecorded = frozenset({"decided_at", "decided_by", "made_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "start", "end"], name="a_span_is_suggested_once"
            ),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="a_suggestion_has_words"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_by__isnull=False),
                name="a_decided_suggestion_says_who",
            ),
        ]
        indexes = [models.Index(fields=["version", "state"], name="suggestions_of_a_version")]

    def __str__(self) -> str:
        return f"{self.start}:{self.end}, {self.score:.2f}"

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes."""
        return self.version.article_id

    @property
    def quote(self) -> str:
        """The proposed words."""
        return self.version.text[self.start : self.end]

    @property
    def proposed(self) -> bool:
        """Whether it is shown without asking for more."""
        return self.level <= Level.USUAL
