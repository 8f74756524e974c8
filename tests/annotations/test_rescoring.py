"""Scoring a team's articles again, in parts; and stopping work that somebody asked for."""

import datetime as dt
from itertools import count
from threading import Thread
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from annotations import jobs, tasks
from annotations.actions import cancelling, rescoring, suggestions
from annotations.errors import NotAllowed, NotNow
from annotations.history.ledger import first_bad_line
from annotations.models import Event, Job, Membership, Stream, Suggestion
from annotations.suggesting.proposing import propose
from tests.annotations.at_once import at_once
from tests.cast import Believer, again, an_article, worth

OLD, NEW = Believer("believer-1"), Believer("believer-2")
NUMBERS = count(1)


def an_old_one(by, *scores):
    """An article that the old model has read, and nothing left to do for it."""
    number = next(NUMBERS)
    text = f"Number {number}\n\n" + worth(*(scores or (0.9, 0.5, 0.1, 0.7)))
    article = an_article(by, title=f"Article {number}", text=text)
    read(article, by)
    Job.objects.filter(key=f"article:{article.pk}").update(state="done")
    return article


def read(article, by):
    proposals = propose(article.current.text, article.title, OLD)
    suggestions.replace(article.current, proposals, by=by, scorer=OLD)


@pytest.fixture
def three(newsroom):
    return [an_old_one(newsroom.alice) for _time in range(3)]


@pytest.fixture
def nudged(monkeypatch):
    """The ids that the worker is asked to look at."""
    sent: list[int] = []
    monkeypatch.setattr(jobs, "_nudge", sent.extend)
    return sent


@pytest.fixture(autouse=True)
def the_new_model(db, monkeypatch, nudged):
    """The worker has the new one, and says so."""
    monkeypatch.setattr(rescoring, "scorer", lambda: NEW)
    jobs.sweep(model_id=NEW.model_id, notice="")


def a_part(job):
    """Let the worker do what it does of the job in one go."""
    tasks.work(job.pk)
    return again(job)


def left(by):
    return rescoring.outdated(by, NEW.model_id).count()


def test_all_open_suggestions_come_from_the_new_model(newsroom, three):
    job = a_part(rescoring.ask(by=newsroom.erin))
    assert (job.state, job.progress, job.args) == ("done", 100, {"articles": 3})
    assert {*Suggestion.objects.values_list("model_id", flat=True)} == {NEW.model_id}
    assert Suggestion.objects.count() == 12
    lines = Event.objects.filter(via="task:rescore")
    assert {(line.action, line.noun, line.after["model_id"]) for line in lines} == {
        ("suggest", "article", NEW.model_id)
    }


def test_the_team_s_history_says_who_asked_and_for_how_many(newsroom, three):
    rescoring.ask(by=newsroom.erin)
    line = Event.objects.get(action="rescore")
    assert (line.noun, line.object_id, line.actor) == ("team", newsroom.team.pk, newsroom.erin.user)
    assert (line.stream.article, line.after) == (None, {"articles": 3})


def test_only_an_admin_asks_for_it(newsroom, three):
    with pytest.raises(NotAllowed, match="You are a publisher here; this takes an admin"):
        rescoring.ask(by=newsroom.dana)
    assert not Job.objects.filter(kind="rescore").exists()


def test_where_nothing_is_outdated_there_is_nothing_to_do(newsroom, three):
    jobs.sweep(model_id=OLD.model_id, notice="")
    with pytest.raises(NotNow, match="Every suggestion comes from the model in use"):
        rescoring.ask(by=newsroom.erin)
    assert not Event.objects.filter(action="rescore").exists()


def test_what_people_decided_outdates_nothing(newsroom):
    article = an_old_one(newsroom.alice, 0.9, 0.8)
    for row, verb in zip(
        article.current.suggestions.all(), (suggestions.accept, suggestions.dismiss), strict=True
    ):
        verb(row, by=newsroom.alice)
    assert left(newsroom.erin) == 0


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_one_that_is_under_way_is_given_back(newsroom, three, state):
    job = rescoring.ask(by=newsroom.erin)
    Job.objects.update(state=state, lease_until=timezone.now())
    assert rescoring.ask(by=newsroom.erin) == job
    assert Event.objects.filter(action="rescore").count() == 1
    assert rescoring.last(newsroom.victor) == job
    assert rescoring.last(newsroom.mallory) is None


def test_only_open_suggestions_change(newsroom, three):
    one, two, *_rest = three[0].current.suggestions.order_by("rank")
    suggestions.accept(one, by=newsroom.alice)
    suggestions.dismiss(two, by=newsroom.alice)
    decided = Suggestion.objects.exclude(state="open").order_by("pk")
    before = list(decided.values())
    a_part(rescoring.ask(by=newsroom.erin))
    assert list(decided.values()) == before
    assert {*Suggestion.objects.open().values_list("model_id", flat=True)} == {NEW.model_id}


def test_the_articles_of_other_teams_are_left_alone(newsroom, three):
    theirs = an_old_one(newsroom.mallory)
    a_part(rescoring.ask(by=newsroom.erin))
    assert {*theirs.current.suggestions.values_list("model_id", flat=True)} == {OLD.model_id}
    assert (left(newsroom.erin), left(newsroom.mallory)) == (0, 1)


def test_a_long_one_goes_on_in_parts_with_growing_progress(newsroom, three, nudged, monkeypatch):
    monkeypatch.setattr(rescoring, "SLICE", 0)
    job = rescoring.ask(by=newsroom.erin)
    nudged.clear()
    parts = [a_part(job) for _time in range(3)]
    assert [(part.state, part.progress) for part in parts] == [
        ("waiting", 34),
        ("waiting", 67),
        ("done", 100),
    ]
    assert nudged == [job.pk] * 2
    assert left(newsroom.erin) == 0


def test_a_new_article_waits_for_one_old_one_at_most(newsroom, three, nudged):
    job = rescoring.ask(by=newsroom.erin)
    new = an_article(newsroom.alice, title="News", text=worth(0.9))
    nudged.clear()
    assert a_part(job).state == "waiting"
    assert (left(newsroom.erin), nudged) == (2, [job.pk])
    tasks.work(Job.objects.get(key=f"article:{new.pk}").pk)
    assert new.current.suggestions.exists()
    assert a_part(job).state == "done"


def test_the_newest_articles_come_first(newsroom, three, monkeypatch):
    monkeypatch.setattr(rescoring, "SLICE", 0)
    a_part(rescoring.ask(by=newsroom.erin))
    assert list(rescoring.outdated(newsroom.erin, NEW.model_id).order_by("pk")) == three[:2]


class Interrupted(Believer):
    """A model in whose second article something happens."""

    def __init__(self, happens):
        super().__init__("believer-2")
        self.happens, self.calls = happens, count(1)

    def score(self, sentences):
        if next(self.calls) == 2:
            self.happens()
        return super().score(sentences)


def test_one_that_is_cancelled_stops_before_the_next_article(newsroom, three, monkeypatch):
    job = rescoring.ask(by=newsroom.erin)
    model = Interrupted(lambda: cancelling.cancel(job, by=newsroom.erin))
    monkeypatch.setattr(rescoring, "scorer", lambda: model)
    stopped = a_part(job)
    assert (stopped.state, stopped.progress, stopped.error) == ("cancelled", 34, "")
    assert stopped.finished_at
    assert left(newsroom.erin) == 2
    for article in three:
        rows = article.current.suggestions.values_list("model_id", flat=True)
        assert (len(rows), len({*rows})) == (4, 1), "An article is scored again as a whole."
    assert a_part(job).state == "cancelled"
    fresh = rescoring.ask(by=newsroom.erin)
    assert (fresh.pk != job.pk, fresh.args) == (True, {"articles": 2})
    assert (a_part(fresh).state, left(newsroom.erin)) == ("done", 0)


class Killed(BaseException):
    """What no worker survives."""


def kill():
    raise Killed


def test_another_worker_goes_on_where_one_was_killed(newsroom, three, nudged, monkeypatch):
    job = rescoring.ask(by=newsroom.erin)
    monkeypatch.setattr(rescoring, "scorer", lambda: Interrupted(kill))
    with pytest.raises(Killed):
        tasks.work(job.pk)
    assert (again(job).state, left(newsroom.erin)) == ("running", 2)
    past = timezone.now() - dt.timedelta(seconds=1)
    Job.objects.update(lease_until=past, nudged_at=None, created_at=past)
    nudged.clear()
    jobs.sweep(model_id=NEW.model_id, notice="")
    assert nudged == [job.pk]
    monkeypatch.setattr(rescoring, "scorer", lambda: NEW)
    assert (a_part(job).state, left(newsroom.erin)) == ("done", 0)


def test_an_asker_who_has_left_the_team_ends_it(newsroom, three):
    job = rescoring.ask(by=newsroom.erin)
    Membership.objects.filter(user=newsroom.erin.user).delete()
    stopped = a_part(job)
    assert (stopped.state, stopped.error) == ("failed", "Erin is no longer in the team.")
    assert left(newsroom.erin) == 3


def test_an_asker_who_leaves_in_the_middle_ends_it_there(newsroom, three, monkeypatch):
    job = rescoring.ask(by=newsroom.erin)
    leave = Membership.objects.filter(user=newsroom.erin.user).delete
    monkeypatch.setattr(rescoring, "scorer", lambda: Interrupted(leave))
    stopped = a_part(job)
    assert (stopped.state, left(newsroom.erin)) == ("failed", 2)
    assert stopped.error == "You are no longer a member of this team."


def test_however_many_articles_there_are_asking_takes_the_same_queries(
    newsroom, three, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert left(newsroom.erin) == 3
    for _time in range(20):
        an_old_one(newsroom.alice)
    with django_assert_num_queries(1):
        assert left(newsroom.erin) == 23


# ------------------------------------------------------------------ cancelling


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
    assert a_part(again_).state == "done"


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
