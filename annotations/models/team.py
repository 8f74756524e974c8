"""A newsroom's team, its people and their roles, and its policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.models.policy import Policy
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.user import User


class Role(models.IntegerChoices):
    """What a member may do; each role includes the ones before it."""

    VIEWER = 1, _("viewer")
    CONTRIBUTOR = 2, _("contributor")
    REVIEWER = 3, _("reviewer")
    PUBLISHER = 4, _("publisher")
    ADMIN = 5, _("admin")


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams, as people see them."""

    def of(self, user: User) -> TeamQuerySet:
        """Only the teams that this user is a member of, by name."""
        return self.filter(memberships__user=user).order_by("name", "pk")


class Team(models.Model):
    """A newsroom's desk. Nothing that one team keeps is ever seen by another."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(unique=True)
    approvals_required = models.PositiveSmallIntegerField(
        _("approvals required"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
    )
    blind_review = models.BooleanField(_("blind review"), default=False)
    author_may_publish = models.BooleanField(_("the author may publish"), default=False)
    returns_at_once = models.BooleanField(_("one return sends it back at once"), default=True)
    review_days = models.PositiveSmallIntegerField(
        _("days until an idle assignment is released"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(90)],
    )

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approvals_required__gte=1, approvals_required__lte=5),
                name="a_team_requires_one_to_five_approvals",
            ),
            models.CheckConstraint(
                condition=Q(review_days__isnull=True) | Q(review_days__gte=1, review_days__lte=90),
                name="an_assignment_lasts_one_to_ninety_days",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> Policy:
        """The terms under which the next revision is submitted."""
        return Policy(
            approvals_required=self.approvals_required,
            blind_review=self.blind_review,
            author_may_publish=self.author_may_publish,
            returns_at_once=self.returns_at_once,
            review_days=self.review_days,
        )


class Membership(Versioned):
    """The role of a person or an integration in a team.

    `mail` says by kind of notification how it is mailed; a kind that is absent is mailed at once.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.PositiveSmallIntegerField(_("role"), choices=Role.choices)
    mail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], name="a_person_joins_a_team_once"),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="a_role_is_one_of_the_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
