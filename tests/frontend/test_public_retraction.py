"""What readers and machines see of a retracted fact-check: the text, and that it does not hold."""

import datetime as dt
import json

import pytest
from django.test import Client

from annotations.actions import reviews, verdicts
from annotations.models import Verdict
from tests.annotations.claimreview_rules import faults
from tests.cast import a_rating, again, corrected, published, retracted
from tests.frontend.linked_data import linked_data
from tests.frontend.test_public import address
from tests.frontend.visiting import words

EVERYWHERE = [
    "/fact-checks/",
    "/fact-checks/harbour-desk/",
    "/fact-checks/feed.atom",
    "/fact-checks/harbour-desk/feed.atom",
    "/fact-checks/harbour-desk/{}/",
    "/fact-checks/harbour-desk/{}/card/",
    "/fact-checks/harbour-desk/corrections/",
    "/api/v1/published/",
    "/api/v1/published/{}/",
    "/api/v1/published/claimreview.json",
    "/sitemap.xml",
]


def test_the_page_keeps_the_text_and_leads_with_the_notice(newsroom):
    first = published(newsroom)
    answer = Client().get(address(retracted(newsroom, first)))
    said = words(answer)
    assert ", retracted " in said
    assert "Retraction, " in said
    assert "It was a forgery. We had rated the claim “Mostly true”. That rating" in said
    assert said.index("It was a forgery.") < said.index("The claim")
    assert "What we had published The accounts confirm the figure." in said
    assert "The port authority's accounts name" in said
    assert "Accounts of the port authority" in said
    assert "Retraction, revision 2: Retracted. It was a forgery." in said
    assert 'class="verdict-badge"' not in answer.content.decode()
    assert f'href="{address(first)}revisions/1/"' in answer.content.decode()


def test_its_claim_review_takes_the_rating_back(newsroom):
    first = published(newsroom)
    a_day_ago = first.published_at - dt.timedelta(days=1)
    Verdict.objects.filter(pk=first.pk).update(published_at=a_day_ago)
    before = linked_data(Client().get(address(first)))
    assert "creativeWorkStatus" not in before
    after = linked_data(Client().get(address(retracted(newsroom, first))))
    assert faults(after) == []
    assert after["creativeWorkStatus"] == "Retracted"
    assert after["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Retracted",
        "ratingExplanation": "It was a forgery.",
    }
    for kept in ("url", "claimReviewed", "itemReviewed", "datePublished"):
        assert after[kept] == before[kept]
    assert after["dateModified"] > before["dateModified"]


@pytest.mark.parametrize("place", EVERYWHERE)
def test_it_is_visible_at_once_wherever_the_rating_was(newsroom, place):
    verdict = published(newsroom)
    place = place.format(verdict.claim_id)
    before = Client().get(place)
    had = before.getvalue()
    retracted(newsroom, verdict)
    known = {"if-none-match": before["ETag"]} if before.has_header("ETag") else {}
    after = Client().get(place, headers=known)
    assert after.status_code == 200
    assert after.getvalue() != had


@pytest.mark.parametrize("place", [*EVERYWHERE[:4], EVERYWHERE[5]])
def test_where_the_result_stands_alone_it_is_the_word_and_the_reason(newsroom, place):
    verdict = retracted(newsroom, published(newsroom))
    said = words(Client().get(place.format(verdict.claim_id)))
    assert "Retracted" in said
    assert "It was a forgery." in said
    assert "The accounts confirm the figure." not in said


def test_other_sites_are_told_in_a_preview(newsroom):
    shown = Client().get(address(retracted(newsroom, published(newsroom)))).content.decode()
    head = shown[: shown.index("</head>")]
    assert 'content="Retracted: cost 412 million euros"' in head
    assert 'content="It was a forgery."' in head
    assert "Mostly true" not in head


def test_programs_get_no_rating_and_read_that_it_is_retracted(newsroom):
    verdict = retracted(newsroom, published(newsroom))
    told = json.loads(Client().get(f"/api/v1/published/{verdict.claim_id}/").content)
    assert (told["status"], told["kind"]) == ("retracted", "retraction")
    assert told["rating"] == {
        "label": "Retracted",
        "slug": "retracted",
        "value": None,
        "scale": [],
    }
    assert told["reply"]["asked_on"] == "2025-11-18"
    assert [(each["kind"], each["rating"]) for each in told["corrections"]] == [
        ("retraction", "Retracted"),
        ("first", "Mostly true"),
    ]


def test_what_it_replaced_can_be_read_with_the_rating_that_went(newsroom):
    first = published(newsroom)
    retracted(newsroom, first)
    answer = Client().get(f"{address(first)}revisions/1/")
    shown = "".join(answer.content.decode().split("\n"))
    assert "<del>Mostly true</del><ins>Retracted</ins>" in shown
    assert "Retraction, " in words(answer)
    assert '<p class="verdict-word">Mostly true</p>' in shown


def test_the_fact_check_stands_until_its_retraction_is_published(newsroom):
    first = published(newsroom)
    before = words(Client().get(address(first)))
    draft = verdicts.retract(first, by=newsroom.alice, reason="It was a forgery.")
    sent = verdicts.submit(draft, by=newsroom.alice)
    assert words(Client().get(address(first))) == before
    reviews.review(sent, by=newsroom.bob, vote="approve")
    assert words(Client().get(address(first))) == before


def test_what_is_published_after_a_retraction_is_a_fact_check_again(newsroom):
    second = retracted(newsroom, published(newsroom))
    third = corrected(newsroom, again(second), rating=a_rating(newsroom.team, "false"))
    answer = Client().get(address(third))
    assert "The rating has changed from Retracted to False." in words(answer)
    assert faults(linked_data(answer)) == []
    assert "creativeWorkStatus" not in linked_data(answer)
    earlier = words(Client().get(f"{address(third)}revisions/2/"))
    assert "Superseded: revision 2" in earlier
    assert "Retracted It was a forgery." in earlier
