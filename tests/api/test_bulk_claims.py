"""Many claims with their spans in one request."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import claims
from annotations.history.ledger import first_bad_line
from annotations.models import Claim, Event, Occurrence, Stream
from tests.annotations.at_once import at_once
from tests.api.program import Program, refused, rows
from tests.cast import QUOTE, TEXT, a_claim, a_token, again, an_article

pytestmark = pytest.mark.django_db

SHIP = TEXT.index("🚢")


def marks(article: int, number: int) -> list[dict[str, Any]]:
    """So many claims about the same words."""
    return [
        {"article": article, "exact": QUOTE, "statement": f"It says {n}."} for n in range(number)
    ]


def test_one_bad_claim_of_many_is_named_and_the_others_are_kept(alice, newsroom, mallory):
    article, theirs = an_article(newsroom.alice), an_article(newsroom.mallory)
    utf16 = SHIP + 1
    sent = [
        {"article": article.pk, "exact": QUOTE},
        {"article": article.pk, "start": SHIP, "end": utf16, "unit": "utf16"},
        {"article": article.pk, "start": 0, "end": 10**30},
        {"article": theirs.pk, "exact": QUOTE},
        {"article": 10**30, "exact": QUOTE},
        7,
        {"article": article.pk, "exact": QUOTE, "state": "published"},
        {"article": article.pk},
        {"article": article.pk, "exact": "not there"},
        {"article": article.pk, "exact": QUOTE, "statement": "x" * 1001},
        {"article": article.pk, "start": 0, "end": 3, "exact": "Thx"},
        {"article": article.pk, "exact": "3.2 kilometres", "topics": ["x" * 61]},
        {"article": article.pk, "exact": "March 2025"},
        {"article": article.pk, "exact": QUOTE},
    ]
    answer = alice.post("claims/bulk/", sent)
    assert answer.status_code == 201
    body = answer.json()
    found = {error["index"]: error["code"] for error in body["errors"]}
    assert found == {
        **dict.fromkeys([1, 2, 8, 9, 10, 11], "invalid"),
        **dict.fromkeys([3, 4], "not_found"),
        **dict.fromkeys([5, 6, 7], "malformed"),
    }
    assert body["errors"][-2]["errors"]["found"] == ["The"]
    assert all(error["detail"] for error in body["errors"])
    assert len(body["ids"]) == 3
    assert body["ids"][0] == body["ids"][2]
    assert Claim.objects.count() == 2


def test_each_stands_where_it_was_said_in_either_unit(alice, newsroom):
    one, two = an_article(newsroom.alice), an_article(newsroom.alice, text="🚢 A ship. It sank.")
    start = TEXT.index("It is 3.2")
    units = start + sum(ord(sign) > 0xFFFF for sign in TEXT[:start])
    sent = [
        {"article": two.pk, "exact": "It sank."},
        {"article": one.pk, "start": start, "end": start + 5},
        {"article": two.pk, "start": 3, "end": 10, "unit": "utf16", "exact": "A ship."},
        {"article": one.pk, "start": units, "end": units + 9, "unit": "utf16"},
    ]
    ids = alice.post("claims/bulk/", sent).json()["ids"]
    quotes = [Occurrence.objects.get(claim=pk).quote for pk in ids]
    assert quotes == ["It sank.", "It is", "A ship.", "It is 3.2"]
    for place in Occurrence.objects.select_related("version"):
        assert place.quote == place.version.text[place.start : place.end]
    assert [first_bad_line(stream) for stream in Stream.objects.all()] == [None] * 4


def test_many_at_once_are_what_they_are_one_by_one(alice, newsroom):
    sent = [
        {"exact": QUOTE, "claimant": "The port", "claimed_on": "2025-01-01", "topics": ["a", "a"]},
        {"exact": "March 2025"},
        {"exact": "3.2 kilometres", "statement": "It is long.", "external_id": "x"},
    ]
    left, right = (an_article(newsroom.alice, url=f"https://{s}.example") for s in "ab")
    for row in sent:
        alice.post("claims/", row | {"article": left.pk})
    Claim.objects.update(external_id="")
    alice.post("claims/bulk/", [row | {"article": right.pk} for row in sent])

    def told(article: Any) -> list[Any]:
        left_out = ("id", "article", "created_at", "occurrences", "external_id")
        shown = alice.get(f"claims/?article={article.pk}").json()["results"]
        places = [[o | {"id": 0, "article": 0} for o in c["occurrences"]] for c in shown]
        return [{k: v for k, v in c.items() if k not in left_out} for c in shown] + places

    def lines(article: Any) -> list[Any]:
        found = Event.objects.filter(stream__article=article, action="highlight")
        return sorted((e.noun, sorted(e.after), e.actor_id, e.via) for e in found)

    assert told(left) == told(right)
    assert lines(left) == lines(right)
    people = [
        [*claim.contributors.values_list("pk", flat=True)] for claim in right.claims.order_by("pk")
    ]
    assert people == [[newsroom.alice.user.pk], [], [newsroom.alice.user.pk]]


def test_a_feed_of_claims_that_is_sent_twice_changes_nothing(alice, newsroom):
    article = an_article(newsroom.alice)
    sent = [row | {"external_id": f"c-{n}"} for n, row in enumerate(marks(article.pk, 5))]
    first = alice.post("claims/bulk/", sent).json()
    lines = Event.objects.count()
    second = alice.post("claims/bulk/", sent)
    assert (second.status_code, second.json()) == (200, first)
    assert Event.objects.count() == lines
    third = alice.post("claims/bulk/", [sent[0] | {"claimant": "Inga Holm"}, *sent[1:]])
    assert third.json() == first
    assert again(Claim.objects.get(external_id="c-0")).claimant == "Inga Holm"
    assert Event.objects.count() == lines + 1


def test_one_id_twice_in_a_request_is_one_claim_and_other_words_are_refused(alice, newsroom):
    article = an_article(newsroom.alice)
    row = {"article": article.pk, "exact": QUOTE, "external_id": "same"}
    other = row | {"exact": "3.2 kilometres"}
    body = alice.post("claims/bulk/", [row, row | {"claimant": "Inga Holm"}, other]).json()
    assert body["ids"][0] == body["ids"][1] == Claim.objects.get(claimant="Inga Holm").pk
    assert [(e["index"], e["code"]) for e in body["errors"]] == [(2, "not_now")]
    twice = [row | {"external_id": "a"}, row | {"external_id": "b"}]
    body = alice.post("claims/bulk/", twice).json()
    assert (body["ids"], len(body["errors"])) == ([], 2)


def test_words_that_were_put_aside_are_opened_once(alice, newsroom):
    claim = a_claim(newsroom.alice)
    claims.dismiss(claim, by=newsroom.alice)
    lines = Event.objects.count()
    row = {"article": claim.article_id, "exact": QUOTE}
    answer = alice.post("claims/bulk/", [row, row])
    assert (answer.status_code, answer.json()["ids"]) == (200, [claim.pk, claim.pk])
    assert Event.objects.count() == lines + 1


@pytest.mark.parametrize("path", ["articles/bulk/", "claims/bulk/"])
def test_all_or_nothing_leaves_nothing_and_says_why(alice, newsroom, path):
    article = an_article(newsroom.alice)
    good = {
        "articles/bulk/": {"title": "A", "text": "Words."},
        "claims/bulk/": {"article": article.pk, "exact": QUOTE},
    }[path]
    before = rows()
    problem = refused(alice.post(f"{path}?all_or_nothing=true", [good, {}]), 422, "invalid")
    assert problem["detail"].startswith("Nothing was added. Row 1: ")
    assert problem["report"]["ids"] == []
    assert [error["index"] for error in problem["report"]["errors"]] == [1]
    assert rows() == before
    refused(alice.post(f"{path}?all_or_nothing=maybe", [good]), 400, "malformed")
    refused(alice.post(f"{path}?all=true", [good]), 400, "malformed")
    assert alice.post(f"{path}?all_or_nothing=true", [good]).status_code == 201
    assert len(alice.post(f"{path}?all_or_nothing=false", [good, {}]).json()["errors"]) == 1


def test_nonsense_is_refused_as_a_whole(alice, victor, newsroom):
    article = an_article(newsroom.alice)
    refused(alice.post("claims/bulk/", [{}] * 1001), 413, "too_large")
    refused(alice.post("claims/bulk/", {"article": 1}), 400, "malformed")
    refused(victor.post("claims/bulk/", marks(article.pk, 2)), 403, "not_allowed")
    nowhere = {"article": article.pk, "exact": "not there"}
    refused(victor.post("claims/bulk/", [nowhere]), 403, "not_allowed")
    assert alice.post("claims/bulk/", []).json() == {"ids": [], "errors": []}


def test_many_in_one_article_take_hardly_more_queries_than_one(alice, newsroom):
    articles = [an_article(newsroom.alice, url=f"https://{n}.example/") for n in range(3)]

    def queries(number: int, *homes: Any) -> int:
        sent = [row for home in homes for row in marks(home.pk, number)]
        with CaptureQueriesContext(connection) as captured:
            assert len(alice.post("claims/bulk/", sent).json()["ids"]) == len(sent)
        return len(captured)

    few, many = queries(2, articles[0]), queries(60, articles[1])
    # SQLite takes so many values at a time, and so many rows of a bulk in one statement.
    assert many <= few + 12
    assert queries(2, *articles) <= few * 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.needs("postgres")
def test_programs_that_mark_the_same_articles_in_another_order_wait_for_one_another(newsroom):
    keys = [a_token(newsroom.alice), a_token(newsroom.bob)]
    homes = [an_article(newsroom.alice, url=f"https://{n}.example/").pk for n in range(4)]
    sent = [
        row | {"external_id": f"{home}-{n}"}
        for home in homes
        for n, row in enumerate(marks(home, 3))
    ]

    def post(number: int) -> Any:
        ordered = sent if number % 2 else sent[::-1]
        return Program(keys[number % 2]).post("claims/bulk/", ordered).status_code

    assert sorted(at_once(8, post)) == [200] * 7 + [201]
    assert Claim.objects.count() == len(sent)
