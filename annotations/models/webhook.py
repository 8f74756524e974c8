"""Who outside the desk is told of its history, and what became of each message."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotations.models.feed import FeedEntry
from annotations.models.team import Team
from annotations.models.verdict import Verdict
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.actor import Actor

EVERYTHING = "*"
"""Among a webhook's events: whatever the team's feed has."""


class Switch(models.TextChoices):
    """Whether a webhook is sent anything."""

    ON = "on", _("On")
    OFF = "off", _("Off")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    """Webhooks, as the admins of a team see them."""

    def visible_to(self, actor: Actor) -> WebhookQuerySet:
        """Only those of the actor's team; none for who does not administer it."""
        return self.filter(team_id=actor.team.pk) if actor.administers else self.none()


class Webhook(Versioned):
    """An address that is sent what happens: `events` are names such as `verdict.publish`, or "*".

    `position` is how far in the feed its deliveries are planned. `salt` makes its secret, and
    `previous_salt` the one that signs too until `previous_until`; no secret is kept. `url` may hold
    a key: the history tells its `host`, and since when it goes there. `failing_since` is when it
    last began to answer nothing but failures; it is left in peace before `quiet_until`.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(_("name"), max_length=100)
    url = models.CharField(_("address"), max_length=2000)
    host = models.CharField(max_length=255, editable=False)
    url_since = models.DateTimeField(editable=False)
    events = models.JSONField(_("events"), default=list)
    active = models.BooleanField(default=True, editable=False)
    off_reason = models.CharField(max_length=300, blank=True, editable=False)
    off_since = models.DateTimeField(null=True, editable=False)
    salt = models.CharField(max_length=64, editable=False)
    previous_salt = models.CharField(max_length=64, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    position = models.BigIntegerField(default=0, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    quiet_until = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WebhookQuerySet.as_manager()

    with_home = ("team", "created_by")
    unrecorded = frozenset(
        {"url", "salt", "previous_salt", "position", "failing_since", "quiet_until", "created_at"}
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(active=True, off_since__isnull=True)
                | Q(active=False, off_since__isnull=False),
                name="a_webhook_that_is_off_says_since_when",
            ),
            models.CheckConstraint(
                condition=Q(previous_salt="") | Q(previous_until__isnull=False),
                name="a_previous_secret_signs_for_a_while",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def switch(self) -> str:
        """Whether it is on or off."""
        return Switch.ON if self.active else Switch.OFF

    @property
    def salts(self) -> list[str]:
        """What makes the secrets that sign now, the newest first."""
        signs_too = self.previous_until and self.previous_until > timezone.now()
        return [self.salt, self.previous_salt] if signs_too else [self.salt]


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Deliveries, as the admins of a team see them."""

    def visible_to(self, actor: Actor) -> DeliveryQuerySet:
        """Only those of the actor's team's webhooks; none for who does not administer it."""
        return self.filter(webhook__in=Webhook.objects.visible_to(actor))

    def due(self) -> DeliveryQuerySet:
        """Those to be sent now, the first of each key; the next ones of a key wait for it.

        What is sent again because somebody asked for it has had its turn: nothing waits for it.
        """
        now = timezone.now()
        due = self.filter(state=DeliveryState.WAITING, due_at__lte=now, webhook__active=True)
        loud = Q(webhook__quiet_until__isnull=True) | Q(webhook__quiet_until__lte=now)
        return due.filter(loud & ~Exists(_earlier())).order_by("due_at", "entry")

    def with_turns(self) -> DeliveryQuerySet:
        """Say of each whether it waits behind an earlier one of its key: `waits_behind`."""
        behind = Q(state=DeliveryState.WAITING) & Exists(_earlier())
        wrapped = ExpressionWrapper(behind, models.BooleanField())
        return self.annotate(waits_behind=wrapped)  # type: ignore[no-redef]  # declared below


def _earlier() -> DeliveryQuerySet:
    """Return those of the same key that a delivery waits for."""
    return Delivery.objects.filter(
        webhook=OuterRef("webhook"),
        ordering_key=OuterRef("ordering_key"),
        entry__lt=OuterRef("entry"),
        state=DeliveryState.WAITING,
        asked_again_at__isnull=True,
    )


class Delivery(models.Model):
    """One line of the feed on its way to one webhook.

    `verdict` is the published revision that it tells of, where it tells of one: kept for good, so
    that whoever has a revision hears of the next. `delivered_at` is when it was first acknowledged.
    `status`, `answer` (its beginning), `error` and `duration` (milliseconds) are of the last
    attempt. `attempts` are all that were made; the pauses begin anew after `attempts_before`, those
    made before somebody asked for it again. `waits_behind` is there after `with_turns`.
    """

    waits_behind: bool

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(FeedEntry, on_delete=models.PROTECT, related_name="deliveries")
    verdict = models.ForeignKey(
        Verdict, on_delete=models.PROTECT, null=True, related_name="deliveries"
    )
    ordering_key = models.CharField(max_length=30)
    state = models.CharField(
        max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    attempts_before = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    status = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    error = models.CharField(max_length=300, blank=True)
    duration = models.PositiveIntegerField(null=True)
    delivered_at = models.DateTimeField(null=True)
    asked_again_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "entry"], name="a_webhook_is_told_of_a_line_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False),
                name="what_was_delivered_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["webhook", "ordering_key", "entry"],
                condition=Q(state="waiting"),
                name="deliveries_waiting",
            ),
            models.Index(fields=["webhook", "-id"], name="deliveries_of_a_webhook"),
            models.Index(fields=["created_at"], name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id}: {self.state}"

    @property
    def message_id(self) -> str:
        """What it is called on every attempt, on this desk and no other."""
        return f"msg_{self.webhook_id}_{self.entry.event.hash[:32]}"

    @property
    def next_at(self) -> dt.datetime | None:
        """When it is tried, where its turn has come; None where that is now."""
        at = max(self.due_at, self.webhook.quiet_until or self.due_at)
        return at if at > timezone.now() else None

    @property
    def type(self) -> str:
        """The name of what happened."""
        return self.entry.event.name
