"""Fact-checks for clients of Google's Fact Check Tools API."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from annotations.actions import external_checks
from annotations.models import Article, ExternalCheck, Verdict
from tests.api.program import Program, refused
from tests.api.test_lists import queries
from tests.cast import (
    a_claim,
    a_claim_review,
    a_token,
    an_article,
    corrected,
    in_review,
    published,
    retracted,
)

pytestmark = pytest.mark.django_db
HOST = settings.BASE_URL.partition("://")[2]
SITE = f"{HOST}/fact-checks/harbour-desk"


def some(newsroom, numbers):
    for number in numbers:
        article = an_article(
            newsroom.alice, title=f"Day {number}", url=f"https://a.example/{number}"
        )
        published(newsroom, a_claim(newsroom.alice, article, statement=f"Ferries cost {number}."))


def ask(stranger, query):
    answer = stranger.get(f"claims:search?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def texts(stranger, query):
    return [claim["text"] for claim in ask(stranger, query).get("claims", [])]


def test_a_claim_is_told_in_googles_shape(newsroom, stranger):
    article = an_article(newsroom.alice, language="en-GB")
    about = {"claimant": "Inga Holm", "claimed_on": dt.date(2025, 5, 2)}
    claim = a_claim(newsroom.alice, article, statement="It cost 412 million.", **about)
    verdict = published(newsroom, claim)
    assert ask(stranger, "query=cost+million") == {
        "claims": [
            {
                "text": "It cost 412 million.",
                "claimant": "Inga Holm",
                "claimDate": "2025-05-02T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "The Harbour Desk", "site": SITE},
                        "url": f"{settings.BASE_URL}/fact-checks/harbour-desk/{claim.pk}/",
                        "title": "It cost 412 million.",
                        "reviewDate": f"{verdict.published_at:%Y-%m-%dT%H:%M:%S}+00:00",
                        "textualRating": "Mostly true",
                        "languageCode": "en-GB",
                    }
                ],
            }
        ]
    }


def test_what_is_not_known_or_not_there_is_left_out(newsroom, stranger):
    assert ask(stranger, "query=tunnel") == {}
    published(newsroom, a_claim(newsroom.alice, statement="The tunnel."))
    (claim,) = ask(stranger, "query=tunnel")["claims"]
    assert set(claim) == {"text", "claimReview"}
    assert "languageCode" not in claim["claimReview"][0]


def test_only_what_is_published_is_told_and_the_newest_revision_of_it(newsroom, stranger):
    in_review(newsroom, a_claim(newsroom.alice, statement="Ferries wait."))
    assert ask(stranger, "query=ferries") == {}
    some(newsroom, range(1))
    corrected(newsroom, Verdict.objects.public().get(), summary="Ledgers refute it.")
    assert texts(stranger, "query=ledgers") == ["Ferries cost 0."]
    assert texts(stranger, "query=confirm") == []


def test_a_retraction_says_so_in_place_of_the_rating(newsroom, stranger):
    retracted(newsroom, published(newsroom))
    (claim,) = ask(stranger, "query=412")["claims"]
    assert claim["claimReview"][0]["textualRating"] == "Retracted"


SITES = [
    (SITE, True),
    (f"{SITE}/", True),
    (f"https://{SITE}/", True),
    (HOST, True),
    (f"HTTPS://www.{HOST}", True),
    (f"{HOST}/fact-checks", True),
    (f"{HOST}/fact-checks/ridge-post", False),
    (f"{HOST}/fact-checks/harbour", False),
    ("elsewhere.example", False),
    (HOST[:-1], False),
]


@pytest.mark.parametrize(("site", "found"), SITES)
def test_a_site_is_a_host_or_what_lies_below_it(newsroom, stranger, site, found):
    some(newsroom, range(1))
    assert bool(texts(stranger, f"reviewPublisherSiteFilter={site}")) == found


LANGUAGES = [("pt", True), ("PT-br", True), ("pt-BR", True), ("pt-PT", False), ("p", False)]


@pytest.mark.parametrize(("asked", "found"), LANGUAGES)
def test_a_language_is_a_tag_or_its_beginning(newsroom, stranger, asked, found):
    published(newsroom, a_claim(newsroom.alice, an_article(newsroom.alice, language="pt-BR")))
    assert bool(texts(stranger, f"query=412&languageCode={asked}")) == found


def test_what_is_older_than_asked_for_is_left_out(newsroom, stranger):
    some(newsroom, range(1))
    Verdict.objects.update(published_at=timezone.now() - dt.timedelta(days=3))
    assert texts(stranger, "query=ferries&maxAgeDays=4")
    assert not texts(stranger, "query=ferries&maxAgeDays=2")


def test_pages_go_on_where_they_were_whatever_is_published_meanwhile(newsroom, stranger):
    some(newsroom, range(5))
    moment = timezone.now() - dt.timedelta(hours=1)
    Verdict.objects.filter(published_at__isnull=False).update(published_at=moment)
    page = ask(stranger, "query=ferries&pageSize=2")
    found = page["claims"]
    some(newsroom, range(5, 7))
    while "nextPageToken" in page and len(found) < 5:
        page = ask(stranger, f"query=ferries&pageSize=2&pageToken={page['nextPageToken']}")
        found += page["claims"]
    assert [claim["text"] for claim in found] == [f"Ferries cost {n}." for n in range(4, -1, -1)]


def test_a_page_has_ten_where_nothing_is_asked_for(newsroom, stranger):
    some(newsroom, range(11))
    assert len(texts(stranger, "query=ferries")) == 10
    assert len(texts(stranger, "query=ferries&pageSize=100")) == 11


ODD = [
    "",
    "languageCode=en",
    "maxAgeDays=3",
    "query=&reviewPublisherSiteFilter=",
    "query=%00",
    "query=" + "x" * 201,
    "query=a&pageSize=0",
    "query=a&pageSize=101",
    "query=a&pageSize=ten",
    "query=a&pageSize=",
    "query=a&pageToken=odd",
    "query=a&pageToken=%00",
    "query=a&pageToken=é",
    "query=a&pageToken=MjAyNS0wMS0wMVQwMDowMDowMFogOTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",  # a huge id
    "query=a&pageToken=MDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCAx",  # before the first year
    "query=a&maxAgeDays=0",
    "query=a&maxAgeDays=1.5",
    "query=a&maxAgeDays=1e9",
    "query=a&maxAgeDays=NaN",
    "query=a&cursor=b",
    "query=a&page_size=5",
    "query=a&offset=5",
    "query=a&key=google",
    "query=a&query=b",
    "reviewPublisherSiteFilter=" + "x" * 301,
]


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_refused(stranger, query):
    refused(stranger.get(f"claims:search?{query}"), 400)


def test_it_is_the_same_for_everybody(newsroom):
    some(newsroom, range(1))
    reader = Client()
    reader.force_login(newsroom.mallory.user)
    answer = reader.get("/api/v1/claims:search?query=ferries")
    assert len(answer.json()["claims"]) == 1
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_the_number_of_queries_does_not_grow(newsroom, stranger):
    path = f"claims:search?query=ferries&reviewPublisherSiteFilter={HOST}&pageSize=50"
    some(newsroom, range(2))
    few = queries(stranger, path)
    some(newsroom, range(2, 12))
    assert queries(stranger, path) == few <= 3
    assert Article.objects.count() == 12


def imported(newsroom, number=1, **about):
    return external_checks.import_checks(a_claim_review(number, **about), by=newsroom.alice)


def test_a_token_finds_what_its_team_imported_under_its_publisher_s_name(newsroom, alice):
    imported(newsroom, headline="How many lorries?", inLanguage="en")
    assert ask(alice, "query=lorries+bridge") == {
        "claims": [
            {
                "text": "The bridge carries 1 lorries a day.",
                "claimant": "Inga Holm",
                "claimDate": "2025-11-18T00:00:00Z",
                "claimReview": [
                    {
                        "publisher": {"name": "Checks", "site": "checks.example"},
                        "url": "https://checks.example/1",
                        "title": "How many lorries?",
                        "reviewDate": "2025-11-20T00:00:00Z",
                        "textualRating": "Mostly false",
                        "languageCode": "en",
                    }
                ],
            }
        ]
    }


def test_what_a_team_imported_is_its_own(newsroom, stranger, mallory):
    imported(newsroom)
    reviewer = Program(a_token(newsroom.bob, scopes=["review"]))
    for program in (stranger, mallory, reviewer):
        assert ask(program, "query=lorries") == {}
    reader = Client()
    reader.force_login(newsroom.alice.user)
    assert reader.get("/api/v1/claims:search?query=lorries").json() == {}
    refused(Program("fcheck_" + "0" * 64).get("claims:search?query=lorries"), 401)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("query=lorries", True),
        ("query=lorries+ferries", False),
        ("query=lorries&languageCode=pt", True),
        ("query=lorries&languageCode=en", False),
        ("query=lorries&maxAgeDays=3", True),
        ("query=lorries&maxAgeDays=1", False),
        ("reviewPublisherSiteFilter=checks.example", True),
        ("reviewPublisherSiteFilter=https://www.checks.example/", True),
        ("reviewPublisherSiteFilter=checks.example/2025", True),
        ("reviewPublisherSiteFilter=checks.example/2025/1/", True),
        ("reviewPublisherSiteFilter=checks.example/202", False),
        ("reviewPublisherSiteFilter=hecks.example", False),
        ("reviewPublisherSiteFilter=elsewhere.example", False),
    ],
)
def test_what_was_imported_is_filtered_alike(newsroom, alice, query, found):
    day = timezone.localdate() - dt.timedelta(days=2)
    where = {"url": "https://checks.example/2025/1", "datePublished": day.isoformat()}
    imported(newsroom, inLanguage="pt-BR", **where)
    assert bool(texts(alice, query)) == found


def test_of_what_a_publisher_left_out_nothing_is_made_up(newsroom, alice):
    imported(newsroom, author=None, datePublished=None, itemReviewed=None)
    (claim,) = ask(alice, "query=lorries")["claims"]
    assert set(claim) == {"text", "claimReview"}
    (review,) = claim["claimReview"]
    assert review["publisher"] == {"site": "checks.example"}
    assert set(review) == {"publisher", "url", "title", "textualRating"}


def test_pages_go_through_what_is_published_and_what_is_imported(newsroom, alice):
    some(newsroom, range(3))
    for number in range(3):
        imported(newsroom, number, claimReviewed=f"Ferries carry {number}.")
    moment = timezone.now() - dt.timedelta(hours=1)
    Verdict.objects.filter(published_at__isnull=False).update(published_at=moment)
    ExternalCheck.objects.update(imported_at=moment)
    ExternalCheck.objects.filter(url__endswith="/0").update(imported_at=timezone.now())
    found: list[str] = []
    token = ""
    while len(found) < 6:
        page = ask(alice, f"query=ferries&pageSize=1{token}")
        found += [claim["text"] for claim in page["claims"]]
        token = f"&pageToken={page.get('nextPageToken')}"
    assert "nextPageToken" not in page
    ours = [f"Ferries cost {n}." for n in (2, 1, 0)]
    assert found == ["Ferries carry 0.", *ours, "Ferries carry 2.", "Ferries carry 1."]
