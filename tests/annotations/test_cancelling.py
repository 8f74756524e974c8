"""Stopping work that somebody asked for."""

from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from annotations import jobs, tasks
from annotations.actions import cancelling, suggestions
from annotations.errors import NotAllowed, NotNow
from annotations.history.ledger import first_bad_line
from annotations.models import Event, Job, Stream, Suggestion
from tests.annotations.at_once import at_once
from tests.cast import again, an_article, worth


@pytest.fixture
def job(newsroom):
    an_article(newsroom.alice)
    return Job.objects.get()


def test_whoever_asked_may_cancel(newsroom, job):
    cancelled = cancelling.cancel(job, by=newsroom.alice)
    assert cancelled.state == again(job).state == "cancelled"
    assert again(job).finished_at
    line = Event.objects.latest("pk")
    assert (line.action, line.noun, line.object_id) == ("cancel", "job", job.pk)
    assert (line.stream.article, line.stream.team) == (None, newsroom.team)
    assert (line.before, line.after) == ({"state": "waiting"}, {"state": "cancelled"})
    assert first_bad_line(line.stream) is None


def test_an_admin_may_cancel_what_others_asked_for(newsroom, job):
    assert cancelling.cancel(job, by=newsroom.erin).state == "cancelled"


def test_nobody_else_may_cancel(newsroom, job):
    sentence = "Somebody else asked for this; they or an admin can cancel it."
    for by in (newsroom.bob, newsroom.dana, newsroom.victor):
        with pytest.raises(NotAllowed, match=sentence):
            cancelling.cancel(job, by=by)
    with pytest.raises(NotAllowed, match="This belongs to another team"):
        cancelling.cancel(job, by=newsroom.mallory)
    assert again(job).state == "waiting"


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_is_not_cancelled(newsroom, job, state):
    Job.objects.update(state=state)
    sentence = f"Job is {state}; for this it has to be waiting or running."
    with pytest.raises(NotNow, match=sentence):
        cancelling.cancel(job, by=newsroom.alice)


def test_a_cancelled_job_is_never_begun_and_may_be_asked_for_again(newsroom, job):
    cancelling.cancel(job, by=newsroom.alice)
    tasks.work(job.pk)
    assert not Suggestion.objects.exists()
    article = newsroom.team.articles.get()
    again_ = suggestions.ask(article, by=newsroom.bob)
    assert again_ != job
    tasks.work(again_.pk)
    assert again(again_).state == "done"


@pytest.mark.django_db(transaction=True)
def test_what_ends_while_somebody_cancels_it_says_what_happened(newsroom):
    for number in range(10):
        an_article(newsroom.alice, title=f"Race {number}", text=f"{number}\n\n{worth(0.9)}")
        job = jobs.take(Job.objects.latest("pk").pk)
        acts = [
            lambda job=job: jobs.run(job, suggestions.run),
            lambda job=job: cancelling.cancel(job, by=newsroom.alice),
        ]
        _none, cancelled = at_once(2, lambda n, acts=acts: acts[n]())
        ended = again(job)
        assert ended.state == ("done" if isinstance(cancelled, NotNow) else "cancelled")
        assert (ended.progress == 100) == (ended.state == "done")
        assert Event.objects.filter(action="cancel", object_id=job.pk).count() == (
            ended.state == "cancelled"
        )
    assert [first_bad_line(stream) for stream in Stream.objects.all()] == [None] * (
        Stream.objects.count()
    )


@pytest.mark.django_db(transaction=True)
def test_a_worker_ends_no_job_that_is_just_being_cancelled(newsroom, monkeypatch):
    an_article(newsroom.alice)
    job = jobs.take(Job.objects.get().pk)
    seen = []

    def end():
        jobs.run(job, lambda *_about: None)
        seen.append(again(job).state)
        connection.close()

    def now():
        """The door has let the person in, and nothing is saved yet."""
        worker.start()
        worker.join(0.5)
        return timezone.now()

    worker = Thread(target=end)
    monkeypatch.setattr(cancelling, "timezone", SimpleNamespace(now=now))
    cancelling.cancel(job, by=newsroom.alice)
    worker.join(30)
    assert [again(job).state] == seen == ["cancelled"]
