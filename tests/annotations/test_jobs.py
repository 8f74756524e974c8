"""The durable queue: the row is the truth, whatever becomes of messages and workers."""

import datetime as dt
import logging
import time

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings as desk
from django.db import transaction
from django.utils import timezone

from annotations import jobs, tasks
from annotations.actions import suggestions
from annotations.errors import Invalid, Unavailable, Unusable
from annotations.models import Heartbeat, Job, Membership, Role, Suggestion
from annotations.suggesting import choosing
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
    assert not Job.objects.exists()


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


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (Invalid("There is nothing to suggest here."), "There is nothing to suggest here."),
        (Unusable("The model gives no number."), "The model gives no number."),
        (SoftTimeLimitExceeded(), "It took longer than nine minutes."),
    ],
    ids=["refused", "unusable", "too long"],
)
def test_what_would_end_the_same_way_is_not_tried_again(job, monkeypatch, reason, sentence):
    def fail(*_args):
        raise reason

    failed = working(job, monkeypatch, fail)
    assert (failed.state, failed.attempts, failed.error) == ("failed", 1, sentence)


def test_a_job_is_ended_before_the_queue_gives_its_message_to_another():
    limits = desk.CELERY_TASK_SOFT_TIME_LIMIT, desk.CELERY_TASK_TIME_LIMIT
    assert 540 == limits[0] < limits[1]
    assert limits[1] < desk.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]


def crash(*_args):
    raise RuntimeError("The scorer broke.")


def hold_the_line(*_args):
    raise Unavailable("The endpoint does not answer.")


def sweep():
    jobs.sweep(model_id="rules-1", notice="")


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
        sweep()
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
    sweep()
    assert nudged == [job.pk]
    assert jobs.take(job.pk).attempts == 2


def test_a_job_that_kills_every_worker_ends_as_failed(job):
    for _attempt in range(jobs.MOST_ATTEMPTS):
        assert jobs.take(job.pk)
        earlier(job, lease_until=1)
    assert jobs.take(job.pk) is None
    assert again(job).state == "failed"
    assert again(job).error == "The worker was stopped in the middle of it every time."


def test_what_does_not_answer_is_asked_again_and_said(job, monkeypatch, caplog):
    waits = working(job, monkeypatch, hold_the_line)
    assert (waits.state, waits.error) == ("running", "The endpoint does not answer.")
    assert jobs.take(job.pk) is None, "It waits before it is tried again."
    [line] = caplog.records
    assert "The endpoint does not answer." in line.getMessage()
    assert line.exc_info is None, "Nothing of ours broke: there is nothing to trace."


def test_what_never_answers_ends_as_failed_with_its_sentence(job, monkeypatch):
    pauses = []
    for _attempt in range(jobs.MOST_ATTEMPTS):
        found = working(job, monkeypatch, hold_the_line)
        pauses.append(round((found.lease_until - timezone.now()).total_seconds()))
        earlier(job, lease_until=1)
    assert (found.state, found.error) == ("failed", "The endpoint does not answer.")
    assert pauses[:-1] == [60, 120, 240, 480], "An outage of a quarter of an hour is survived."


@pytest.mark.parametrize(("after", "pause"), [(7, 60), (90, 90), (999_999, 3600)])
def test_it_waits_as_long_as_it_is_asked_to_an_hour_at_most(job, monkeypatch, after, pause):
    def later(*_args):
        raise Unavailable("The endpoint is busy.", after)

    found = working(job, monkeypatch, later)
    assert round((found.lease_until - timezone.now()).total_seconds()) == pause


def write_nothing(late, *, state):
    with pytest.raises(jobs.Gone):
        jobs.report(late, 70)
    for work in (
        lambda *_args: None,
        crash,
        hold_the_line,
        go_on,
        lambda *_args: jobs.report(late, 9),
    ):
        jobs.run(late, work)
        assert (again(late).state, again(late).progress) == (state, 0)


def go_on(*_args):
    raise jobs.Unfinished


def test_a_worker_that_lost_its_lease_writes_nothing(job, nudged):
    late = jobs.take(job.pk)
    earlier(job, lease_until=1)
    second = jobs.take(job.pk)
    write_nothing(late, state="running")
    jobs.run(second, lambda *_args: None)
    assert again(job).state == "done"
    assert nudged == []


def test_a_part_of_a_job_goes_behind_and_its_attempts_are_forgiven(job, monkeypatch, nudged):
    earlier(job, nudged_at=60)
    for _part in range(jobs.MOST_ATTEMPTS + 1):
        waits = working(job, monkeypatch, go_on)
        assert (waits.state, waits.attempts, waits.finished_at) == ("waiting", 0, None)
    assert nudged == [job.pk] * (jobs.MOST_ATTEMPTS + 1)
    earlier(job, created_at=60)
    sweep()
    assert len(nudged) == jobs.MOST_ATTEMPTS + 1, "It was nudged a moment ago."
    assert working(job, monkeypatch, suggestions.run).state == "done"


def test_a_worker_that_lost_its_lease_writes_nothing_into_a_later_part(job, nudged):
    late = jobs.take(job.pk)
    earlier(job, lease_until=1)
    jobs.run(jobs.take(job.pk), go_on)
    nudged.clear()
    later = jobs.take(job.pk)
    assert later.attempts == late.attempts
    write_nothing(late, state="running")
    assert nudged == []


def test_a_cancelled_job_is_nobody_s_any_more(newsroom, job, nudged):
    late = jobs.take(job.pk)
    Job.objects.update(state="cancelled")
    write_nothing(late, state="cancelled")
    earlier(job, lease_until=60, created_at=60)
    sweep()
    assert jobs.take(job.pk) is None
    assert nudged == []


def test_progress_renews_the_lease(job, settings):
    taken = jobs.take(job.pk)
    began = taken.lease_until
    time.sleep(0.01)
    jobs.report(taken, 40)
    assert (again(job).progress, again(job).lease_until) == (40, taken.lease_until)
    assert taken.lease_until > began
    jobs.report(taken, 60)
    assert again(job).progress == 60


def test_the_sweep_asks_once_a_lease_for_what_nobody_took(job, nudged, settings):
    sweep()
    assert nudged == [], "Its message is a moment old: somebody is about to take it."
    earlier(job, created_at=2)
    sweep()
    sweep()
    assert nudged == [job.pk]
    earlier(job, nudged_at=settings.JOB_LEASE + 1)
    sweep()
    assert nudged == [job.pk] * 2


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_the_sweep_leaves_alone_what_is_over(job, nudged, state):
    Job.objects.update(state=state)
    earlier(job, created_at=60)
    sweep()
    assert nudged == []


def test_a_job_starts_no_earlier_than_it_may(job, nudged):
    earlier(job, created_at=60, not_before=-30)
    sweep()
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
    sweep()
    assert jobs.trouble() == []
    Heartbeat.objects.update(at=timezone.now() - jobs.SILENCE)
    assert jobs.trouble() == [worker]


def test_the_sweep_says_what_scores_and_what_is_wrong_with_it(db, nudged):
    assert (jobs.worker().model_id, jobs.worker().notice) == ("", "")
    jobs.sweep(model_id="minilm-1", notice="x" * 600)
    assert (jobs.worker().model_id, jobs.worker().notice) == ("minilm-1", "x" * 500)
    jobs.sweep(model_id="rules-1", notice="")
    assert (jobs.worker().model_id, jobs.worker().notice) == ("rules-1", "")


def test_the_worker_s_word_outlives_its_jobs(job, nudged):
    jobs.sweep(model_id="minilm-1", notice="It is slow.")
    jobs.report(jobs.take(job.pk), 10)
    assert (jobs.worker().model_id, jobs.worker().notice) == ("minilm-1", "It is slow.")


def test_a_worker_in_the_middle_of_something_long_is_alive(job):
    taken = jobs.take(job.pk)
    Heartbeat.objects.update(at=timezone.now() - jobs.SILENCE)
    assert jobs.worker_answers()
    earlier(job, lease_until=1)
    assert not jobs.worker_answers(), "Its lease ran out."
    Job.objects.update(lease_until=taken.lease_until)
    jobs.run(taken, hold_the_line)
    assert again(job).lease_until > timezone.now()
    assert not jobs.worker_answers(), "What waits for its next attempt is in nobody's hands."


def test_the_log_has_a_change_of_what_scores_once(db, nudged, caplog):
    changes = [
        ("rules-2", "The model cannot be used."),
        ("endpoint:small", "The text of every article is sent to https://models.example/v1."),
        ("rules-2", "x" * 600),
        ("minilm-1", ""),
    ]
    for model_id, notice in changes:
        caplog.clear()
        for _time in range(3):
            jobs.sweep(model_id=model_id, notice=notice)
        assert [one.getMessage() for one in caplog.records] == ([notice[:500]] if notice else [])


def test_the_task_tells_what_the_desk_has_chosen(db, nudged, monkeypatch, caplog):
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(choosing, "notice", lambda: "The model cannot be used.")
    tasks.sweep()
    tasks.sweep()
    assert jobs.worker().model_id == choosing.scorer().model_id
    assert jobs.worker().notice == "The model cannot be used."
    assert [one.getMessage() for one in caplog.records] == ["The model cannot be used."]


@pytest.mark.parametrize(
    ("kind", "state", "starts_in", "waits"),
    [
        ("suggest", "waiting", 0, True),
        ("suggest", "waiting", 30, False),
        ("suggest", "running", 0, False),
        ("suggest", "done", 0, False),
        ("rescore", "waiting", 0, False),
    ],
)
def test_others_wait_where_another_kind_could_start(job, *, kind, state, starts_in, waits):
    later = timezone.now() + dt.timedelta(seconds=starts_in)
    Job.objects.update(kind=kind, state=state, not_before=later, lease_until=later)
    assert jobs.others_wait(Job(kind="rescore")) == waits


@pytest.mark.django_db(transaction=True)
def test_without_a_queue_an_article_is_added_at_once_and_its_job_waits(newsroom):
    began = time.monotonic()
    an_article(newsroom.alice)
    assert time.monotonic() - began < 2
    assert Job.objects.get().state == "waiting"
