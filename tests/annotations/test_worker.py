"""A real worker and a real Redis, killed and emptied: no job is lost, none counts twice."""

import time
from collections import Counter

import pytest
from redis import Redis

from annotations.actions import articles, rescoring, suggestions
from annotations.actions.articles import NewArticle
from annotations.jobs import trouble
from annotations.jobs import worker as last_word
from annotations.models import Job, Suggestion
from annotations.suggesting.proposing import propose
from annotations.suggesting.rules import Rules
from tests.cast import Believer, again, an_article
from tests.infrastructure.patience import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]
MANY = 50


def text(number, lines=30):
    return "\n\n".join(
        f"The port paid {number + line} million euros in {1950 + line}, Inga Holm said on Tuesday."
        for line in range(lines)
    )


def fifty_jobs(by):
    """Fifty articles, each with its job, in one go; answers what has to be proposed for each."""
    prepared = [
        articles.prepare(NewArticle(title=f"Text {n}", text=text(n)), by=by, source="bulk")
        for n in range(MANY)
    ]
    added = articles.add_articles(prepared, by=by)
    return {
        article.current.pk: sum(
            p.rank > 0 for p in propose(article.current.text, article.title, Rules())
        )
        for article, _created in added
    }


def states():
    return Counter(Job.objects.values_list("state", flat=True))


def some_are_done():
    done = eventually(lambda: states()["done"], within=200)
    assert done < MANY, "The worker was too quick to be killed in the middle."
    return done


def assert_none_is_lost_or_doubled(wanted):
    eventually(lambda: states() == {"done": MANY}, within=200)
    assert Counter(Suggestion.objects.values_list("version", flat=True)) == wanted


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(newsroom, worker):
    wanted = fifty_jobs(newsroom.alice)
    for _time in range(2):
        some_are_done()
        worker.kill()
        assert states()["done"] < MANY
        worker.start()
    assert_none_is_lost_or_doubled(wanted)


def test_losing_all_that_redis_knows_loses_nothing(newsroom, worker, redis_server):
    wanted = fifty_jobs(newsroom.alice)
    some_are_done()
    with Redis.from_url(redis_server.url) as client:
        client.flushall()
    assert_none_is_lost_or_doubled(wanted)


def test_losing_redis_itself_loses_nothing(newsroom, worker, redis_server):
    wanted = fifty_jobs(newsroom.alice)
    some_are_done()
    redis_server.lose()
    time.sleep(1)
    redis_server.start()
    assert_none_is_lost_or_doubled(wanted)


def test_what_was_added_without_redis_is_done_when_it_is_back(newsroom, worker, redis_server):
    eventually(lambda: trouble() == [])
    redis_server.kill()
    began = time.monotonic()
    an_article(newsroom.alice)
    assert time.monotonic() - began < 2
    redis_server.start()
    eventually(lambda: states() == {"done": 1}, within=200)
    assert Suggestion.objects.exists()


def test_what_was_added_without_a_worker_is_done_when_it_is_back(newsroom, worker):
    worker.kill()
    an_article(newsroom.alice)
    assert states() == {"waiting": 1}
    worker.start()
    eventually(lambda: states() == {"done": 1}, within=200)


def an_old_one(by, number):
    """A long article that another model has read; nothing of it waits."""
    article = an_article(by, title=f"Old {number}", text=text(number, lines=100))
    suggestions.replace(
        article.current,
        propose(article.current.text, article.title, Rules()),
        by=by,
        scorer=Believer(),
    )
    Job.objects.filter(key=f"article:{article.pk}").update(state="done")
    return article


def test_a_new_article_does_not_wait_for_thirty_old_ones(newsroom, worker):
    worker.kill()
    for number in range(30):
        an_old_one(newsroom.alice, number)
    worker.start()
    model_id = eventually(lambda: last_word().model_id)
    assert rescoring.outdated(newsroom.erin, model_id).count() == 30
    old = rescoring.ask(by=newsroom.erin)
    eventually(lambda: again(old).progress)
    new = Job.objects.get(key=f"article:{an_article(newsroom.alice).pk}")
    eventually(lambda: again(old).state == "done", within=200)
    assert again(new).finished_at < again(old).finished_at
    assert {*Suggestion.objects.values_list("model_id", flat=True)} == {model_id}
    assert rescoring.outdated(newsroom.erin, model_id).count() == 0
