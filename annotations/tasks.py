"""Celery tasks: an id in, one call, done; safe to run twice."""

from __future__ import annotations

from celery import shared_task

from annotations import jobs
from annotations.actions import rescoring, suggestions
from annotations.suggesting import choosing

KINDS = {"suggest": suggestions.run, rescoring.KIND: rescoring.run}
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
