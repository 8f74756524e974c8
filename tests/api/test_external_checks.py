"""Fact-checks of other newsrooms, imported and listed by programs."""

import json
from itertools import count

import pytest
from django.test import Client

from annotations.actions import claims, external_checks
from annotations.models import ExternalCheck
from tests.api.program import Program, refused
from tests.api.test_lists import queries
from tests.cast import (
    a_claim,
    a_claim_review,
    a_token,
    an_article,
    published,
    retracted,
)

pytestmark = pytest.mark.django_db

FEED = "/api/v1/published/claimreview.json"
numbers = count(1)


def test_one_many_a_graph_and_a_feed_are_imported(alice):
    one = alice.post("external-checks/", a_claim_review(1))
    assert one.status_code == 201
    (pk,) = one.json()["ids"]
    assert one.json() == {"ids": [pk], "added": 1, "updated": 0, "errors": [], "warnings": []}
    many = [a_claim_review(1), a_claim_review(2)]
    assert alice.post("external-checks/", many).json()["added"] == 1
    graph = {"@context": "https://schema.org", "@graph": [a_claim_review(3)]}
    kind = {"Content_Type": "application/ld+json"}
    assert alice.post("external-checks/", graph, **kind).json()["added"] == 1
    feed = {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": many}]}
    again = alice.post("external-checks/", feed)
    assert (again.status_code, again.json()["added"]) == (200, 0)
    assert again.json()["ids"][0] == pk


def test_the_report_names_what_was_wrong_row_by_row(alice):
    sent = [a_claim_review(1, datePublished="Monday"), a_claim_review(2, itemReviewed=None), 3]
    report = alice.post("external-checks/", sent).json()
    assert report["errors"] == [
        {
            "index": 0,
            "url": "https://checks.example/1",
            "detail": "datePublished is not a date by ISO 8601.",
        },
        {"index": 2, "url": "", "detail": "It is no JSON object."},
    ]
    (warning,) = report["warnings"]
    assert warning["index"] == 1
    shown = alice.get(f"external-checks/{report['ids'][0]}/").json()
    assert shown["warnings"] == [warning["detail"]]


def test_what_is_shown_is_plain_text_only(alice):
    hostile = a_claim_review(
        1,
        claimReviewed="<script>alert(1)</script>Lorries &lt;b&gt;cross&lt;/b&gt; it.",
        headline="<img src=x onerror=alert(1)>Title",
        articleBody="<iframe src='https://evil.example'></iframe>",
    )
    (pk,) = alice.post("external-checks/", hostile).json()["ids"]
    answer = alice.get(f"external-checks/{pk}/")
    assert (answer.json()["claim_reviewed"], answer.json()["title"]) == (
        "Lorries cross it.",
        "Title",
    )
    assert "<" not in answer.content.decode()
    assert "iframe" in json.dumps(ExternalCheck.objects.get().document)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"a": 1, "a": 2}', 400),
        (b"[]", 422),
        ({"@type": "DataFeed"}, 422),
        ([a_claim_review()] * 1001, 413),
        (b"[" * 900 + b"]" * 900, 400),
    ],
)
def test_what_is_no_document_of_claim_reviews_is_refused(alice, body, status):
    refused(alice.post("external-checks/", body), status)


def test_other_media_types_are_refused(alice):
    refused(alice.post("external-checks/", a_claim_review(), Content_Type="text/plain"), 415)


@pytest.mark.parametrize(
    "value",
    ["\\ud800", "\\u0000", "1e999", "-1e999", "1" * 400, "[[[[[[[[[[]]]]]]]]]]", "null", "{}"],
)
@pytest.mark.parametrize(
    "name", ["url", "claimReviewed", "author", "inLanguage", "@type", "@context", "x"]
)
def test_whatever_stands_in_it_is_no_bug_of_ours(alice, name, value):
    inner = value if value[0] in "1-[n{" else f'"{value}"'
    body = json.dumps(a_claim_review(**{name: "HERE"})).replace('"HERE"', inner)
    assert alice.post("external-checks/", body.encode()).status_code in {200, 201, 422}


def test_the_same_key_imports_once(alice):
    first = alice.post("external-checks/", a_claim_review(), Idempotency_Key="k")
    again = alice.post("external-checks/", a_claim_review(), Idempotency_Key="k")
    assert (again.status_code, again.content) == (first.status_code, first.content)


def test_the_list_is_searched_and_narrowed_by_publisher(alice):
    alice.post("external-checks/", [a_claim_review(n) for n in (1, 2)])
    other = {"@type": "Organization", "name": "The Verifiers", "url": "https://verify.example"}
    alice.post("external-checks/", a_claim_review(3, author=other, headline="A tale of lorries"))

    def found(query: str) -> int:
        return len(alice.get(f"external-checks/?{query}").json()["results"])

    assert found("") == found("search=LORRIES+bridge") == found("search=holm") == 3
    assert found("search=tale") == found("publisher=verify.example") == found("publisher=veri") == 1
    assert found("search=trams") == found("publisher=nobody") == 0
    refused(alice.get("external-checks/?rating=False"), 400)
    refused(alice.get("external-checks/?search=" + "x" * 201), 400)


def test_removing_takes_the_tag(alice, victor, newsroom):
    (pk,) = alice.post("external-checks/", a_claim_review()).json()["ids"]
    path = f"external-checks/{pk}/"
    tag = alice.get(path)["ETag"]
    refused(alice.delete(path), 428)
    stale = refused(alice.delete(path, If_Match='"9"'), 412)
    assert stale["current"]["id"] == pk
    refused(victor.delete(path, If_Match=tag), 403)
    assert alice.delete(path, If_Match=tag).status_code == 204
    refused(alice.get(path), 404)


def test_another_team_sees_and_removes_nothing(alice, mallory, stranger):
    (pk,) = alice.post("external-checks/", a_claim_review()).json()["ids"]
    refused(mallory.get(f"external-checks/{pk}/"), 404)
    refused(mallory.delete(f"external-checks/{pk}/", If_Match='"1"'), 404)
    assert mallory.get("external-checks/").json()["results"] == []
    refused(stranger.get("external-checks/"), 401)


def test_importing_takes_a_contributor_with_the_scope(victor, newsroom):
    refused(victor.post("external-checks/", a_claim_review()), 403)
    reads = Program(a_token(newsroom.alice, ["read"]))
    refused(reads.post("external-checks/", a_claim_review()), 403)


def some_checks(newsroom, many):
    sent = [a_claim_review(next(numbers)) for _ in range(many)]
    external_checks.import_checks(sent, by=newsroom.alice)


def test_the_number_of_queries_does_not_grow(alice, newsroom):
    some_checks(newsroom, 10)
    few = queries(alice, "external-checks/?page_size=200")
    some_checks(newsroom, 190)
    assert queries(alice, "external-checks/?page_size=200") == few <= 5


def test_what_we_publish_is_imported_elsewhere_with_the_same_facts(newsroom, mallory):
    article = an_article(newsroom.alice, url="https://news.example/tunnel")
    claim = a_claim(newsroom.alice, article, statement="The tunnel cost 412 million & more.")
    claims.edit(claim, by=newsroom.alice, claimant="Inga Holm", claimed_on="2025-11-17")
    published(newsroom, claim)
    published(newsroom, a_claim(newsroom.alice, article, quote="3.2 kilometres"))
    withdrawn = published(newsroom, a_claim(newsroom.alice, article, quote="38 %"))
    retracted(newsroom, withdrawn)
    feed = json.loads(Client().get(FEED).getvalue())
    report = mallory.post("external-checks/", feed).json()
    assert (report["added"], report["errors"]) == (3, [])
    assert {one["detail"] for one in report["warnings"]} == {
        "It does not say who made the claim: itemReviewed has no author."
    }
    shown = {row["url"]: row for row in mallory.get("external-checks/").json()["results"]}
    for element in feed["dataFeedElement"]:
        review, row = element["item"], shown[element["item"]["url"]]
        rating, said = review["reviewRating"], review["itemReviewed"]
        assert row["claim_reviewed"] == review["claimReviewed"]
        assert row["claimant"] == said.get("author", {}).get("name", "")
        assert row["claimed_on"] == said.get("datePublished")
        assert row["rating"] == rating["alternateName"]
        assert [row["rating_value"], row["rating_worst"], row["rating_best"]] == [
            rating.get(name) for name in ("ratingValue", "worstRating", "bestRating")
        ]
        assert (row["publisher"], row["reviewed_on"]) == (
            "The Harbour Desk",
            review["datePublished"][:10],
        )
    assert mallory.post("external-checks/", feed).json()["updated"] == 0
