"""A fact-check of another newsroom, as its ClaimReview tells it."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from annotations.models.article import LANGUAGE_TAG
from annotations.models.team import Team
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.actor import Actor

MOST_WORDS = 8
"""So many words of a search count."""


class ExternalCheckQuerySet(models.QuerySet["ExternalCheck"]):
    """Imported fact-checks, as members of a team see them."""

    def visible_to(self, actor: Actor) -> ExternalCheckQuerySet:
        """Only those that the actor's team imported."""
        return self.filter(team_id=actor.team.pk)

    def saying(self, words: str) -> ExternalCheckQuerySet:
        """Only those whose claim, claimant or title has all these words."""
        wanted = words.split()[:MOST_WORDS]
        return self.filter(reduce(lambda q, word: q & _has(word), wanted, Q()))

    def published_by(self, name: str) -> ExternalCheckQuerySet:
        """Only those of a publisher, by a part of its name or by the host of its site."""
        return self.filter(Q(publisher__icontains=name) | Q(site__iexact=name))


def _has(word: str) -> Q:
    return (
        Q(claim_reviewed__icontains=word) | Q(claimant__icontains=word) | Q(title__icontains=word)
    )


class ExternalCheck(Versioned):
    """What another newsroom found about a claim. Its address and the claim tell it apart.

    The rating has words, and numbers only where the publisher's scale is whole. `site` is the
    publisher's host. `document` is the ClaimReview as it came, `warnings` are sentences about what
    in it could not be taken as it stood; `digest` (SHA-256) names it with what was read from it.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="external_checks")
    url = models.URLField(_("address"), max_length=2000)
    claim_reviewed = models.TextField(_("claim"), max_length=5000)
    claimant = models.CharField(_("claimant"), max_length=500, blank=True)
    claimed_on = models.DateField(_("claimed on"), null=True, blank=True)
    rating = models.CharField(_("rating"), max_length=500)
    rating_value = models.FloatField(null=True, blank=True)
    rating_best = models.FloatField(null=True, blank=True)
    rating_worst = models.FloatField(null=True, blank=True)
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    site = models.CharField(_("site"), max_length=300)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True, validators=[LANGUAGE_TAG])
    title = models.CharField(_("title"), max_length=1000, blank=True)
    document = models.JSONField()
    warnings = models.JSONField(default=list)
    digest = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    objects = ExternalCheckQuerySet.as_manager()

    with_home = ("team",)
    unrecorded = frozenset({"document", "warnings", "imported_at", "fingerprint"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "fingerprint"], name="an_external_check_is_kept_once"
            ),
            models.CheckConstraint(
                # What is compared with NULL is neither true nor false, and would pass.
                condition=Q(rating_value=None, rating_best=None, rating_worst=None)
                | Q(
                    rating_value__isnull=False,
                    rating_best__isnull=False,
                    rating_worst__isnull=False,
                    rating_worst__lt=F("rating_best"),
                    rating_value__gte=F("rating_worst"),
                    rating_value__lte=F("rating_best"),
                ),
                name="an_external_rating_lies_on_a_whole_scale_or_none",
            ),
        ]
        indexes = [models.Index(fields=["team", "-id"], name="external_checks_newest")]

    def __str__(self) -> str:
        return self.claim_reviewed
