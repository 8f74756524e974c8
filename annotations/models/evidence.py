"""A source, the passage relied on, and its stance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from annotations.models.claim import Claim
from annotations.models.team import Team
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class Stance(models.TextChoices):
    """What a source says about the claim."""

    SUPPORTS = "supports", _("Supports")
    REFUTES = "refutes", _("Refutes")
    CONTEXT = "context", _("Context")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """Evidence, as members of a team see it."""

    def visible_to(self, actor: Actor) -> EvidenceQuerySet:
        """Only the evidence of the actor's team's claims."""
        return self.filter(team_id=actor.team.pk)


class Evidence(Versioned):
    """A source for or against a claim. `passage` holds the exact words relied on.

    Sources that depend on one another share an `origin`. `team` is the claim's: within it an
    `external_id` is unique.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="evidence")
    url = models.URLField(_("address"), max_length=2000)
    title = models.CharField(_("title"), max_length=500)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    stance = models.CharField(_("stance"), max_length=10, choices=Stance.choices)
    passage = models.TextField(_("passage"), max_length=5000, blank=True)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    origin = models.CharField(_("origin"), max_length=200, blank=True)
    primary = models.BooleanField(_("primary source"), default=False)
    external_id = models.CharField(_("external id"), max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    with_home = ("claim__team", "claim__article", "claim__current")
    unrecorded = frozenset({"added_at", "team"})

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(stance__in=Stance.values), name="a_stance_is_one_of_the_three"
            ),
            models.UniqueConstraint(
                fields=["team", "external_id"],
                condition=~models.Q(external_id=""),
                name="an_external_id_names_one_source",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def origin_key(self) -> str:
        """What its origin is told apart by; without a named one, the document itself."""
        return self.origin.casefold() or self.document

    @property
    def document(self) -> str:
        """The address without the place in it."""
        return self.url.split("#", 1)[0]

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes."""
        return self.claim.article_id
