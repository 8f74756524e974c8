"""ClaimReview, the machine-readable form of a fact-check. Pure: a dossier in, JSON-LD out.

https://schema.org/ClaimReview and Google's reading of it:
https://developers.google.com/search/docs/appearance/structured-data/factcheck
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def claim_review(
    dossier: Mapping[str, Any], *, url: str, publisher: str, publisher_url: str, published_on: str
) -> dict[str, Any]:
    """Return the JSON-LD object. `url`s are absolute, `published_on` is an ISO 8601 date."""
    organisation = {"@type": "Organization", "name": publisher, "url": publisher_url}
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": url,
        "datePublished": published_on,
        "author": organisation,
        "claimReviewed": dossier["claim"]["statement"],
        "itemReviewed": _claim(dossier["claim"]),
        "reviewRating": _rating(dossier["rating"]),
    }


def script_json(value: Any) -> str:
    """Return JSON that nothing can break out of a script element with."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": "Claim"}
    if claim["claimant"]:
        # Google and schema.org take a person or an organisation, and we know a name only.
        item["author"] = {"@type": "Person", "name": claim["claimant"]}
    if claim["claimed_on"]:
        item["datePublished"] = claim["claimed_on"]
    places = [_appearance(place) for place in claim["occurrences"]]
    if places:
        item["firstAppearance"] = places[0]
        item["appearance"] = places
    return item


def _appearance(place: Mapping[str, Any]) -> dict[str, Any]:
    work: dict[str, Any] = {"@type": "CreativeWork", "headline": place["title"]}
    if place["url"]:
        work["url"] = place["url"]
    if place["published_on"]:
        work["datePublished"] = place["published_on"]
    if place["publisher"]:
        work["publisher"] = {"@type": "Organization", "name": place["publisher"]}
    return work


def _rating(rating: Mapping[str, Any]) -> dict[str, Any]:
    """Words always; numbers only for a rating on the scale, where higher is truer."""
    words: dict[str, Any] = {"@type": "Rating", "alternateName": rating["label"]}
    if rating["value"] is not None:
        numbers = {"ratingValue": rating["value"], "worstRating": 1}
        words |= {**numbers, "bestRating": len(rating["scale"])}
    return words
