"""ClaimReview, held to what Google requires and schema.org expects."""

import datetime as dt
import json
import re
from urllib.parse import urlsplit

import pytest

from annotations.publishing.addresses import claim_review_of, fact_check_page
from annotations.publishing.claimreview import claim_review, script_json
from tests.annotations.test_dossier import sealed
from tests.cast import TITLE, again, in_review, published

DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
AUTHORS = {"Person", "Organization"}


def faults(review):
    """What a strict reading objects to."""
    rating, item = review["reviewRating"], review["itemReviewed"]
    places = item.get("appearance", [])
    urls = [
        review["url"],
        review["author"]["url"],
        *(place["url"] for place in places if "url" in place),
    ]
    dates = [review["datePublished"], item.get("datePublished", "2000-01-01")]
    dates += [place.get("datePublished", "2000-01-01") for place in places]
    said = {
        "context": review["@context"] == "https://schema.org",
        "type": (review["@type"], item["@type"], rating["@type"])
        == ("ClaimReview", "Claim", "Rating"),
        "claimReviewed": bool(review["claimReviewed"].strip()),
        "alternateName": bool(rating["alternateName"].strip()),
        "absolute urls": all(urlsplit(url).scheme and urlsplit(url).netloc for url in urls),
        "ISO 8601 dates": all(DATE.match(day) and dt.date.fromisoformat(day) for day in dates),
        "author": review["author"]["@type"] in AUTHORS and bool(review["author"]["name"]),
        "claimant": item.get("author", {"@type": "Person"})["@type"] in AUTHORS,
        "scale": "ratingValue" not in rating
        or 1 <= rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"],
        "a whole scale": len({"ratingValue", "bestRating", "worstRating"} & set(rating)) in {0, 3},
        "first appearance": not places or item["firstAppearance"] == places[0],
    }
    return [name for name, holds in said.items() if not holds]


def review_of(dossier):
    return claim_review(
        dossier,
        url="https://desk.example/fact-checks/harbour-desk/1/",
        publisher="The Harbour Desk",
        publisher_url="https://desk.example/fact-checks/harbour-desk/",
        published_on="2025-11-21",
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


def test_a_rating_off_the_scale_has_a_word_and_no_number(newsroom):
    dossier = sealed(newsroom).dossier
    dossier["rating"] |= {"label": "Unproven", "slug": "unproven", "value": None}
    review = review_of(dossier)
    assert faults(review) == []
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Unproven"}


def test_it_stands_at_the_claim_s_own_address(newsroom, settings):
    verdict = again(published(newsroom))
    review = claim_review_of(verdict)
    page = f"{settings.BASE_URL}/fact-checks/harbour-desk/{verdict.claim_id}/"
    assert review["url"] == fact_check_page(verdict) == page
    assert review["datePublished"] == verdict.published_at.date().isoformat()


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
