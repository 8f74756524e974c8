"""What a person is told of, in the page and by e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from annotations.models.event import Event
from annotations.models.team import Team

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class News(models.TextChoices):
    """The kinds of notification."""

    ASSIGNED = "assigned", _("Assigned")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")
    MENTIONED = "mentioned", _("Mentioned")
    ANSWERED = "answered", _("Answered")
    NEEDS_RECHECK = "needs_recheck", _("Needs recheck")
    WORDS_CHANGED = "words_changed", _("Words changed under review")
    WEBHOOK_OFF = "webhook_off", _("Webhook switched off")


class Mail(models.TextChoices):
    """How a kind of notification is mailed. The page shows all of them."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    NEVER = "never", _("Never")


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Notifications, as their person sees them."""

    def visible_to(self, actor: Actor) -> NotificationQuerySet:
        """Only the actor's own in this team, and only of what they may see by now."""
        seen = Event.objects.visible_to(actor).order_by().filter(pk=OuterRef("event"))
        return self.filter(Exists(seen), user=actor.user, team=actor.team)


class Notification(models.Model):
    """One line of the history that one person is told of."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notifications"
    )
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notifications")
    kind = models.CharField(max_length=15, choices=News.choices)
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "event"], name="a_person_is_told_of_a_line_once"
            )
        ]
        indexes = [
            models.Index(fields=["user", "team", "-id"], name="notifications_of_a_person"),
            models.Index(
                fields=["user", "team"],
                condition=Q(read_at__isnull=True),
                name="notifications_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"
