"""One revision of the newsroom's answer to a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.models.claim import Claim
from annotations.models.full_text import FullText, Searched
from annotations.models.policy import Policy
from annotations.models.rating import Rating
from annotations.models.team import Team
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.actor import Actor
    from annotations.models.review import Review


class Status(models.TextChoices):
    """Where a revision stands, and by that whose turn it is."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    RETRACTED = "retracted", _("Retracted")
    DISCARDED = "discarded", _("Discarded")


UNDER_WAY = (Status.DRAFT, Status.IN_REVIEW, Status.APPROVED)
"""A claim has at most one revision in these."""
UNDECIDED = (Status.DRAFT, Status.IN_REVIEW)
"""Where a revision that was submitted may still be voted on: now, or after another submission."""
PUBLIC = (Status.PUBLISHED, Status.RETRACTED)
"""A claim has at most one revision in these: the one that readers see."""


class Kind(models.TextChoices):
    """What a revision changes in what was published before it."""

    FIRST = "first", _("First publication")
    MINOR = "minor", _("Minor change")
    CORRECTION = "correction", _("Correction")
    UPDATE = "update", _("Update")
    RETRACTION = "retraction", _("Retraction")


class VerdictQuerySet(Searched["Verdict"]):
    """Revisions, as members of a team and as readers see them."""

    def visible_to(self, actor: Actor) -> VerdictQuerySet:
        """Only the revisions of the actor's team's claims."""
        return self.filter(claim__team_id=actor.team.pk)

    def public(self) -> VerdictQuerySet:
        """The published and the retracted revisions, which anybody may read, newest first."""
        return (
            self.filter(status__in=PUBLIC)
            .select_related("claim__team", "claim__article", "rating__scale")
            .order_by("-published_at", "-pk")
        )

    def changes(self) -> VerdictQuerySet:
        """The revisions that changed what was public, which anybody may read, newest first."""
        seen = self.filter(published_at__isnull=False, dossier__isnull=False)
        return seen.exclude(kind=Kind.FIRST).order_by("-published_at", "-pk")

    def with_standing(self) -> VerdictQuerySet:
        """With everything that says how a revision stands, in a fixed number of queries."""
        return self.select_related(
            "claim__team", "claim__article", "claim__current", "rating", "author"
        ).prefetch_related(
            "reviews__reviewer",
            "contributors",
            "assignments__reviewer",
            "claim__evidence",
            "claim__occurrences",
            "claim__recusals",
        )


class Verdict(Versioned):
    """A revision: rating, summary, rationale and as-of date.

    From submission on `dossier` freezes what it rests on, and `digest` (SHA-256, hexadecimal)
    names exactly that; reviews are bound to the digest. `terms` is the team's policy as it was
    at the last submission. The reasons excuse what a submission lacks; the reply is the claimant's.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    number = models.PositiveIntegerField()
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, null=True, blank=True)
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    rationale = models.TextField(_("rationale"), max_length=50_000, blank=True)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    one_sided_reason = models.TextField(
        _("why only one side has evidence"), max_length=500, blank=True
    )
    one_origin_reason = models.TextField(_("why one origin is enough"), max_length=500, blank=True)
    reply_asked_on = models.DateField(_("claimant asked on"), null=True, blank=True)
    reply_asked_how = models.CharField(_("claimant asked how"), max_length=200, blank=True)
    reply_answer = models.TextField(_("the claimant's answer"), max_length=2000, blank=True)
    reply_not_asked_reason = models.TextField(
        _("why the claimant was not asked"), max_length=500, blank=True
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    contributors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.FIRST)
    reason = models.CharField(max_length=1000, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    dossier = models.JSONField(null=True)
    terms = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = VerdictQuerySet.as_manager()

    with_home = ("claim__team", "claim__article", "claim__current", "rating", "author")
    unrecorded = frozenset({"dossier", "created_at", "submitted_at", "published_at"})

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="a_revision_number_is_unique"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(status__in=UNDER_WAY),
                name="one_revision_of_a_claim_is_under_way",
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(status__in=PUBLIC),
                name="one_revision_of_a_claim_is_public",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.DRAFT, Status.DISCARDED])
                | (~Q(digest="") & Q(rating__isnull=False)),
                name="what_left_the_draft_is_rated_and_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[*PUBLIC, Status.SUPERSEDED])
                | (Q(published_at__isnull=False) & Q(published_by__isnull=False)),
                name="what_is_published_says_when_and_by_whom",
            ),
            # What was sealed, since that is what readers see.
            FullText(
                name="verdicts_by_their_words",
                of=["dossier__claim__statement", "dossier__summary", "dossier__rationale"],
            ),
        ]
        indexes = [models.Index(fields=["status", "-published_at"], name="verdicts_published")]

    def __str__(self) -> str:
        return f"revision {self.number}"

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes."""
        return self.claim.article_id

    @property
    def team(self) -> Team:
        """The team whose verdict this is."""
        return self.claim.team

    @property
    def policy(self) -> Policy:
        """The terms of its review: those of its submission, in a draft the team's."""
        if self.terms is None or self.status == Status.DRAFT:
            return self.team.policy
        return Policy(**self.terms)

    def is_blind_to(self, actor: Actor) -> bool:
        """Whether the votes of others are hidden from somebody who has not voted yet.

        A blind review that was withdrawn goes on with the next submission.
        """
        if self.status not in UNDECIDED or not (self.terms or {}).get("blind_review"):
            return False
        return all(
            review.reviewer_id != actor.user.pk or review.digest != self.digest
            for review in self.reviews.all()
        )

    def reviews_seen_by(self, actor: Actor) -> list[Review]:
        """Return the votes that this person may see, the oldest first."""
        blind = self.is_blind_to(actor)
        return [r for r in self.reviews.all() if not blind or r.reviewer_id == actor.user.pk]

    @property
    def approvals(self) -> int:
        """How many people approved exactly this digest."""
        return sum(r.vote == "approve" and r.digest == self.digest for r in self.reviews.all())
