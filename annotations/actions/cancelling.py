"""Stopping work that somebody asked for."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from annotations.actions.steps import step
from annotations.models import Actor, Job
from annotations.models.job import JobState


@transaction.atomic
def cancel(job: Job, *, by: Actor) -> Job:
    """Return the job cancelled; what it has done stays, and its worker stops at its next report."""
    # The worker ends its job without the door's lock: whoever has the row first is right.
    Job.objects.select_for_update().filter(pk=job.pk).first()
    with step("cancel", job, by=by) as s:
        s.thing.state, s.thing.finished_at = JobState.CANCELLED, timezone.now()
    return s.thing
