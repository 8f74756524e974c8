"""An assertion that can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from annotations.models.article import Article
from annotations.models.full_text import FullText, Searched
from annotations.models.team import Team
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.actor import Actor
    from annotations.models.blind_rating import BlindRating
    from annotations.models.occurrence import Occurrence
    from annotations.models.verdict import Verdict


class Triage(models.TextChoices):
    """Whether a claim is worth the desk's time."""

    OPEN = "open", _("Open")
    DISMISSED = "dismissed", _("Dismissed")
    MERGED = "merged", _("Merged")


ASIDE = (Triage.DISMISSED, Triage.MERGED)
"""The claims that nobody checks; what they are called wherever a state is."""


class Priority(models.TextChoices):
    """How soon."""

    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")


class RecheckReason(models.TextChoices):
    """Why what is published has to be looked at again."""

    DATE_PASSED = "date_passed", _("The day to look again has come")
    ASKED = "asked", _("Somebody asked for another look")
    EVIDENCE_CHANGED = "evidence_changed", _("Evidence has changed")
    EVIDENCE_GONE = "evidence_gone", _("Evidence is gone")
    ARTICLE_CHANGED = "article_changed", _("The article has changed")
    EARLIER_CHECK_CORRECTED = "earlier_check_corrected", _("An earlier check was corrected")


NEEDS_RECHECK = "needs_recheck"
"""The state of a published claim that has to be looked at again."""
PUBLISHED = "published"


class ClaimQuerySet(Searched["Claim"]):
    """Claims, as members of a team see them."""

    def visible_to(self, actor: Actor) -> ClaimQuerySet:
        """Only the claims of the actor's team."""
        return self.filter(team_id=actor.team.pk)

    def in_state(self, state: str) -> ClaimQuerySet:
        """Only claims whose `state`, as the screen shows it, is this one."""
        if state in ASIDE:
            return self.filter(triage=state)
        claims = self.filter(triage=Triage.OPEN)
        if state == Triage.OPEN:
            return claims.filter(current__isnull=True)
        if state == NEEDS_RECHECK:
            return claims.needing_recheck()
        if state == PUBLISHED:
            claims = claims.filter(needs_recheck=[])
        return claims.filter(current__status=state)

    def needing_recheck(self) -> ClaimQuerySet:
        """Those that are published, with a reason to look at them again."""
        return self.filter(current__status=PUBLISHED).exclude(needs_recheck=[])

    def with_standing(self) -> ClaimQuerySet:
        """With everything that says how a claim stands, in a fixed number of queries."""
        return self.select_related(
            "team",
            "article",
            "assignee",
            "created_by",
            "current__rating",
            "current__author",
            "current__claim__team",
        ).prefetch_related(
            "occurrences",
            "evidence",
            "recusals",
            "current__reviews__reviewer",
            "current__contributors",
            "current__assignments__reviewer",
        )


class Claim(Versioned):
    """One self-contained, checkable sentence. `current` is its newest verdict revision.

    `contributors` changed its words or touched its evidence, also evidence that is gone: they
    contributed to every revision that is submitted after that.

    `needs_recheck` lists why the published verdict has to be looked at again: {"reason": one of
    RecheckReason, "note": words, "since": ISO day}. `double_rating` counts the rounds of blind
    double rating, 0 where none is asked for; `agreed_rating` is the result of the last one.

    `merged_into` is the claim that is checked in its place, and is not merged itself.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="claims")
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="claims")
    statement = models.TextField(_("statement"), max_length=1000)
    claimant = models.CharField(_("claimant"), max_length=200, blank=True)
    claimed_on = models.DateField(_("claimed on"), null=True, blank=True)
    topics = models.JSONField(_("topics"), default=list, blank=True)
    priority = models.CharField(
        _("priority"), max_length=6, choices=Priority.choices, default=Priority.NORMAL
    )
    triage = models.CharField(max_length=10, choices=Triage.choices, default=Triage.OPEN)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged", editable=False
    )
    external_id = models.CharField(_("external id"), max_length=200, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_claims",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="created_claims"
    )
    contributors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    recheck_on = models.DateField(_("recheck on"), null=True, blank=True)
    needs_recheck = models.JSONField(default=list, editable=False)
    double_rating = models.PositiveSmallIntegerField(default=0, editable=False)
    agreed_rating = models.ForeignKey(
        "Rating", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    current = models.OneToOneField(
        "Verdict", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = ClaimQuerySet.as_manager()

    with_home = ("team", "article", "current")
    unrecorded = frozenset({"current", "created_at", "fingerprint"})

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "fingerprint"], name="a_span_and_statement_is_one_claim"
            ),
            FullText(name="claims_by_their_words", of=["statement", "claimant"]),
            models.UniqueConstraint(
                fields=["team", "external_id"],
                condition=~Q(external_id=""),
                name="an_external_id_names_one_claim",
            ),
            models.CheckConstraint(
                condition=Q(triage=Triage.MERGED, merged_into__isnull=False)
                | (~Q(triage=Triage.MERGED) & Q(merged_into__isnull=True)),
                name="what_is_merged_names_its_claim",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="a_claim_is_merged_into_another",
            ),
        ]
        indexes = [
            models.Index(fields=["team", "-id"], name="claims_of_a_team_newest"),
            # Without it SQLite looks at all claims of the team to find those of one article.
            models.Index(fields=["team", "article"], name="claims_of_an_article"),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def home_id(self) -> int:
        """The article under whose lock this changes."""
        return self.article_id

    @property
    def state(self) -> str:
        """How the claim stands: dismissed, merged, open, or the status of its newest revision.

        That it needs a recheck takes the place of *published*.
        """
        if self.triage in ASIDE or self.current is None:
            return str(self.triage)
        if self.current.status == PUBLISHED and self.needs_recheck:
            return NEEDS_RECHECK
        return str(self.current.status)

    # Whoever shows many claims looks these three up for all of them, and sets them.

    @cached_property
    def places(self) -> list[Occurrence]:
        """Where it is made, in the order of the text."""
        return [*self.occurrences.placed()]

    @cached_property
    def ratings_given(self) -> list[BlindRating]:
        """The blind ratings of all its rounds."""
        return [*self.blind_ratings.all()]

    @cached_property
    def evidence_count(self) -> int:
        """How many sources are cited."""
        return self.evidence.count()

    @property
    def revision(self) -> Verdict | None:
        """The newest revision; knows its claim without another query."""
        if self.current is not None:
            self.current.claim = self
        return self.current
