"""A dossier that another desk handed out: its fact-check, in one file that can be verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from annotations.models.team import Team

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Dossiers, as members of a team see them."""

    def visible_to(self, actor: Actor) -> DossierQuerySet:
        """Only those that the actor's team imported."""
        return self.filter(team_id=actor.team.pk)


class Dossier(models.Model):
    """The file, byte for byte in `text`, and what it is about. Immutable.

    `digest` names the revision that was published, `fingerprint` the whole file as a JSON value.
    `approved_by` are the names of who approved it there; `checkpoint` is the number of the
    checkpoint that saw its publication.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="dossiers")
    page = models.URLField(_("address"), max_length=2000, blank=True)
    statement = models.TextField(_("statement"), max_length=5000)
    rating = models.CharField(_("rating"), max_length=500)
    digest = models.CharField(max_length=64)
    approved_by = models.JSONField(default=list)
    published_by = models.CharField(max_length=150)
    published_at = models.DateTimeField()
    checkpoint = models.PositiveBigIntegerField()
    text = models.TextField()
    fingerprint = models.CharField(max_length=64, editable=False)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(auto_now_add=True)

    objects = DossierQuerySet.as_manager()

    unrecorded = frozenset({"text", "imported_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "fingerprint"], name="a_dossier_is_kept_once")
        ]
        indexes = [models.Index(fields=["team", "-id"], name="dossiers_newest")]

    def __str__(self) -> str:
        return self.statement
