"""A reviewer's vote on exactly one state of one revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from annotations.models.verdict import UNDECIDED, Verdict

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class Vote(models.TextChoices):
    """What a reviewer decided. A dissent is recorded and blocks nothing."""

    APPROVE = "approve", _("Approve")
    RETURN = "return", _("Return")
    DISSENT = "dissent", _("Dissent")


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, as members of a team see them."""

    def visible_to(self, actor: Actor) -> ReviewQuerySet:
        """Only the reviews of the actor's team's verdicts; not those that a blind review hides."""
        return self.of(actor).exclude(self.veil(actor))

    def veiled_from(self, actor: Actor) -> ReviewQuerySet:
        """Only the reviews of the team that a blind review hides from the actor."""
        return self.of(actor).filter(self.veil(actor))

    def veiled(self) -> ReviewQuerySet:
        """Only those that a blind review hides from somebody."""
        return self.filter(reviewed_blind("verdict__"))

    def of(self, actor: Actor) -> ReviewQuerySet:
        """Those of the actor's team, also the hidden ones."""
        return self.filter(verdict__claim__team_id=actor.team.pk)

    def veil(self, actor: Actor) -> Q:
        """Return what holds for the reviews that are hidden from this person."""
        return in_blind_review("verdict__", actor) & ~Q(reviewer=actor.user)


def reviewed_blind(prefix: str) -> Q:
    """Return what holds where the revision under `prefix` is reviewed blind by anybody."""
    return Q(**{f"{prefix}status__in": UNDECIDED, f"{prefix}terms__blind_review": True})


def in_blind_review(prefix: str, actor: Actor) -> Q:
    """Return what holds where the revision under `prefix` is reviewed blind by this person.

    It is for those, too, who cannot vote: what they see, they could tell.
    """
    voted = Review.objects.filter(
        reviewer=actor.user,
        verdict=OuterRef(f"{prefix}pk"),
        digest=OuterRef(f"{prefix}digest"),
    )
    return reviewed_blind(prefix) & ~Q(Exists(voted))


class Review(models.Model):
    """One vote. It counts for the digest it names and for nothing else."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    vote = models.CharField(_("vote"), max_length=7, choices=Vote.choices)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    objects = ReviewQuerySet.as_manager()

    unrecorded = frozenset({"at"})

    class Meta:
        ordering = ["pk"]
        constraints = [
            # A withdrawn revision that is submitted again has a new digest and new votes.
            models.UniqueConstraint(
                fields=["verdict", "reviewer", "digest"],
                name="a_reviewer_votes_once_on_a_digest",
            ),
            models.CheckConstraint(
                condition=Q(vote=Vote.APPROVE) | ~Q(comment=""),
                name="a_return_or_dissent_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer}: {self.vote}"

    @property
    def home_id(self) -> int:
        """The article under whose lock this was made."""
        return self.verdict.home_id

    @property
    def claim_id(self) -> int:
        """The claim that it is about."""
        return self.verdict.claim_id
