"""A strict reading of W3C Web Annotations: every rule is a sentence.

https://www.w3.org/TR/annotation-model/ and https://www.w3.org/TR/annotation-protocol/
"""

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

Node = dict[str, Any]
Rule = Callable[[Node], bool]
RULES: list[Rule] = []

ANNO = "http://www.w3.org/ns/anno.jsonld"
LDP = "http://www.w3.org/ns/ldp.jsonld"
MOTIVATIONS = {
    *("assessing", "bookmarking", "classifying", "commenting", "describing", "editing"),
    *("highlighting", "identifying", "linking", "moderating", "questioning", "replying", "tagging"),
}
PROPERTIES = {
    "Annotation": {
        *("@context", "id", "type", "motivation", "created", "modified", "creator", "body"),
        "target",
    },
    "TextualBody": {"type", "purpose", "format", "value", "language"},
    "SpecificResource": {"type", "purpose", "source", "selector", "state", "label"},
    "TextPositionSelector": {"type", "start", "end"},
    "TextQuoteSelector": {"type", "exact", "prefix", "suffix"},
    "TimeState": {"type", "sourceDate", "cached"},
    "Person": {"type", "name"},
    "Software": {"type", "name"},
    "AnnotationCollection": {"@context", "id", "type", "label", "total", "first", "last"},
    "AnnotationPage": {
        *("@context", "id", "type", "partOf", "startIndex", "prev", "next", "items"),
    },
}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def rule(holds: Rule) -> Rule:
    """Add a rule; its sentence is its documentation."""
    RULES.append(holds)
    return holds


def faults(thing: Node) -> list[str]:
    """Return the sentences of the rules that an annotation, a container or a page breaks."""
    return [str(one.__doc__) for one in RULES if not _holds(one, thing)]


def _holds(one: Rule, thing: Node) -> bool:
    try:
        return one(thing)
    except (KeyError, TypeError, AttributeError, ValueError):
        return False


def nodes(value: Any) -> Iterator[Node]:
    """Find every typed node in a node, itself included."""
    if isinstance(value, dict) and "type" in value:
        yield value
    inside = value.values() if isinstance(value, dict) else value
    for inner in inside if isinstance(value, dict | list) else []:
        yield from nodes(inner)


def of(thing: Node, kind: str) -> list[Node]:
    return [node for node in nodes(thing) if kind in kinds(node)]


def kinds(node: Node) -> list[str]:
    return node["type"] if isinstance(node["type"], list) else [node["type"]]


def is_iri(value: Any) -> bool:
    return (
        isinstance(value, str) and urlsplit(value).scheme in {"http", "https"} and " " not in value
    )


@rule
def the_context(thing: Node) -> bool:
    """The outermost node has the model's context, a container LDP's too, and no other node any."""
    expected: Any = [ANNO, LDP] if "BasicContainer" in kinds(thing) else ANNO
    inner = [node for node in nodes(thing) if node is not thing]
    return thing["@context"] == expected and not any("@context" in node for node in inner)


@rule
def the_properties(thing: Node) -> bool:
    """A node has the properties of its type, and no others."""
    return all(
        set(node) <= PROPERTIES[kind]
        for node in nodes(thing)
        for kind in kinds(node)
        if kind != "BasicContainer"
    )


@rule
def the_ids(thing: Node) -> bool:
    """Annotations, collections and pages have an IRI, which nothing else in it has."""
    named = [n["id"] for k in ("Annotation", "AnnotationCollection") for n in of(thing, k)]
    named += [page["id"] for page in of(thing, "AnnotationPage")]
    return all(is_iri(name) for name in named) and len(named) == len(set(named))


@rule
def the_times(thing: Node) -> bool:
    """Times are xsd:dateTime in UTC, and nothing was changed before it was made."""
    made = [(one["created"], one["modified"]) for one in of(thing, "Annotation")]
    seen = [state["sourceDate"] for state in of(thing, "TimeState")]
    times = [time for pair in made for time in pair] + seen
    return all(MOMENT.fullmatch(t) for t in times) and all(first <= last for first, last in made)


@rule
def the_motivations(thing: Node) -> bool:
    """Motivations and purposes are the model's, and each motivation has its body."""
    for one in of(thing, "Annotation"):
        said = one["motivation"] if isinstance(one["motivation"], list) else [one["motivation"]]
        purposes = {body["purpose"] for body in one["body"]}
        if not set(said) <= purposes <= MOTIVATIONS or len(said) != len(set(said)):
            return False
    return True


@rule
def the_bodies(thing: Node) -> bool:
    """A textual body has words and a format; a specific resource has one source, an IRI."""
    texts, sources = of(thing, "TextualBody"), of(thing, "SpecificResource")
    return all(t["value"] and t["format"] == "text/plain" for t in texts) and all(
        is_iri(s["source"]) for s in sources
    )


@rule
def the_target(thing: Node) -> bool:
    """An annotation has one target, with one selector of each kind in it."""
    return all(
        [one["type"] for one in annotation["target"]["selector"]]
        == ["TextPositionSelector", "TextQuoteSelector"]
        for annotation in of(thing, "Annotation")
    )


@rule
def the_selectors(thing: Node) -> bool:
    """Positions are whole, not negative, and in order; a quote is a text, and so is its context."""
    positions = of(thing, "TextPositionSelector")
    quotes = of(thing, "TextQuoteSelector")
    return all(
        type(p["start"]) is type(p["end"]) is int and 0 <= p["start"] < p["end"] for p in positions
    ) and all(q["exact"] and all(isinstance(v, str) for v in q.values()) for q in quotes)


@rule
def the_collection(thing: Node) -> bool:
    """A collection says how many there are, and where it begins and ends, unless it is empty."""
    for one in of(thing, "AnnotationCollection"):
        first = one.get("first")
        known = first["id"] if isinstance(first, dict) else first
        if not isinstance(one["total"], int) or bool(one["total"]) != (is_iri(known)):
            return False
        if bool(one["total"]) != is_iri(one.get("last")):
            return False
    return True


@rule
def the_pages(thing: Node) -> bool:
    """A page says whose it is, where it starts and what is beside it; it has items."""
    return all(
        is_iri(page["partOf"]["id"])
        and page["items"]
        and isinstance(page["items"], list)
        and ("prev" in page) == (page["startIndex"] > 0)
        and ("next" in page) == (page["startIndex"] + len(page["items"]) < page["partOf"]["total"])
        for page in of(thing, "AnnotationPage")
    )
