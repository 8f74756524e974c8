"""What lists are narrowed by: the fields that a screen narrows them by."""

import datetime as dt
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from annotations.actions import claims, comments
from annotations.models import Article, Claim, Event, Suggestion, Verdict
from tests.api.program import refused
from tests.cast import (
    a_claim,
    a_draft,
    a_rating,
    an_article,
    evidence_for,
    published,
    retracted,
)

pytestmark = pytest.mark.django_db
HERE = dt.date(2025, 5, 1)
NOON = dt.datetime(2025, 5, 1, 12, tzinfo=dt.UTC)


def found(program, path, **asked):
    answer = program.get(f"{path}?{urlencode(asked)}")
    assert answer.status_code == 200, answer.content
    return {row["id"] for row in answer.json()["results"]}


ARTICLES = [
    ({"language": "pt"}, True),
    ({"language": "PT-BR"}, True),
    ({"language": "pt-PT"}, False),
    ({"publisher": "courier"}, True),
    ({"publisher": "gazette"}, False),
    ({"published_after": "2025-05-01"}, True),
    ({"published_after": "2025-05-02"}, False),
    ({"published_before": "2025-05-02"}, True),
    ({"published_before": "2025-05-01"}, False),
    ({"added_after": "2025-05-01T12:00:00Z"}, True),
    ({"added_after": "2025-05-01"}, True),
    ({"added_after": "2025-05-01T14:00:01+02:00"}, False),
    ({"added_before": "2025-05-01T12:00:00.000001Z"}, True),
    ({"added_before": "2025-05-01T12:00:00Z"}, False),
]


@pytest.mark.parametrize(("asked", "there"), ARTICLES)
def test_articles_by_where_and_when_they_appeared_and_were_added(alice, newsroom, asked, there):
    about = {"language": "pt-BR", "publisher": "The Courier", "published_on": HERE}
    article = an_article(newsroom.alice, **about)
    Article.objects.update(added_at=NOON)
    assert found(alice, "articles/", **asked) == ({article.pk} if there else set())


def test_articles_by_who_added_them(alice, newsroom):
    article = an_article(newsroom.bob)
    assert found(alice, "articles/", added_by=newsroom.bob.user.pk) == {article.pk}
    assert found(alice, "articles/", added_by=newsroom.alice.user.pk) == set()
    refused(alice.get(f"articles/?added_by={newsroom.mallory.user.pk}"), 404)


CLAIMS = [
    ({"claimant": "HOLM"}, True),
    ({"claimant": "nobody"}, False),
    ({"topic": "Costs & benefits"}, True),
    ({"topic": "Транспорт"}, True),
    ({"topic": "Costs"}, False),
    ({"topic": "costs & benefits"}, False),
    ({"topic": '"'}, False),
    ({"rating": "mostly-true"}, True),
    ({"rating": "false"}, False),
    ({"priority": "high"}, True),
    ({"priority": "low"}, False),
    ({"created_after": "2025-05-01T12:00:00Z"}, True),
    ({"created_after": "2025-05-01T12:00:01Z"}, False),
    ({"created_before": "2025-05-01T12:00:01Z"}, True),
    ({"created_before": "2025-05-01T12:00:00Z"}, False),
    ({"priority": "high", "rating": "mostly-true", "topic": "Транспорт"}, True),
    ({"priority": "high", "rating": "false"}, False),
]


@pytest.mark.parametrize(("asked", "there"), CLAIMS)
def test_claims_by_what_they_say(alice, newsroom, asked, there):
    about = {"claimant": "Inga Holm", "topics": ["Costs & benefits", "Транспорт"]}
    claim = a_claim(newsroom.alice, **about)
    claims.edit(claim, by=newsroom.alice, expected=None, priority="high")
    a_draft(claim, newsroom.alice)
    Claim.objects.update(created_at=NOON)
    assert found(alice, "claims/", **asked) == ({claim.pk} if there else set())


def test_claims_that_the_feed_told_about_since(alice, newsroom):
    quiet, talked = (a_claim(newsroom.alice, statement=s) for s in ("Quiet.", "Talked about."))
    moment = timezone.now().isoformat()
    assert found(alice, "claims/", changed_after=moment) == set()
    comments.say(talked, by=newsroom.bob, text="Which year?")
    assert found(alice, "claims/", changed_after=moment) == {talked.pk}
    first = Event.objects.filter(claim_id=quiet.pk).earliest("pk").at.isoformat()
    assert found(alice, "claims/", changed_after=first) == {quiet.pk, talked.pk}


def test_evidence_by_its_stance_and_origin(alice, newsroom):
    claim = a_claim(newsroom.alice)
    source = evidence_for(claim, newsroom.alice, stance="refutes", origin="Reuters")
    evidence_for(claim, newsroom.alice, stance="context", url="https://other.example/")
    assert found(alice, "evidence/", stance="refutes") == {source.pk}
    assert found(alice, "evidence/", origin="reuters", claim=claim.pk) == {source.pk}
    assert found(alice, "evidence/", origin="reut") == set()


def test_verdicts_by_their_rating_and_author(alice, newsroom):
    mine = a_draft(a_claim(newsroom.alice), newsroom.alice)
    bobs = a_draft(
        a_claim(newsroom.bob, statement="Another."),
        newsroom.bob,
        rating=a_rating(newsroom.team, "false"),
    )
    assert found(alice, "verdicts/", rating="false") == {bobs.pk}
    assert found(alice, "verdicts/", author=newsroom.alice.user.pk) == {mine.pk}
    assert found(alice, "verdicts/", author=newsroom.bob.user.pk, rating="true") == set()
    refused(alice.get(f"verdicts/?author={newsroom.mallory.user.pk}"), 404)


def test_suggestions_from_a_score_on(alice, newsroom):
    version = an_article(newsroom.alice).current
    given = {"scores": {}, "reasons": [], "model_id": "m", "level": 1}
    low, high = Suggestion.objects.bulk_create(
        Suggestion(version=version, start=n, end=n + 1, rank=n + 1, score=s, **given)
        for n, s in enumerate((0.25, 0.5))
    )
    assert found(alice, "suggestions/", min_score="0.5") == {high.pk}
    assert found(alice, "suggestions/", min_score="0") == {low.pk, high.pk}


def test_published_by_how_and_when_they_came_out_and_in_which_language(newsroom, stranger):
    english, danish = (
        a_claim(
            newsroom.alice, an_article(newsroom.alice, language=tag, url=f"https://{tag}.example/")
        )
        for tag in ("en", "da")
    )
    for claim in (english, danish):
        published(newsroom, claim)
    retracted(newsroom, Verdict.objects.public().get(claim=danish))
    Verdict.objects.filter(claim=english).update(published_at=NOON)
    assert found(stranger, "published/", rating="mostly-true") == {english.pk}
    assert found(stranger, "published/", rating="retracted") == {danish.pk}
    assert found(stranger, "published/", language="da") == {danish.pk}
    assert found(stranger, "published/", published_after="2025-05-02") == {danish.pk}
    assert found(stranger, "published/", published_before="2025-05-02") == {english.pk}
