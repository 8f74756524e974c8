"""A claim's occurrence as a W3C Web Annotation, and the pages that it stands in.

https://www.w3.org/TR/annotation-model/ and https://www.w3.org/TR/annotation-protocol/

The source of a target is the article's own address; its state says which of our versions of the
text the selectors count in. An article that has no address is its version here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.encoding import iri_to_uri

from annotations.models import Claim, Evidence, Occurrence
from api.linked_data import PROFILE

CONTEXT = PROFILE
LDP_CONTEXT = "http://www.w3.org/ns/ldp.jsonld"
PAGE = 50
"""Annotations on a page."""

Node = dict[str, Any]


def annotation(place: Any, address: Callable[[str], str]) -> Node:
    """Return an occurrence, from `annotations_to_show`, as an annotation without its context.

    `address` makes a path under /api/v1/ absolute.
    """
    claim: Claim = place.claim
    sources = [*claim.evidence.all()]
    rating = claim.current.rating if claim.current else None
    motivations = ["identifying", *(["assessing"] if rating else []), *["linking"][: len(sources)]]
    return {
        "id": address(f"annotations/{place.version.article_id}/{place.pk}/"),
        "type": "Annotation",
        "motivation": motivations if len(motivations) > 1 else motivations[0],
        "created": moment(claim.created_at),
        "modified": moment(place.modified or claim.created_at),
        "creator": {
            "type": "Software" if claim.created_by.is_integration else "Person",
            "name": claim.created_by.name,
        },
        "body": [
            _text("identifying", claim.statement, place.version.article.language),
            _text("tagging", claim.state),
            *([_text("assessing", rating.label)] if rating else []),
            *map(_source, sources),
        ],
        "target": _target(place, address),
    }


@dataclass(frozen=True)
class Container:
    """The annotations of one article, `total` of them; in its pages whole or by address."""

    address: str
    label: str
    total: int
    iris: bool

    @property
    def last(self) -> int:
        """The number of the last page; pages count from 0."""
        return max(0, (self.total - 1) // PAGE)

    @property
    def id(self) -> str:
        """The address of this form of the collection."""
        return f"{self.address}?iris={int(self.iris)}"

    def describe(self, first: Node | None) -> Node:
        """Return the container: with its first page, or (None) with the address of it only."""
        shown: Node = {
            "@context": [CONTEXT, LDP_CONTEXT],
            "id": self.id,
            "type": ["BasicContainer", "AnnotationCollection"],
            "label": self.label,
            "total": self.total,
        }
        if self.total:
            shown |= {"first": first or self._page(0), "last": self._page(self.last)}
        return shown

    def page(self, number: int, items: Iterable[Node]) -> Node:
        """Return a page of the collection, without its context."""
        shown: Node = {
            "id": self._page(number),
            "type": "AnnotationPage",
            "partOf": {"id": self.id, "label": self.label, "total": self.total},
            "startIndex": number * PAGE,
        }
        if number:
            shown["prev"] = self._page(number - 1)
        if number < self.last:
            shown["next"] = self._page(number + 1)
        shown["items"] = [item["id"] if self.iris else item for item in items]
        return shown

    def _page(self, number: int) -> str:
        return f"{self.id}&page={number}"


def moment(at: dt.datetime) -> str:
    """Return a time as the model has it: xsd:dateTime in UTC."""
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _text(purpose: str, words: str, language: str = "") -> Node:
    body = {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": words}
    return {**body, "language": language} if language else body


def _source(evidence: Evidence) -> Node:
    """Return a source with its stance as label; its selector quotes the words relied on."""
    body: Node = {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": iri_to_uri(evidence.url),
        "label": str(evidence.stance),
    }
    if evidence.passage:
        body["selector"] = {"type": "TextQuoteSelector", "exact": evidence.passage}
    return body


def _target(place: Occurrence, address: Callable[[str], str]) -> Node:
    version = place.version
    text = address(f"articles/{version.article_id}/versions/{version.number}/")
    target: Node = {"type": "SpecificResource", "source": text}
    if version.article.url:
        target |= {
            "source": iri_to_uri(version.article.url),
            "state": {
                "type": "TimeState",
                "sourceDate": moment(version.retrieved_at),
                "cached": text,
            },
        }
    target["selector"] = [
        {"type": "TextPositionSelector", "start": place.start, "end": place.end},
        {
            "type": "TextQuoteSelector",
            "exact": place.quote,
            "prefix": place.prefix,
            "suffix": place.suffix,
        },
    ]
    return target
