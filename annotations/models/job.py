"""Work for later: the row is the truth, a Celery message is only a nudge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.models.team import Team

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNFINISHED = (JobState.WAITING, JobState.RUNNING)
PRIVATE = ("mail", "digest", "export")
"""Kinds that only their person sees: they would tell who has voted in a blind review."""


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, as members of a team see them."""

    def visible_to(self, actor: Actor) -> JobQuerySet:
        """Only the jobs of the actor's team; of the mails only those to the actor."""
        others = ~Q(asked_by=actor.user)
        return self.filter(team_id=actor.team.pk).exclude(others, kind__in=PRIVATE)

    def unfinished(self) -> JobQuerySet:
        """Those that are still to do or being done."""
        return self.filter(state__in=UNFINISHED)


class Job(models.Model):
    """One piece of work, for one key (such as `article:12`), asked for by one person.

    `lease_until` is when a running job counts as abandoned; `not_before` is when a waiting one
    may start; `progress` is a percentage.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="jobs")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=60)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=9, choices=JobState.choices, default=JobState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    not_before = models.DateTimeField()
    nudged_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    with_home = ("team", "asked_by")
    unrecorded = frozenset(
        {"args", "attempts", "progress", "error", "created_at", "not_before"}
        | {"nudged_at", "lease_until", "finished_at"}
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state="waiting"),
                name="a_job_waits_once_for_a_key",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="a_running_job_has_a_lease",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="jobs_due"),
            models.Index(fields=["key", "-id"], name="jobs_of_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"

    @property
    def is_unfinished(self) -> bool:
        """Whether it is still to do or being done."""
        return self.state in UNFINISHED


class Heartbeat(models.Model):
    """When the worker was last alive, what scores its sentences, and what is wrong with that."""

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()
    model_id = models.CharField(max_length=100, blank=True)
    notice = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.at}"
