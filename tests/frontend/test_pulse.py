"""What a page learns while it is open: little, cheaply, and nothing twice."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import jobs
from annotations.actions import assignments, comments, reviews, teams
from annotations.models import Job, Stream, Suggestion
from tests.cast import a_claim, again, an_article, in_review
from tests.frontend.suggesting import proposed
from tests.frontend.visiting import at_desk, words

pytestmark = pytest.mark.django_db


def shown(article):
    """What a page that shows everything says about itself."""
    seq = Stream.objects.get(article=article).seq
    return {"since": seq, "announced": seq, "job": "", "state": "", "shown": ""}


def pulse(actor, article, told, **more):
    headers = {"HX-Request": "true"}
    return at_desk(actor).get(f"/articles/{article.pk}/pulse/", told | more, headers=headers)


def test_nothing_new_costs_one_query_and_says_nothing(newsroom):
    article = an_article(newsroom.alice)
    told, client = shown(article), at_desk(newsroom.alice)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(f"/articles/{article.pk}/pulse/", told)
    assert answer.status_code == 204
    own = [q for q in captured.captured_queries if "annotations_stream" in q["sql"]]
    assert len(own) == 1
    # Besides: the session, the person and their teams.
    assert len(captured) <= 4


def test_what_another_did_is_announced_once_and_not_shown(newsroom):
    article = an_article(newsroom.alice)
    told = shown(article)
    claim = a_claim(newsroom.bob, article)
    answer = pulse(newsroom.alice, article, told)
    assert "1 update" in words(answer)
    assert f'data-claim="{claim.pk}"' not in answer.content.decode()
    told["announced"] = Stream.objects.get(article=article).seq
    assert pulse(newsroom.alice, article, told).status_code == 204


def test_asked_for_it_is_shown(newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.bob, article)
    answer = pulse(newsroom.alice, article, {}, fresh="1")
    assert f'data-claim="{claim.pk}"' in answer.content.decode()
    assert 'id="filters"' in answer.content.decode()


def test_what_the_reader_did_in_another_window_is_shown_at_once(newsroom):
    article = an_article(newsroom.alice)
    told = shown(article)
    claim = a_claim(newsroom.alice, article)
    assert f'data-claim="{claim.pk}"' in pulse(newsroom.alice, article, told).content.decode()


def test_the_first_suggestions_come_to_whoever_waits_for_them(newsroom):
    article = an_article(newsroom.alice)
    told, job = shown(article), Job.objects.get()
    proposed(article, newsroom.alice)
    job.state = "done"
    job.save()
    waits = {"job": f"{job.pk}:waiting:0:0:1", "empty": "1"}
    answer = pulse(newsroom.bob, article, told, **waits)
    assert f'data-suggestion="{Suggestion.objects.first().pk}"' in answer.content.decode()


def test_later_suggestions_wait_behind_the_button(newsroom):
    article = an_article(newsroom.alice)
    told, job = shown(article), Job.objects.get()
    proposed(article, newsroom.alice)
    job.state = "done"
    job.save()
    answer = pulse(newsroom.bob, article, told, job=f"{job.pk}:waiting:0:0:1")
    assert "data-suggestion" not in answer.content.decode()
    assert "1 update" in words(answer)


def test_a_job_that_moves_on_is_told_and_one_that_does_not_is_not(newsroom):
    article = an_article(newsroom.alice)
    told, job = shown(article), Job.objects.get()
    first = pulse(newsroom.alice, article, told, job="unknown")
    assert "Suggestions wait until it is back." in words(first)
    known = f"{job.pk}:waiting:0:1:0"
    assert pulse(newsroom.alice, article, told, job=known).status_code == 204


def test_a_page_asks_often_for_ten_seconds_and_then_now_and_then(newsroom, monkeypatch):
    monkeypatch.setattr(jobs, "trouble", list)
    article = an_article(newsroom.alice)
    told, asked = shown(article), Job.objects.get().created_at
    assert "every 250ms" in at_desk(newsroom.alice).get(f"/articles/{article.pk}/").content.decode()
    known = f"{Job.objects.get().pk}:waiting:0:0:1"
    assert pulse(newsroom.alice, article, told, job=known).status_code == 204
    Job.objects.update(created_at=asked - timedelta(seconds=10))
    later = pulse(newsroom.alice, article, told, job=known).content.decode()
    assert 'hx-trigger="every 2s,' in later
    (known,) = re.findall(r'name="job" value="(.*?)"', later)
    assert pulse(newsroom.alice, article, told, job=known).status_code == 204


def test_what_keeps_suggestions_waiting_is_said_and_asked_about_now_and_then(newsroom, monkeypatch):
    monkeypatch.setattr(jobs, "trouble", list)
    article = an_article(newsroom.alice)
    told, known = shown(article), f"{Job.objects.get().pk}:waiting:0:0:1"
    Job.objects.update(error="The endpoint does not answer.")
    answer = pulse(newsroom.alice, article, told, job=known)
    assert words(answer).count("The endpoint does not answer.") == 1
    assert 'hx-trigger="every 2s,' in answer.content.decode()


@pytest.mark.parametrize("since", ["", "-1", "many", "9" * 50, "²"])
def test_nonsense_is_taken_for_a_page_that_shows_nothing(newsroom, since):
    article = an_article(newsroom.alice)
    assert pulse(newsroom.alice, article, {"since": since, "announced": since}).status_code == 200


def test_what_a_blind_review_hides_is_no_update_until_it_is_shown(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    article = verdict.claim.article
    told = shown(article)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    comments.say(verdict.claim, by=newsroom.bob, text="The sum is right.")
    for actor in (newsroom.alice, newsroom.charlie, newsroom.victor):
        assert pulse(actor, article, told).status_code == 204
    reviews.review(again(verdict), by=newsroom.charlie, vote="approve")
    assert "1 update" in words(pulse(newsroom.alice, article, told))


def test_what_the_page_shows_nothing_of_is_no_update(newsroom):
    verdict = in_review(newsroom)
    article = verdict.claim.article
    told = shown(article)
    comments.say(verdict.claim, by=newsroom.bob, text="Which year?")
    assignments.take(verdict, by=newsroom.charlie)
    assert "0 updates" in words(pulse(newsroom.alice, article, told))
