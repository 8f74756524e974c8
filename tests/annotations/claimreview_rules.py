"""A strict reading of ClaimReview: every rule is a sentence, with where it is written.

[S] https://schema.org/ClaimReview, /Claim, /Rating, /CreativeWork, /DataFeed and their properties
[G] https://developers.google.com/search/docs/appearance/structured-data/factcheck
[J] https://www.w3.org/TR/json-ld11/
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

Node = dict[str, Any]
Rule = Callable[[Node], bool]
RULES: list[Rule] = []

WHO = {"Organization", "Person"}
WORK = {"CreativeWork"}
PROPERTIES: dict[str, dict[str, object]] = {
    "ClaimReview": {
        "url": "url", "datePublished": "time", "dateModified": "time", "author": WHO,
        "sdPublisher": WHO, "claimReviewed": "text", "itemReviewed": {"Claim"},
        "reviewRating": {"Rating"}, "creativeWorkStatus": "text",
    },
    "Claim": {
        "author": WHO, "datePublished": "time", "firstAppearance": WORK, "appearance": WORK,
    },
    "CreativeWork": {
        "headline": "text", "url": "url", "datePublished": "time", "publisher": WHO,
    },
    "Rating": {
        "alternateName": "text", "ratingExplanation": "text", "ratingValue": "number",
        "bestRating": "number", "worstRating": "number",
    },
    "Organization": {"name": "text", "url": "url"},
    "Person": {"name": "text"},
}  # fmt: skip
"""What may stand in a node of each type, and what of: a kind of value, or types of nodes."""
MANY = {"appearance"}
DATE = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def rule(holds: Rule) -> Rule:
    """Add a rule; its sentence is its documentation."""
    RULES.append(holds)
    return holds


def faults(review: Node) -> list[str]:
    """Return the sentences of the rules that this ClaimReview does not keep."""
    return [str(one.__doc__) for one in RULES if not _holds(one, review)]


def _holds(one: Rule, review: Node) -> bool:
    try:
        return one(review)
    except (KeyError, TypeError, AttributeError, ValueError):
        return False


def nodes(value: Any) -> Iterator[Node]:
    """Find every node in a node, itself included."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from nodes(inner)


def values(review: Node) -> Iterator[tuple[str, str, Any]]:
    """Find every value: the type of its node, its property, itself; lists taken apart."""
    for node in nodes(review):
        for name, value in node.items():
            if not name.startswith("@"):
                for one in value if isinstance(value, list) else [value]:
                    yield node["@type"], name, one


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text[:10])


# ------------------------------------------------------------------ the form


@rule
def the_context(review: Node) -> bool:
    """The context is schema.org's, and stands in the outermost node only. [J]"""
    inner = [node for node in nodes(review) if node is not review]
    return review["@context"] == "https://schema.org" and not any("@context" in n for n in inner)


@rule
def the_types(review: Node) -> bool:
    """Every node says which type it has, and it is one that schema.org has for it. [S]"""
    return review["@type"] == "ClaimReview" and all(n["@type"] in PROPERTIES for n in nodes(review))


@rule
def the_properties(review: Node) -> bool:
    """A node has no property that its type does not have. [S]"""
    return all(name in PROPERTIES[kind] for kind, name, _value in values(review))


@rule
def the_expected_types(review: Node) -> bool:
    """A value is of a type that schema.org expects there. [S]"""
    kinds = {"text": str, "url": str, "time": str, "number": int | float}
    for kind, name, value in values(review):
        expected = PROPERTIES[kind][name]
        if isinstance(expected, set):
            if value["@type"] not in expected:
                return False
        elif isinstance(value, bool) or not isinstance(value, kinds[str(expected)]):
            return False
    return True


@rule
def single_values(review: Node) -> bool:
    """A list stands only where there may be several. [S]"""
    return all(
        name in MANY for node in nodes(review) for name, v in node.items() if isinstance(v, list)
    )


@rule
def nothing_empty(review: Node) -> bool:
    """What is not known is left out: no null, no empty text, list or node. [G]"""
    plain = [value for node in nodes(review) for value in node.values()]
    return all(v is not None and v not in ("", [], {}) for v in plain)


@rule
def no_blanks(review: Node) -> bool:
    """A text neither begins nor ends with a space. [G]"""
    return all(v == v.strip() for _kind, _name, v in values(review) if isinstance(v, str))


@rule
def absolute_addresses(review: Node) -> bool:
    """An address is absolute, http or https, and written in ASCII without spaces (RFC 3986). [S]"""
    found = [v for kind, name, v in values(review) if PROPERTIES[kind].get(name) == "url"]
    parts = [urlsplit(url) for url in found]
    return all(p.scheme in {"http", "https"} and p.hostname for p in parts) and all(
        url.isascii() and not re.search(r"[\s<>\"{}|\\^`]", url) for url in found
    )


@rule
def iso_dates(review: Node) -> bool:
    """A date is ISO 8601; one with a time has a time zone. [S] [G]"""
    found = [v for kind, name, v in values(review) if PROPERTIES[kind].get(name) == "time"]
    for text in found:
        if MOMENT.fullmatch(text):
            dt.datetime.fromisoformat(text)
        elif DATE.fullmatch(text):
            dt.date.fromisoformat(text)
        else:
            return False
    return True


# ------------------------------------------------------------------ the fact-check


@rule
def what_google_requires(review: Node) -> bool:
    """There are claimReviewed, reviewRating with words, and url. [G]"""
    return bool(
        review["claimReviewed"] and review["reviewRating"]["alternateName"] and review["url"]
    )


@rule
def what_google_recommends(review: Node) -> bool:
    """There are an author, a date, and the claim with where it appeared. [G]"""
    return {"author", "datePublished", "itemReviewed"} <= set(review) and bool(
        review["itemReviewed"]["appearance"]
    )


@rule
def the_publisher(review: Node) -> bool:
    """Whoever checked is an organisation, named, with an address on the same site. [G]"""
    author = review["author"]
    same = urlsplit(author["url"]).netloc == urlsplit(review["url"]).netloc
    return author["@type"] == "Organization" and bool(author["name"]) and same


@rule
def names_of_all(review: Node) -> bool:
    """Every person and every organisation has a name. [G]"""
    return all("name" in node for node in nodes(review) if node["@type"] in WHO)


@rule
def changed_after_it_was_published(review: Node) -> bool:
    """It was changed when it was published, or later. [S]"""
    first, last = (dt.datetime.fromisoformat(review[f"date{x}"]) for x in ("Published", "Modified"))
    return first <= last


@rule
def claimed_before_it_was_checked(review: Node) -> bool:
    """A claim was made before it was checked. [G]"""
    claimed = review["itemReviewed"].get("datePublished")
    return not claimed or day(claimed) <= day(review["datePublished"])


@rule
def the_claimant(review: Node) -> bool:
    """The claim's author is the claimant, never whoever checked it; or missing. [G]"""
    claimant = review["itemReviewed"].get("author")
    return claimant is None or claimant["name"] != review["author"]["name"]


@rule
def the_first_appearance(review: Node) -> bool:
    """The first appearance is one of the appearances, and none is earlier. [S]"""
    claim = review["itemReviewed"]
    dates = [day(work["datePublished"]) for work in claim["appearance"] if "datePublished" in work]
    first = claim["firstAppearance"]
    return first in claim["appearance"] and (not dates or day(first["datePublished"]) == min(dates))


@rule
def each_appearance_once(review: Node) -> bool:
    """No appearance is told twice. [S]"""
    works = review["itemReviewed"]["appearance"]
    return all(works.count(work) == 1 for work in works)


# ------------------------------------------------------------------ the rating


@rule
def a_whole_scale_or_none(review: Node) -> bool:
    """A rating has a value with both ends of its scale, or words alone. [S] [G]"""
    numbers = {"ratingValue", "bestRating", "worstRating"} & set(review["reviewRating"])
    return len(numbers) in {0, 3}


@rule
def the_direction(review: Node) -> bool:
    """The worst is at least 1, the best is above it, and the value lies between them. [G]"""
    rating = review["reviewRating"]
    if "ratingValue" not in rating:
        return True
    worst, value, best = (rating[f"{x}"] for x in ("worstRating", "ratingValue", "bestRating"))
    return bool(1 <= worst <= value <= best and worst < best)


@rule
def words_are_words(review: Node) -> bool:
    """The words of a rating are not a number. [G]"""
    return not re.fullmatch(r"[\d\s.,/%]*", review["reviewRating"]["alternateName"])


@rule
def a_retraction_takes_the_rating_back(review: Node) -> bool:
    """What is retracted says so in both places that are read, and has no number. [S] [G]"""
    if "creativeWorkStatus" not in review:
        return True
    rating = review["reviewRating"]
    said = review["creativeWorkStatus"] == rating["alternateName"] == "Retracted"
    return said and "ratingValue" not in rating and bool(rating["ratingExplanation"])
