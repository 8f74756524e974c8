"""Lists: in pages, in a stable order, with a number of queries that does not grow."""

from itertools import count

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import tasks
from annotations.actions import assignments, comments, raters, rechecks
from annotations.models import Job
from tests.api.program import Program
from tests.cast import (
    TEXT,
    Newsroom,
    a_claim,
    a_draft,
    a_rating,
    an_article,
    approved,
    evidence_for,
    in_review,
    published,
)

pytestmark = pytest.mark.django_db

WORDS = "Traffic on the old bridge"
numbers = count(1)


def a_busy_article(newsroom: Newsroom) -> None:
    """An article with a verdict in most states, talk about them, raters, and proposals."""
    number = next(numbers)
    article = an_article(newsroom.alice, title=f"Day {number}", url=f"https://a.example/{number}")
    claims = [
        a_claim(newsroom.alice, article, quote=WORDS, statement=f"Statement {n}") for n in range(5)
    ]
    evidence_for(claims[0], newsroom.alice)
    a_draft(claims[0], newsroom.alice)
    approved(newsroom, claims[1])
    public = published(newsroom, claims[2])
    comments.say(public.claim, by=newsroom.bob, text="Which week, @Alice?")
    rechecks.ask(public.claim, by=newsroom.bob, note="There are new counts.")
    assignments.take(in_review(newsroom, claims[3]), by=newsroom.bob)
    raters.ask(claims[4], by=newsroom.alice)
    raters.rate(claims[4], by=newsroom.bob, rating=a_rating(newsroom.team))


def work() -> None:
    """Do what waits in the queue."""
    for job in Job.objects.unfinished():
        tasks.work(job.pk)


def queries(program: Program, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = program.get(path)
    assert response.status_code == 200, response.content
    assert response.json().get("results", [1])
    return len(captured)


LISTS = [
    "articles/",
    "articles/?expand=claims,suggestions",
    "articles/{article}/versions/",
    "suggestions/?state=open",
    "suggestions/?article={article}",
    "suggestions/?show=broad",
    "suggestions/quality/",
    "claims/",
    "claims/?article={article}",
    "claims/?state=needs_recheck",
    "claims/{claim}/occurrences/",
    "claims/{claim}/comments/",
    "evidence/",
    "evidence/?claim={claim}",
    "verdicts/",
    "verdicts/?status=approved",
    "verdicts/{verdict}/reviews/",
    "verdicts/{taken}/assignments/",
    "notifications/",
    "events/",
    "events/?page_size=200",
    "events/?claim={claim}&since=0",
    "events/?article={article}",
    "ratings/",
    "teams/",
    "teams/{team}/",
    "published/",
    "articles/{article}/?expand=claims,suggestions",
    "claims/{claim}/",
    "verdicts/{verdict}/",
    "published/{claim}/",
]


def test_the_number_of_queries_does_not_grow_with_the_rows(alice, newsroom):
    a_busy_article(newsroom)
    work()
    verdict = alice.get("verdicts/?status=published").json()["results"][0]
    claim = alice.get(f"claims/{verdict['claim']}/").json()
    (taken,) = alice.get("verdicts/?status=in_review").json()["results"]
    named = {
        "article": claim["article"],
        "claim": claim["id"],
        "verdict": verdict["id"],
        "taken": taken["id"],
        "team": newsroom.team.pk,
    }
    few = {path: queries(alice, path.format(**named)) for path in LISTS}
    for _ in range(5):
        a_busy_article(newsroom)
    more = [{"statement": f"More {n}"} for n in range(10)]
    article = newsroom.team.articles.get(pk=claim["article"])
    for about in more:
        evidence_for(a_claim(newsroom.alice, article, quote=WORDS, **about), newsroom.alice)
    work()
    many = {path: queries(alice, path.format(**named)) for path in LISTS}
    assert many == few
    assert 2 <= min(many.values()) <= max(many.values()) <= 14


TEXT_COLUMN = '"annotations_articleversion"."text"'


@pytest.mark.parametrize(
    "path",
    [
        "suggestions/",
        "suggestions/?article={article}",
        "articles/?expand=suggestions",
        "articles/{article}/?expand=suggestions",
    ],
)
def test_the_text_that_suggestions_quote_is_read_once_an_article(alice, newsroom, path):
    article = an_article(newsroom.alice)
    work()
    with CaptureQueriesContext(connection) as captured:
        body = alice.get(path.format(article=article.pk)).json()
    (reading,) = [query["sql"] for query in captured if TEXT_COLUMN in query["sql"]]
    assert "annotations_suggestion" not in reading
    rows = body.get("results", [body])
    shown = [s for row in rows for s in row.get("suggestions", [row])]
    assert len(shown) > 1
    assert [s["quote"] for s in shown] == [TEXT[s["start"] : s["end"]] for s in shown]
    assert {(s["article"], s["version"]) for s in shown} == {(article.pk, 1)}


@pytest.mark.parametrize("path", ["claims/", "articles/{article}/?expand=claims"])
def test_what_a_verdict_rests_on_is_not_read_to_show_claims(alice, newsroom, path):
    verdict = published(newsroom)
    with CaptureQueriesContext(connection) as captured:
        body = alice.get(path.format(article=verdict.claim.article_id)).json()
    (claim,) = body.get("results") or body["claims"]
    assert claim["verdict"]["id"] == verdict.pk
    assert not [query["sql"] for query in captured if '"dossier"' in query["sql"]]


@pytest.mark.parametrize("path", ["articles/", "claims/", "events/?article={article}", "ratings/"])
def test_pages_show_everything_once_in_order(alice, newsroom, path):
    articles = [an_article(newsroom.alice, url=f"https://a.example/{n}") for n in range(7)]
    for n in range(7):
        a_claim(newsroom.alice, articles[0], statement=f"Statement {n}")
    path = path.format(article=articles[0].pk)
    mark = "&" if "?" in path else "?"
    whole = alice.get(path).json()["results"]
    found, page = [], alice.get(f"{path}{mark}page_size=3").json()
    while True:
        found += page["results"]
        assert len(page["results"]) <= 3
        if page["next"] is None:
            break
        page = alice.get(page["next"].removeprefix("http://testserver")).json()
    assert [row["id"] for row in found] == [row["id"] for row in whole]
    assert len(whole) >= 7
    back = alice.get(page["previous"].removeprefix("http://testserver")).json()
    assert back["results"][-1]["id"] == found[-len(page["results"]) - 1]["id"]


def test_published_pages_follow_the_time_of_publication(newsroom, stranger):
    for number in range(4):
        article = an_article(newsroom.alice, url=f"https://a.example/{number}")
        published(newsroom, a_claim(newsroom.alice, article))
    first = stranger.get("published/?page_size=3&team=harbour-desk").json()
    rest = stranger.get(first["next"].removeprefix("http://testserver")).json()
    times = [row["published_at"] for row in first["results"] + rest["results"]]
    assert len(times) == 4
    assert times == sorted(times, reverse=True)
    assert stranger.get("published/?team=ridge-post").json()["results"] == []


def test_a_list_is_narrowed(alice, newsroom):
    article = an_article(newsroom.alice, url="https://a.example/1", external_id="x-1")
    claim = a_claim(newsroom.alice, article)
    draft = a_draft(claim, newsroom.alice)
    other = an_article(newsroom.alice, url="https://a.example/2")

    def ids(path: str) -> list[int]:
        return [row["id"] for row in alice.get(path).json()["results"]]

    assert ids("articles/?external_id=x-1") == [article.pk]
    assert len(ids("articles/?title=TUNNEL")) == 2
    assert ids("articles/?title=bridge") == []
    assert ids("articles/?url=https://a.example/2") == [other.pk]
    assert ids(f"claims/?article={other.pk}") == []
    assert ids("claims/?state=draft") == [claim.pk]
    assert ids("claims/?state=open") == []
    assert ids(f"verdicts/?claim={claim.pk}&status=draft") == [draft.pk]
    assert ids("verdicts/?status=published") == []


def test_what_hangs_on_an_article_comes_along_where_it_is_asked_for(alice, newsroom):
    claim = a_claim(newsroom.alice)
    work()
    path = f"articles/{claim.article_id}/"
    assert "claims" not in alice.get(path).json()
    whole = alice.get(f"{path}?expand=claims,suggestions").json()
    assert [c["id"] for c in whole["claims"]] == [claim.pk]
    assert whole["claims"][0]["open_actions"]
    assert whole["suggestions"]
    assert all(s["proposed"] for s in whole["suggestions"])
    assert "text" not in alice.get("articles/").json()["results"][0]
