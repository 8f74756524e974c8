"""ClaimReview, held to a strict reading of what Google requires and schema.org expects."""

import datetime as dt
import json

import pytest

from annotations.publishing.addresses import claim_review_of, fact_check_page, iso
from annotations.publishing.claimreview import claim_review, feed_item, script_json
from tests.annotations.claimreview_rules import faults
from tests.annotations.test_dossier import sealed
from tests.cast import TITLE, again, corrected, in_review, published


def review_of(dossier):
    return claim_review(
        dossier,
        url="https://desk.example/fact-checks/harbour-desk/1/",
        publisher="The Harbour Desk",
        publisher_url="https://desk.example/fact-checks/harbour-desk/",
        published_at="2025-11-21T09:00:00+00:00",
        changed_at="2025-11-21T09:00:00+00:00",
    )


def test_a_full_fact_check_passes_a_strict_reading(newsroom):
    review = review_of(sealed(newsroom).dossier)
    assert faults(review) == []
    assert review["claimReviewed"] == "The tunnel cost EUR 412 million."
    assert review["itemReviewed"]["author"]["name"] == "Inga Holm"
    assert review["itemReviewed"]["datePublished"] == "2025-11-17"
    assert review["itemReviewed"]["appearance"] == [
        {
            "@type": "CreativeWork",
            "url": "https://news.example/tunnel",
            "headline": "The harbour tunnel opens in May",
            "datePublished": "2025-11-18",
            "publisher": {"@type": "Organization", "name": "The Post"},
        }
    ]
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Mostly true",
        "ratingExplanation": "The accounts confirm the figure.",
        "ratingValue": 4,
        "worstRating": 1,
        "bestRating": 5,
    }


def test_what_is_not_known_is_left_out(newsroom):
    review = claim_review_of(published(newsroom))
    assert faults(review) == []
    place = {"@type": "CreativeWork", "headline": TITLE}
    item = {"@type": "Claim", "firstAppearance": place, "appearance": [place]}
    assert review["itemReviewed"] == item


@pytest.mark.parametrize(
    "rating",
    [
        {"label": "Unproven", "value": None},
        {"label": "Right", "value": 1, "scale": ["Right"]},
        {"label": "Truer than true", "value": 6},
    ],
)
def test_a_rating_that_no_scale_places_has_a_word_and_no_number(newsroom, rating):
    dossier = sealed(newsroom).dossier
    dossier["rating"] |= rating
    review = review_of(dossier)
    assert faults(review) == []
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": rating["label"],
        "ratingExplanation": "The accounts confirm the figure.",
    }


def test_higher_is_truer(newsroom):
    dossier = sealed(newsroom).dossier
    found = {}
    for rating in newsroom.team.scale.ratings.filter(value__isnull=False):
        dossier["rating"] |= {"label": rating.label, "value": rating.value}
        found[rating.label] = review_of(dossier)["reviewRating"]
    assert found["False"]["ratingValue"] == found["False"]["worstRating"]
    assert found["True"]["ratingValue"] == found["True"]["bestRating"]
    assert found["Mostly false"]["ratingValue"] < found["Half true"]["ratingValue"]


@pytest.mark.parametrize("claimant", ["the post", "Port Authority"])
def test_a_claimant_who_published_an_article_or_a_source_is_an_organisation(newsroom, claimant):
    dossier = sealed(newsroom).dossier
    dossier["evidence"][0]["publisher"] = "Port authority"
    dossier["claim"]["claimant"] = claimant
    author = review_of(dossier)["itemReviewed"]["author"]
    assert author == {"@type": "Organization", "name": claimant}


def test_a_retraction_withdraws_the_rating_and_says_why(newsroom):
    dossier = sealed(newsroom).dossier
    review = review_of({**dossier, "kind": "retraction", "reason": "It was a forgery."})
    assert faults(review) == []
    assert review["creativeWorkStatus"] == "Retracted"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Retracted",
        "ratingExplanation": "It was a forgery.",
    }
    kept = {"url", "claimReviewed", "itemReviewed", "datePublished"}
    assert {k: review[k] for k in kept} == {k: review_of(dossier)[k] for k in kept}


def test_each_article_is_one_appearance_and_the_earliest_known_comes_first(newsroom):
    dossier = sealed(newsroom).dossier
    place = dossier["claim"]["occurrences"][0]
    dossier["claim"]["occurrences"] = [
        place | {"article": 10, "title": "Undated", "published_on": None},
        place,
        place | {"start": 400, "exact": "the same article again"},
        place | {"article": 11, "title": "Earlier", "published_on": "2025-11-17"},
    ]
    claim = review_of(dossier)["itemReviewed"]
    assert [work["headline"] for work in claim["appearance"]] == ["Earlier", TITLE, "Undated"]
    assert claim["firstAppearance"]["headline"] == "Earlier"


def test_addresses_are_written_as_machines_read_them(newsroom):
    dossier = sealed(newsroom).dossier
    dossier["claim"]["occurrences"][0]["url"] = "https://news.example/tunnel/ø?q=a b"
    review = review_of(dossier)
    assert faults(review) == []
    assert review["itemReviewed"]["appearance"][0]["url"].endswith("/%C3%B8?q=a%20b")


def test_it_stands_at_the_claim_s_own_address(newsroom, settings):
    verdict = again(published(newsroom))
    review = claim_review_of(verdict)
    page = f"{settings.BASE_URL}/fact-checks/harbour-desk/{verdict.claim_id}/"
    assert review["url"] == fact_check_page(verdict) == page


def test_a_correction_keeps_the_day_of_the_first_publication(newsroom):
    first = again(published(newsroom))
    first.published_at -= dt.timedelta(days=1)
    first.save(update_fields=["published_at"])
    review = claim_review_of(again(corrected(newsroom, first)))
    assert review["datePublished"] == iso(first.published_at)
    assert review["dateModified"] > review["datePublished"]


def test_in_a_feed_the_context_is_the_feed_s(newsroom):
    review = claim_review_of(published(newsroom))
    item = feed_item(review)
    assert "@context" not in item["item"]
    assert {"@context": review["@context"], **item["item"]} == review


def test_only_what_is_published_has_one(newsroom):
    with pytest.raises(ValueError, match="Only what is published"):
        claim_review_of(in_review(newsroom))


@pytest.mark.parametrize(
    "statement",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "a & b < c > d",
        "“quotes” \" ' \\ \u2028 \u2029",
        "😀 é \u202e",
    ],
)
def test_nothing_breaks_out_of_the_script_and_all_can_be_read(statement):
    written = script_json({"claimReviewed": statement})
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"claimReviewed": statement}
