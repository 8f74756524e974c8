"""Searching: in the lists, and across all of them."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annotations.actions.external_checks import import_checks
from annotations.finding import MOST
from annotations.models import Article, Claim, ExternalCheck
from tests.api.program import refused
from tests.api.test_lists import queries
from tests.cast import (
    TEXT,
    a_claim,
    a_claim_review,
    an_article,
    in_review,
    published,
    retracted,
)

pytestmark = pytest.mark.django_db
LISTS = ("articles/", "claims/", "published/")
CHECKED = "Ferries carried a thousand lorries."


@pytest.fixture
def desk(newsroom):
    """Seven articles about ferries, a claim in each, every other one published; and Mallory's."""
    for number in range(7):
        text = f"{TEXT}\n\nFerries carried {number} thousand people."
        article = an_article(newsroom.alice, title=f"Day {number}", text=text)
        quote = f"Ferries carried {number} thousand people"
        claim = a_claim(newsroom.alice, article, quote=quote, claimant="Inga Holm")
        if number % 2:
            published(newsroom, claim)
    other = an_article(newsroom.mallory, title="Ferries", text=f"{TEXT} Ferries carried nobody.")
    a_claim(newsroom.mallory, other, quote="Ferries carried nobody")
    import_checks(a_claim_review(1, claimReviewed=CHECKED), by=newsroom.alice)
    import_checks(a_claim_review(2, claimReviewed="Ferries sank."), by=newsroom.mallory)
    return newsroom


@pytest.mark.parametrize("path", LISTS)
def test_a_searched_list_is_narrowed_further_and_comes_in_pages(alice, desk, path):
    whole = alice.get(f"{path}?search=ferries thousand").json()["results"]
    assert len(whole) == (3 if path == "published/" else 7)
    page = alice.get(f"{path}?search=ferries thousand&page_size=2").json()
    found = page["results"]
    while page["next"]:
        page = alice.get(page["next"].removeprefix("http://testserver")).json()
        found += page["results"]
    assert [row["id"] for row in found] == [row["id"] for row in whole]


def test_other_filters_hold_beside_a_search(alice, desk):
    def count(path: str) -> int:
        return len(alice.get(path).json()["results"])

    assert count("articles/?search=ferr&title=Day 3") == 1
    assert count("articles/?search=ferries nobody") == 0
    assert count("claims/?search=holm ferries&state=published") == 3
    claim = Claim.objects.visible_to(desk.alice).first()
    assert count(f"claims/?search=holm&article={claim.article_id}") == 1
    assert count("published/?search=ferries&team=harbour-desk") == 3
    assert count("published/?search=ferries&team=ridge-post") == 0


def test_a_search_shows_all_kinds_with_the_words_the_best_first(alice, desk):
    body = alice.get("search/?query=Ferries+thousand").json()
    assert body["more"] == []
    found = body["results"]
    assert {(f["kind"], f["id"]) for f in found} == {
        *(
            ("article", pk)
            for pk in Article.objects.filter(team=desk.team).values_list("pk", flat=True)
        ),
        *(
            ("claim", pk)
            for pk in Claim.objects.filter(team=desk.team).values_list("pk", flat=True)
        ),
        *(("fact_check", row["id"]) for row in alice.get("published/").json()["results"]),
        ("external_check", ExternalCheck.objects.get(team=desk.team).pk),
    }
    ranks = [f["rank"] for f in found]
    assert ranks == sorted(ranks, reverse=True)
    for one in found:
        for shown in (one["heading"], one["snippet"]):
            words = {shown["text"][h["start"] : h["end"]] for h in shown["hits"]}
            assert words <= {"Ferries", "thousand"}
        assert one["heading"]["hits"] or one["snippet"]["hits"]


def test_a_search_of_one_kind_shows_that_kind(alice, desk):
    for kind in ("article", "claim", "fact_check", "external_check"):
        found = alice.get(f"search/?query=ferries&kind={kind}").json()["results"]
        assert {one["kind"] for one in found} == {kind}


def test_spans_of_hits_count_code_points(alice, newsroom):
    an_article(
        newsroom.alice, title="🚢⚓ Ships", text="👩‍🔧 finished the lining 🇳🇴 of the tunnel."
    )
    (found,) = alice.get("search/?query=lining").json()["results"]
    (hit,) = found["snippet"]["hits"]
    assert found["snippet"]["text"][hit["start"] : hit["end"]] == "lining"
    assert found["heading"] == {"text": "🚢⚓ Ships", "hits": []}


def test_what_a_search_shows_is_plain_text(alice, newsroom):
    an_article(newsroom.alice, title="A <b>tunnel</b>", text="<script>tunnel</script> & more")
    (found,) = alice.get("search/?query=tunnel").json()["results"]
    assert found["heading"]["text"] == "A <b>tunnel</b>"
    assert found["snippet"]["text"] == "<script>tunnel</script> & more"


def test_a_snippet_shows_the_words_where_the_text_begins_with_its_title(alice, newsroom):
    title = "A tunnel opens"
    text = f"{title}\n\nIt rained.\n\nThe tunnel is wet."
    an_article(newsroom.alice, title=title, text=text)
    an_article(newsroom.alice, title="Tunnel", text="Tunnels are wet.")
    found = alice.get("search/?query=tunnel").json()["results"]
    assert {one["snippet"]["text"] for one in found} == {
        "It rained.\n\nThe tunnel is wet.",
        "Tunnels are wet.",
    }


def test_a_search_says_of_what_there_is_more(alice, newsroom):
    article = an_article(newsroom.alice)
    for number in range(MOST + 1):
        a_claim(newsroom.alice, article, statement=f"Ferries of day {number}.")
    body = alice.get("search/?query=ferries").json()
    assert (len(body["results"]), body["more"]) == (MOST, ["claim"])


def test_nobody_finds_what_another_team_has(mallory, desk):
    for path in ("articles/?search=thousand", "claims/?search=thousand", "search/?query=thousand"):
        assert mallory.get(path).json()["results"] == []


def test_what_waits_for_its_publication_is_no_fact_check(alice, newsroom, stranger):
    in_review(newsroom)
    assert alice.get("search/?query=accounts&kind=fact_check").json()["results"] == []
    assert stranger.get("published/?search=accounts").json()["results"] == []


def test_what_was_retracted_is_found(newsroom, stranger):
    verdict = retracted(newsroom, published(newsroom))
    (found,) = stranger.get("published/?search=accounts").json()["results"]
    assert (found["id"], found["status"]) == (verdict.claim_id, "retracted")


def test_a_stranger_searches_only_what_is_published(stranger, desk):
    refused(stranger.get("search/?query=ferries"), 401)
    refused(stranger.get("claims/?search=ferries"), 401)
    assert len(stranger.get("published/?search=ferries").json()["results"]) == 3


@pytest.mark.parametrize(
    "query",
    [
        "",
        "query=",
        "query=%00",
        "query=a%00b",
        "query=+",
        "query=" + "x" * 201,
        "query=" + "word+" * 10_000,
        "kind=claim",
        "query=a&kind=verdict",
        "query=a&kind=",
        "query=a&cursor=b",
        "query=a&query=b",
    ],
)
def test_odd_searches_are_refused(alice, query):
    refused(alice.get(f"search/?{query}"), 400)


ANYTHING = [
    "%",
    "*",
    '"',
    "'",
    "-",
    "(",
    "NEAR(a b)",
    "a AND",
    "xx:yy",
    "^qq",
    "\\",
    "🚢",
    "\u0301",
]


@pytest.mark.parametrize("asked", ANYTHING)
def test_any_words_get_a_clear_answer(alice, newsroom, asked):
    an_article(newsroom.alice)
    for path in ("articles/?search=", "claims/?search=", "published/?search=", "search/?query="):
        found = alice.get(path + quote(asked))
        assert (found.status_code, found.json()["results"]) == (200, [])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=200))
@example(" ".join(chr(0x4E00 + n) for n in range(100)))
@example("x" * 200)
def test_whatever_is_asked_is_answered_or_refused(alice, asked):
    for path in ("articles/?search=", "claims/?search=", "search/?query=", "claims:search?query="):
        answer = alice.get(path + quote(asked.encode("utf-8", "surrogatepass")))
        assert answer.status_code in {200, 400}, answer.content


def test_the_number_of_queries_of_a_search_does_not_grow(alice, newsroom):
    def some(numbers: range) -> None:
        for number in numbers:
            text = f"{TEXT} Ferries carried {number} people."
            article = an_article(newsroom.alice, title=f"Day {number}", text=text)
            published(newsroom, a_claim(newsroom.alice, article, statement=f"Ferries {number}"))

    paths = ["search/?query=ferries", *(f"{path}?search=ferries" for path in LISTS[1:])]
    paths += ["articles/?search=ferries people"]
    some(range(2))
    few = {path: queries(alice, path) for path in paths}
    some(range(2, 12))
    assert {path: queries(alice, path) for path in paths} == few
    assert max(few.values()) <= 9
