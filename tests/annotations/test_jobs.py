"""The durable queue: the row is the truth, whatever becomes of messages and workers."""

import datetime as dt
import time

import pytest
from django.db import transaction
from django.utils import timezone

from annotations import jobs, tasks
from annotations.actions import suggestions
from annotations.errors import Invalid
from annotations.models import Heartbeat, Job, Membership, Role, Suggestion
from tests.cast import again, an_article


@pytest.fixture
def job(newsroom):
    an_article(newsroom.alice)
    return Job.objects.get()


@pytest.fixture
def nudged(monkeypatch):
    """The ids that the sweep asks a worker to look at."""
    sent: list[int] = []
    monkeypatch.setattr(jobs, "_nudge", sent.extend)
    return sent


def earlier(job, **ago):
    """Put a moment of the job some seconds into the past."""
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        **{name: now - dt.timedelta(seconds=seconds) for name, seconds in ago.items()}
    )


def working(job, monkeypatch, do):
    monkeypatch.setitem(tasks.KINDS, job.kind, do)
    tasks.work(job.pk)
    return again(job)


def test_a_job_is_done_once(job):
    tasks.work(job.pk)
    done = again(job)
    assert (done.state, done.progress, done.attempts, done.error) == ("done", 100, 1, "")
    assert done.finished_at
    before = Suggestion.objects.count()
    assert before
    tasks.work(job.pk)
    assert (again(job).attempts, Suggestion.objects.count()) == (1, before)


def test_a_job_that_is_not_there_is_nothing(db):
    tasks.work(10**9)


def test_a_job_of_somebody_who_left_fails_with_a_sentence(newsroom, job):
    Membership.objects.filter(user=newsroom.alice.user).delete()
    tasks.work(job.pk)
    assert (again(job).state, again(job).error) == ("failed", "Alice is no longer in the team.")
    assert not Suggestion.objects.exists()


def test_a_job_of_somebody_who_may_no_longer_fails_with_a_sentence(newsroom, job):
    Membership.objects.filter(user=newsroom.alice.user).update(role=Role.VIEWER)
    tasks.work(job.pk)
    assert again(job).state == "failed"
    assert again(job).error == "You are a viewer here; this takes a contributor."


def test_what_is_refused_is_not_tried_again(job, monkeypatch):
    def refuse(*_args):
        raise Invalid("There is nothing to suggest here.")

    failed = working(job, monkeypatch, refuse)
    assert (failed.state, failed.attempts, failed.error) == (
        "failed",
        1,
        "There is nothing to suggest here.",
    )


def crash(*_args):
    raise RuntimeError("The scorer broke.")


def test_a_crash_is_tried_again_later_and_later_and_ends_as_failed(job, monkeypatch, nudged):
    pauses = []
    for attempt in range(1, jobs.MOST_ATTEMPTS + 1):
        found = working(job, monkeypatch, crash)
        assert (found.attempts, found.error) == (
            attempt,
            "Something broke on our side. It has been noted.",
        )
        pauses.append((found.lease_until - timezone.now()).total_seconds())
        assert jobs.take(job.pk) is None, "It waits before it is tried again."
        earlier(job, lease_until=1, created_at=5)
        jobs.sweep()
    assert again(job).state == "failed"
    assert [round(pause) for pause in pauses[:-1]] == [2, 4, 8, 16]
    assert nudged == [job.pk] * (jobs.MOST_ATTEMPTS - 1)


def test_a_crash_that_passes_leaves_nothing_behind(job, monkeypatch):
    working(job, monkeypatch, crash)
    earlier(job, lease_until=1)
    done = working(job, monkeypatch, suggestions.run)
    assert (done.state, done.error, done.attempts) == ("done", "", 2)


def test_a_worker_that_died_leaves_its_job_to_the_next(job, nudged):
    taken = jobs.take(job.pk)
    assert taken.state == "running"
    assert jobs.take(job.pk) is None
    earlier(job, lease_until=1, created_at=60)
    jobs.sweep()
    assert nudged == [job.pk]
    assert jobs.take(job.pk).attempts == 2


def test_a_job_that_kills_every_worker_ends_as_failed(job):
    for _attempt in range(jobs.MOST_ATTEMPTS):
        assert jobs.take(job.pk)
        earlier(job, lease_until=1)
    assert jobs.take(job.pk) is None
    assert again(job).state == "failed"
    assert again(job).error == "The worker was stopped in the middle of it every time."


def test_a_worker_that_lost_its_lease_writes_nothing(job):
    late = jobs.take(job.pk)
    earlier(job, lease_until=1)
    second = jobs.take(job.pk)
    jobs.report(late, 70)
    jobs.run(late, lambda *_args: None)
    assert (again(job).state, again(job).progress) == ("running", 0)
    jobs.run(second, lambda *_args: None)
    assert again(job).state == "done"


def test_progress_renews_the_lease(job, settings):
    taken = jobs.take(job.pk)
    earlier(job, lease_until=-1)
    jobs.report(taken, 40)
    left = (again(job).lease_until - timezone.now()).total_seconds()
    assert again(job).progress == 40
    assert left > settings.JOB_LEASE - 1


def test_the_sweep_asks_once_a_lease_for_what_nobody_took(job, nudged, settings):
    jobs.sweep()
    assert nudged == [], "Its message is a moment old: somebody is about to take it."
    earlier(job, created_at=2)
    jobs.sweep()
    jobs.sweep()
    assert nudged == [job.pk]
    earlier(job, nudged_at=settings.JOB_LEASE + 1)
    jobs.sweep()
    assert nudged == [job.pk] * 2


@pytest.mark.parametrize("state", ["done", "failed"])
def test_the_sweep_leaves_alone_what_is_over(job, nudged, state):
    Job.objects.update(state=state)
    earlier(job, created_at=60)
    jobs.sweep()
    assert nudged == []


def test_a_job_starts_no_earlier_than_it_may(job, nudged):
    earlier(job, created_at=60, not_before=-30)
    jobs.sweep()
    assert nudged == []
    assert jobs.take(job.pk) is None


def enqueue_and_fail(by):
    with transaction.atomic():
        jobs.enqueue("suggest", "article:1", by=by, article=1)
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_the_worker_is_nudged_after_the_commit_and_only_then(newsroom, nudged):
    with pytest.raises(ZeroDivisionError):
        enqueue_and_fail(newsroom.alice)
    assert (nudged, Job.objects.count()) == ([], 0)
    with transaction.atomic():
        kept = jobs.enqueue("suggest", "article:1", by=newsroom.alice, article=1)
        assert nudged == []
    assert nudged == [kept.pk]


def test_what_is_down_is_said_in_a_sentence(db, monkeypatch):
    worker = "The worker is not running. Suggestions wait until it is back."
    redis = "The queue (Redis) is not answering. Suggestions wait until it is back."
    assert jobs.trouble() == [redis]
    monkeypatch.setattr(jobs, "redis_answers", lambda: True)
    assert jobs.trouble() == [worker]
    jobs.sweep()
    assert jobs.trouble() == []
    Heartbeat.objects.update(at=timezone.now() - jobs.SILENCE)
    assert jobs.trouble() == [worker]


@pytest.mark.django_db(transaction=True)
def test_without_a_queue_an_article_is_added_at_once_and_its_job_waits(newsroom):
    began = time.monotonic()
    an_article(newsroom.alice)
    assert time.monotonic() - began < 2
    assert Job.objects.get().state == "waiting"
