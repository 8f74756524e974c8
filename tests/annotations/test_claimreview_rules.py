"""The strict reading itself: each rule finds what it is there to find."""

import json

import pytest

from tests.annotations.claimreview_rules import RULES, faults

pytestmark = pytest.mark.once

WORK = {
    "@type": "CreativeWork",
    "headline": "The tunnel",
    "url": "https://news.example/tunnel",
    "datePublished": "2025-11-18",
}
LATER = {**WORK, "headline": "Again", "datePublished": "2025-11-19"}
WHOLE = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://desk.example/fact-checks/desk/1/",
    "datePublished": "2025-11-21T09:00:00+00:00",
    "dateModified": "2025-11-22T09:00:00Z",
    "author": {"@type": "Organization", "name": "The Desk", "url": "https://desk.example/"},
    "claimReviewed": "It cost 412 million.",
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Inga Holm"},
        "datePublished": "2025-11-17",
        "firstAppearance": WORK,
        "appearance": [WORK, LATER],
    },
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "Mostly true",
        "ratingValue": 4,
        "worstRating": 1,
        "bestRating": 5,
    },
}
GONE = ...  # what no JSON can hold
BROKEN = [
    ("@context", "http://schema.org"),
    ("author.@context", "https://schema.org"),
    ("@type", "Review"),
    ("author.@type", "Company"),
    ("claimReviewd", "It cost 412 million."),
    ("reviewRating.ratingValue", "4"),
    ("reviewRating.ratingValue", True),
    ("itemReviewed.author", "Inga Holm"),
    ("itemReviewed.author.@type", "CreativeWork"),
    ("claimReviewed", ["It cost 412 million."]),
    ("claimReviewed", ""),
    ("itemReviewed.author.name", None),
    ("itemReviewed.appearance", []),
    ("itemReviewed.author", {}),
    ("claimReviewed", " It cost 412 million."),
    ("url", "/fact-checks/desk/1/"),
    ("url", "ftp://desk.example/1/"),
    ("url", "https://desk.example/a b"),
    ("url", "https://desk.example/ø"),
    ("datePublished", "21 November 2025"),
    ("datePublished", "2025-11-21T09:00:00"),
    ("datePublished", "2025-02-30"),
    ("claimReviewed", GONE),
    ("url", GONE),
    ("reviewRating.alternateName", GONE),
    ("author", GONE),
    ("itemReviewed.appearance", GONE),
    ("author.@type", "Person"),
    ("author.name", GONE),
    ("author.url", "https://elsewhere.example/"),
    ("itemReviewed.author.name", GONE),
    ("dateModified", "2025-11-20T09:00:00Z"),
    ("itemReviewed.datePublished", "2025-11-22"),
    ("itemReviewed.author.name", "The Desk"),
    ("itemReviewed.firstAppearance", LATER),
    ("itemReviewed.firstAppearance.headline", "Elsewhere"),
    ("itemReviewed.appearance", [WORK, WORK]),
    ("reviewRating.bestRating", GONE),
    ("reviewRating.ratingValue", GONE),
    ("reviewRating.ratingValue", 6),
    ("reviewRating.ratingValue", 0),
    ("reviewRating.worstRating", 0),
    ("reviewRating.worstRating", 5),
    ("reviewRating.alternateName", "4/5"),
    ("creativeWorkStatus", "Retracted"),
]


def broken(place, value):
    review = json.loads(json.dumps(WHOLE))
    *above, last = place.split(".")
    node = review
    for name in above:
        node = node[name]
    if value is GONE:
        del node[last]
    else:
        node[last] = value
    return review


def test_a_whole_one_has_no_fault():
    assert faults(WHOLE) == []


@pytest.mark.parametrize(("place", "value"), BROKEN, ids=lambda one: str(one)[:40])
def test_a_fault_is_found(place, value):
    assert faults(broken(place, value))


def test_every_rule_finds_something():
    found = {fault for place, value in BROKEN for fault in faults(broken(place, value))}
    assert [rule.__doc__ for rule in RULES if rule.__doc__ not in found] == []
