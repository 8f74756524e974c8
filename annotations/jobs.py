"""The durable queue: the row is the truth, a Celery message is only a nudge.

A job is written in the transaction of what it serves. After the commit a message asks the worker
to look at once; where the message is lost, or nobody could send it, the sweep finds the row. A
running job holds a lease; when its worker dies, the lease runs out and the job starts again, so
every job has to be safe to run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from celery import current_app
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError
from redis import Redis, RedisError

from annotations.errors import Refusal, Unavailable, Unusable
from annotations.models import Actor, Heartbeat, Job
from annotations.models.job import JobState

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
MOST_NUDGES = 20
LONGEST_PAUSE = 3600
WORKER = "worker"
SILENCE = timedelta(seconds=15)
"""After this long without a heartbeat the page says that the worker is down."""


class Gone(Exception):
    """The job is no longer this worker's to do."""


class Unfinished(Exception):
    """The job has done a part, and goes on after those that wait."""


def plan(kind: str, key: str, *, by: Actor, **args: Any) -> Job:
    """Return a new job, not yet saved."""
    return Job(
        kind=kind, key=key, args=args, team=by.team, asked_by=by.user, not_before=timezone.now()
    )


def enqueue(kind: str, key: str, *, by: Actor, **args: Any) -> Job:
    """Return the waiting job for this kind and key, a new one unless it waits already.

    Call it in the transaction of what the job serves, under its lock.
    """
    waiting = Job.objects.filter(kind=kind, key=key, state=JobState.WAITING).first()
    if waiting:
        return waiting
    job = plan(kind, key, by=by, **args)
    job.save()
    nudge_after_commit([job])
    return job


def nudge_after_commit(planned: Iterable[Job]) -> None:
    """Ask the worker to look at these jobs once they are in the database for good.

    Of many, only the first are asked for: the sweep finds the others within seconds, and nobody
    waits for a thousand messages.
    """
    ids = [job.pk for job in planned][:MOST_NUDGES]
    transaction.on_commit(lambda: _nudge(ids), robust=True)


def _nudge(ids: list[int]) -> None:
    try:
        for pk in ids:
            current_app.send_task("annotations.tasks.work", args=[pk], retry=False)
    except OperationalError:
        log.warning("No broker answers; %d jobs wait for the sweep.", len(ids))


def sweep(*, model_id: str, notice: str) -> None:
    """Say that the worker is alive, and nudge what is due and was not nudged for a lease's time.

    `model_id` is what scores the worker's sentences, `notice` what people have to know of that; the
    log says it when it changes.
    """
    before, notice = worker(), notice[:500]
    if notice and (before.model_id, before.notice) != (model_id, notice):
        log.warning("%s", notice)
    _live(model_id=model_id, notice=notice)
    now, lease = timezone.now(), timedelta(seconds=settings.JOB_LEASE)
    forgotten = Q(nudged_at__isnull=True, created_at__lt=now - timedelta(seconds=1))
    with transaction.atomic():
        due = Job.objects.filter(forgotten | Q(nudged_at__lt=now - lease), not_before__lte=now)
        due = due.filter(Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now))
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        ids = list(due.order_by("pk").values_list("pk", flat=True)[:500])
        Job.objects.filter(pk__in=ids).update(nudged_at=now)
    _nudge(ids)


def take(pk: int) -> Job | None:
    """Return the job for this worker to run; None where another has it, or it is done or hopeless.

    One UPDATE decides, so two workers never take the same lease.
    """
    now = timezone.now()
    free = Q(state=JobState.WAITING, not_before__lte=now)
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(free | abandoned, pk=pk).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=now + timedelta(seconds=settings.JOB_LEASE),
        error="",
    )
    if not taken:
        return None
    _live()
    job = Job.objects.select_related("team", "asked_by").get(pk=pk)
    if job.attempts > MOST_ATTEMPTS:
        # It never came to an end of its own: what kills its worker may kill the next one too.
        _end(job, JobState.FAILED, _("The worker was stopped in the middle of it every time."))
        return None
    return job


def run(job: Job, work: Callable[[Job, Actor], None]) -> None:
    """Do a taken job, as the person who asked for it, if they may still act for the team."""
    actor = Actor.member(job.asked_by, job.team, via=f"task:{job.kind}")
    if actor is None:
        _end(job, JobState.FAILED, _("%s is no longer in the team.") % job.asked_by)
        return
    try:
        work(job, actor)
    except Gone:
        return
    except Unfinished:
        _go_on(job)
    except (Refusal, Unusable) as reason:
        _end(job, JobState.FAILED, str(reason))
    except SoftTimeLimitExceeded:
        _end(job, JobState.FAILED, _("It took longer than nine minutes."))
    except Unavailable as unavailable:
        log.warning("Job %s waits at attempt %d: %s", job, job.attempts, unavailable)
        _retry(job, str(unavailable), max(unavailable.after or 0, 30 * 2**job.attempts))
    except Exception:
        log.exception("Job %s failed at attempt %d.", job, job.attempts)
        _retry(job, _("Something broke on our side. It has been noted."), 2**job.attempts)
    else:
        _end(job, JobState.DONE, "")


def report(job: Job, progress: int) -> None:
    """Record how far a running job is, in per cent, and renew its lease.

    Raises Gone where somebody cancelled it, or another worker has it now.
    """
    until = timezone.now() + timedelta(seconds=settings.JOB_LEASE)
    if not _mine(job).update(progress=progress, lease_until=until):
        raise Gone
    job.progress, job.lease_until = progress, until
    _live()


def remember(job: Job, **args: Any) -> None:
    """Keep with a running job what it has to know when it goes on."""
    job.args |= args
    _mine(job).update(args=job.args)


def others_wait(job: Job) -> bool:
    """Whether work of another kind could start now."""
    due = Job.objects.filter(state=JobState.WAITING, not_before__lte=timezone.now())
    return due.exclude(kind=job.kind).exists()


def _live(**about: str) -> None:
    now = timezone.now()
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": now, **about})


def _mine(job: Job) -> Any:
    """Only the row under this worker's lease: one that lost its lease writes nothing."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, lease_until=job.lease_until)


def _end(job: Job, state: JobState, error: str) -> None:
    done = 100 if state == JobState.DONE else job.progress
    _mine(job).update(state=state, error=error, progress=done, finished_at=timezone.now())


def _go_on(job: Job) -> None:
    """Put a long job behind those that wait; the part that it did was no failed attempt."""
    waiting = {"state": JobState.WAITING, "attempts": 0, "lease_until": None}
    if _mine(job).update(**waiting, nudged_at=timezone.now()):
        _nudge([job.pk])


def _retry(job: Job, error: str, pause: float) -> None:
    """Let it start again after some seconds, an hour at most."""
    if job.attempts >= MOST_ATTEMPTS:
        _end(job, JobState.FAILED, error)
        return
    later = timezone.now() + timedelta(seconds=min(LONGEST_PAUSE, pause))
    # It keeps its lease's state: a second job for the key may be waiting by now.
    _mine(job).update(error=error, lease_until=later, nudged_at=None)


def trouble() -> list[str]:
    """Return a sentence for each part of the machinery that is down; none where all is well."""
    if not redis_answers():
        return [_("The queue (Redis) is not answering. Suggestions wait until it is back.")]
    if not worker_answers():
        return [_("The worker is not running. Suggestions wait until it is back.")]
    return []


def worker_answers() -> bool:
    """Whether the worker was alive a moment ago, by its own word, or holds a lease."""
    now = timezone.now()
    if Heartbeat.objects.filter(name=WORKER, at__gte=now - SILENCE).exists():
        return True
    # What waits for another attempt has an error, and is in nobody's hands.
    at_work = Job.objects.filter(state=JobState.RUNNING, error="", lease_until__gte=now)
    return at_work.exists()


def worker() -> Heartbeat:
    """Return the worker's last word; an empty one where it never ran."""
    return Heartbeat.objects.filter(name=WORKER).first() or Heartbeat(name=WORKER)


def redis_answers() -> bool:
    """Whether the queue's server answers within a third of a second."""
    client = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=0.3, socket_timeout=0.3)
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()
