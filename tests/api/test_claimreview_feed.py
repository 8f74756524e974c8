"""Every ClaimReview in one feed, for programs."""

import datetime as dt
import json

import pytest
from django.conf import settings
from django.test import Client

from annotations.models import Verdict
from tests.api.program import refused
from tests.cast import a_claim, an_article, corrected, in_review, published

PLACE = "/api/v1/published/claimreview.json"


def feed():
    answer = Client().get(PLACE)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    return json.loads(answer.getvalue())


def test_it_has_what_is_published_newest_first_and_nothing_else(newsroom):
    article = an_article(newsroom.alice)
    for number in range(3):
        published(newsroom, a_claim(newsroom.alice, article, statement=f"Claim {number}"))
    in_review(newsroom, a_claim(newsroom.alice, article, statement="This is not published."))
    told = feed()
    assert (told["@context"], told["@type"]) == ("https://schema.org", "DataFeed")
    assert told["url"] == f"{settings.BASE_URL}{PLACE}"
    claims = [element["item"]["claimReviewed"] for element in told["dataFeedElement"]]
    assert claims == ["Claim 2", "Claim 1", "Claim 0"]
    assert {element["@type"] for element in told["dataFeedElement"]} == {"DataFeedItem"}


def test_a_correction_changes_its_item(newsroom):
    first = published(newsroom)
    a_day_ago = first.published_at - dt.timedelta(days=1)
    Verdict.objects.filter(pk=first.pk).update(published_at=a_day_ago)
    (before,) = feed()["dataFeedElement"]
    corrected(newsroom, first, rating=newsroom.team.scale.ratings.get(slug="false"))
    told = feed()
    (after,) = told["dataFeedElement"]
    assert after["dateCreated"] == before["dateCreated"]
    assert after["dateModified"] == after["item"]["dateModified"] == told["dateModified"]
    assert dt.datetime.fromisoformat(after["dateModified"]).tzinfo
    assert after["item"]["reviewRating"]["alternateName"] == "False"


@pytest.mark.django_db
def test_an_empty_feed_is_a_feed():
    assert feed() == {
        "@context": "https://schema.org",
        "@type": "DataFeed",
        "url": f"{settings.BASE_URL}{PLACE}",
        "name": "ClaimReview",
        "dataFeedElement": [],
    }


@pytest.mark.django_db
def test_it_takes_no_parameters_and_cannot_be_written():
    refused(Client().get(f"{PLACE}?page=2"), 400)
    assert Client().post(PLACE).status_code == 405


@pytest.mark.django_db
def test_the_schema_describes_it(client):
    schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    described = json.loads(schema.content)
    answers = described["paths"][PLACE]["get"]["responses"]
    assert answers["200"]["content"]["application/json"]["schema"]["$ref"].endswith(
        "ClaimReviewFeed"
    )
    assert {p["in"] for p in described["paths"][PLACE]["get"]["parameters"]} == {"header"}
