"""ClaimReview, the machine-readable form of a fact-check. Pure: a dossier in, JSON-LD out.

https://schema.org/ClaimReview and Google's reading of it:
https://developers.google.com/search/docs/appearance/structured-data/factcheck

What is not known is left out: there is no empty text, no null and no empty list in it. A
retraction keeps the address and the claim, so that whoever had the rating gets it taken back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.encoding import iri_to_uri

from annotations.publishing.outcome import Outcome, outcome

CONTEXT = "https://schema.org"
RETRACTED = "Retracted"
"""What https://schema.org/creativeWorkStatus says, for programs, in whatever language we write."""


def claim_review(
    dossier: Mapping[str, Any],
    *,
    url: str,
    publisher: str,
    publisher_url: str,
    published_at: str,
    changed_at: str,
) -> dict[str, Any]:
    """Return the JSON-LD object.

    The addresses are absolute; the times, of the first and of this revision's publication, are
    ISO 8601 with a time zone.
    """
    organisation = _named("Organization", publisher) | {"url": publisher_url}
    came_out = outcome(dossier)
    review = {
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "url": url,
        "datePublished": published_at,
        "dateModified": changed_at,
        "author": organisation,
        "sdPublisher": organisation,
        "claimReviewed": dossier["claim"]["statement"],
        "itemReviewed": _claim(dossier),
        "reviewRating": _rating(came_out),
    }
    return review | ({"creativeWorkStatus": RETRACTED} if came_out.is_retracted else {})


def feed_item(review: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ClaimReview as an element of a schema.org DataFeed, which states the context."""
    item = {name: value for name, value in review.items() if name != "@context"}
    return {
        "@type": "DataFeedItem",
        "dateCreated": review["datePublished"],
        "dateModified": review["dateModified"],
        "item": item,
    }


def script_json(value: Any) -> str:
    """Return JSON that nothing can break out of a script element with."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _claim(dossier: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": "Claim"}
    claim = dossier["claim"]
    places = claim["occurrences"]
    if claim["claimant"]:
        item["author"] = _claimant(claim["claimant"], [*places, *dossier["evidence"]])
    if claim["claimed_on"]:
        item["datePublished"] = claim["claimed_on"]
    if places:
        works = _appearances(places)
        item["firstAppearance"], item["appearance"] = works[0], works
    return item


def _claimant(name: str, published: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Google and schema.org take a person or an organisation, and the desk asks for a name only.

    Whoever published an article or a source of the fact-check is an organisation.
    """
    publishes = name.casefold() in {work["publisher"].casefold() for work in published}
    return _named("Organization" if publishes else "Person", name)


def _appearances(places: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each article once, the earliest known first; those without a date come last."""
    by_article = {place["article"]: place for place in places}
    first_known = sorted(
        by_article.values(),
        key=lambda place: (place["published_on"] is None, place["published_on"]),
    )
    return [_appearance(place) for place in first_known]


def _appearance(place: Mapping[str, Any]) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "CreativeWork", "headline": place["title"]}
    if place["url"]:
        work["url"] = iri_to_uri(place["url"])
    if place["published_on"]:
        work["datePublished"] = place["published_on"]
    if place["publisher"]:
        work["publisher"] = _named("Organization", place["publisher"])
    return work


def _rating(came_out: Outcome) -> dict[str, Any]:
    """Words always; numbers only for a rating on a scale of several, where higher is truer."""
    words = {
        "@type": "Rating",
        "alternateName": came_out.label,
        "ratingExplanation": came_out.explanation,
    }
    value, best = came_out.value, len(came_out.scale)
    if value is None or not 1 <= value <= best or best == 1:
        return words
    return {**words, "ratingValue": value, "worstRating": 1, "bestRating": best}


def _named(kind: str, name: str) -> dict[str, Any]:
    return {"@type": kind, "name": name}
