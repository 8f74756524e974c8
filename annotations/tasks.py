"""Celery tasks: an id in, one call, done; safe to run twice."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from annotations import jobs
from annotations.actions import assignments, delivering, exports, rechecks, rescoring, suggestions
from annotations.delivery import planning
from annotations.history import keeping, mailing
from annotations.notifying import digests, mails
from annotations.suggesting import choosing

log = logging.getLogger(__name__)

KINDS = {
    "suggest": suggestions.run,
    rescoring.KIND: rescoring.run,
    exports.KIND: exports.run,
    mails.KIND: mails.run,
    digests.KIND: digests.run,
    planning.KIND: delivering.run,
}
"""What does a job of which kind."""


@shared_task(name="annotations.tasks.work")
def work(job_id: int) -> None:
    """Do one job, unless somebody else has it or did it."""
    job = jobs.take(job_id)
    if job:
        jobs.run(job, KINDS[job.kind])


@shared_task(name="annotations.tasks.sweep")
def sweep() -> None:
    """Find the jobs that no message asks for any more."""
    jobs.sweep(model_id=choosing.scorer().model_id, notice=choosing.notice())


@shared_task(name="annotations.tasks.checkpoint")
def checkpoint() -> None:
    """Write down how the history ends, where it is time for it, and mail what was written."""
    try:
        keeping.keep()
    except keeping.CannotKeep as error:
        log.warning("No checkpoint of the history: %s", error)
    mailing.mail()


@shared_task(name="annotations.tasks.recheck")
def recheck() -> None:
    """Flag the fact-checks whose day to look again has come."""
    rechecks.sweep()


@shared_task(name="annotations.tasks.release")
def release() -> None:
    """Give back the reviews that their reviewers have left lying."""
    assignments.release_idle()


@shared_task(name="annotations.tasks.clear_exports")
def clear_exports() -> None:
    """Remove exported files that have been kept long enough."""
    exports.clear()


@shared_task(name="annotations.tasks.digest")
def digest() -> None:
    """Plan the day's digests, where it is time for them."""
    digests.plan(timezone.now())


@shared_task(name="annotations.tasks.deliver")
def deliver() -> None:
    """Plan what the webhooks are to be sent."""
    planning.plan()


@shared_task(name="annotations.tasks.forget")
def forget() -> None:
    """Delete what the log of the webhooks need not keep."""
    planning.forget()
