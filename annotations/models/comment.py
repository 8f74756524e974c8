"""What people of the desk say about a claim, in threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.models.claim import Claim
from annotations.models.review import in_blind_review, reviewed_blind
from annotations.models.team import Team
from annotations.models.verdict import Verdict
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class CommentQuerySet(models.QuerySet["Comment"]):
    """Comments, as members of a team see them."""

    def visible_to(self, actor: Actor) -> CommentQuerySet:
        """Only the comments on the actor's team's claims; not those that a blind review hides."""
        return self.of(actor).exclude(self.veil(actor))

    def veiled_from(self, actor: Actor) -> CommentQuerySet:
        """Only the comments of the team that a blind review hides from the actor."""
        return self.of(actor).filter(self.veil(actor))

    def veiled(self) -> CommentQuerySet:
        """Only those that a blind review hides from somebody."""
        return self.filter(reviewed_blind("verdict__"))

    def of(self, actor: Actor) -> CommentQuerySet:
        """Those of the actor's team, also the hidden ones."""
        return self.filter(claim__team_id=actor.team.pk)

    def veil(self, actor: Actor) -> Q:
        """Return what holds for the comments that are hidden from this person."""
        return in_blind_review("verdict__", actor) & ~Q(author=actor.user)


class Comment(Versioned):
    """A remark on a claim, or (with `parent`) an answer to one. A thread is one level deep.

    `verdict` is the revision that was in review when it was written. Only what begins a thread
    is resolved.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )
    verdict = models.ForeignKey(
        Verdict, on_delete=models.PROTECT, null=True, related_name="comments"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("comment"), max_length=4000)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CommentQuerySet.as_manager()

    with_home = ("claim__team", "claim__article", "claim__current", "author", "parent")
    unrecorded = frozenset({"at"})

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True)
                | Q(parent__isnull=True, resolved_by__isnull=False),
                name="a_thread_is_resolved_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes."""
        return self.claim.article_id

    @property
    def team(self) -> Team:
        """The team whose comment this is."""
        return self.claim.team

    @property
    def state(self) -> str:
        """Whether the thread is open or resolved."""
        return Thread.RESOLVED if self.resolved_at else Thread.OPEN


class Thread(models.TextChoices):
    """Whether a thread still waits for something."""

    OPEN = "open", _("Open")
    RESOLVED = "resolved", _("Resolved")
