"""Who was asked to review, and who must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from annotations.models.claim import Claim
from annotations.models.team import Team
from annotations.models.verdict import Verdict

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, as members of a team see them."""

    def visible_to(self, actor: Actor) -> AssignmentQuerySet:
        """Only the assignments of the actor's team."""
        return self.filter(verdict__claim__team_id=actor.team.pk)

    def standing(self) -> AssignmentQuerySet:
        """Those that were not released."""
        return self.filter(ended_at__isnull=True)


class Assignment(models.Model):
    """A reviewer who was asked, or took it, to review one revision.

    From submission on `due_at` says when it is released unless its reviewer has voted.
    """

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_assignments"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    with_home = ("verdict__claim__team", "verdict__claim__article", "reviewer")
    unrecorded = frozenset({"at"})

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["verdict", "reviewer"],
                condition=Q(ended_at__isnull=True),
                name="a_reviewer_is_assigned_once_to_a_revision",
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(ended_at__isnull=True), name="assignments_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.verdict}"

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes."""
        return self.verdict.home_id

    @property
    def claim_id(self) -> int:
        """The claim that it is about."""
        return self.verdict.claim_id

    @property
    def team(self) -> Team:
        """The team whose assignment this is."""
        return self.verdict.team


class Recusal(models.Model):
    """A conflict of interest: this person reviews no revision of this claim."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=1000)
    at = models.DateTimeField(auto_now_add=True)

    unrecorded = frozenset({"at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "user"], name="a_person_recuses_once_from_a_claim"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_recusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"
