"""Scoring a team's articles again, in parts."""

import datetime as dt
from itertools import count

import pytest
from django.utils import timezone

from annotations import jobs, tasks
from annotations.actions import cancelling, rescoring, suggestions
from annotations.errors import NotAllowed, NotNow, Unavailable, Unusable
from annotations.models import Event, Job, Membership, Suggestion
from annotations.suggesting.proposing import propose
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


class Refusing(Believer):
    """A model that has an answer for no article."""

    def __init__(self, refuse):
        super().__init__("believer-2")
        self.refuse = refuse

    def score(self, _sentences):
        self.refuse()


def refuse():
    raise Unusable("The model gives no number.")


def hold_the_line():
    raise Unavailable("The endpoint does not answer.", 90)


def test_an_article_that_cannot_be_scored_does_not_stop_the_others(newsroom, three, monkeypatch):
    job = rescoring.ask(by=newsroom.erin)
    monkeypatch.setattr(rescoring, "scorer", lambda: Interrupted(refuse))
    failed = a_part(job)
    assert (failed.state, failed.attempts, failed.error) == (
        "failed",
        1,
        "1 article could not be scored. The model gives no number.",
    )
    assert list(rescoring.outdated(newsroom.erin, NEW.model_id)) == [three[1]]
    monkeypatch.setattr(rescoring, "scorer", lambda: NEW)
    assert a_part(rescoring.ask(by=newsroom.erin)).state == "done"
    assert left(newsroom.erin) == 0


def test_what_does_not_answer_is_waited_for_and_then_left_behind(newsroom, three, monkeypatch):
    job = rescoring.ask(by=newsroom.erin)
    model = Interrupted(hold_the_line)
    monkeypatch.setattr(rescoring, "scorer", lambda: model)
    waits = a_part(job)
    assert (waits.state, waits.error) == ("running", "The endpoint does not answer.")
    assert round((waits.lease_until - timezone.now()).total_seconds()) == 90
    Job.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    failed = a_part(job)
    assert failed.error == "1 article could not be scored. The endpoint does not answer."
    assert (failed.state, left(newsroom.erin)) == ("failed", 1)


def test_what_was_left_behind_is_remembered_from_part_to_part(newsroom, three, monkeypatch):
    monkeypatch.setattr(rescoring, "SLICE", 0)
    monkeypatch.setattr(rescoring, "scorer", lambda: Refusing(refuse))
    job = rescoring.ask(by=newsroom.erin)
    parts = [a_part(job) for _article in three]
    assert [part.state for part in parts] == ["waiting", "waiting", "failed"]
    assert parts[-1].error == "3 articles could not be scored. The model gives no number."


def test_an_endpoint_that_stays_away_is_not_asked_for_every_article(newsroom, three, monkeypatch):
    for _time in range(jobs.MOST_ATTEMPTS):
        an_old_one(newsroom.alice)
    job = rescoring.ask(by=newsroom.erin)
    monkeypatch.setattr(rescoring, "scorer", lambda: Refusing(hold_the_line))
    for _attempt in range(jobs.MOST_ATTEMPTS):
        ended = a_part(job)
        Job.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert (ended.state, ended.error) == ("failed", "The endpoint does not answer.")
    assert left(newsroom.erin) == 3 + jobs.MOST_ATTEMPTS


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
