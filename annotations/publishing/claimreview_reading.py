"""ClaimReview as others write it: what can be taken, and a sentence for all that cannot. Pure.

A fault refuses a ClaimReview: without it one could not say what was checked, where, or how it came
out. Of everything else that is wrong there is a warning, and the fact-check is taken without it.
https://schema.org/ClaimReview
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from annotations.publishing.claimreview_items import Item, Named, types, unstorable
from annotations.publishing.plain import plain

_CONTEXT = re.compile(r"https?://(www\.)?schema\.org/?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SHORT_DATE = re.compile(r"\d{4}(-\d\d)?")
_DATE = re.compile(r"[\dW-]+(T[\d:.,]+(Z|[+-][\d:]+)?)?")
_USUAL_SCALE = (1.0, 5.0)
"""What schema.org has for a rating that does not say its ends."""

_ENDS = ("worstRating", "bestRating")


class Unfit(Exception):
    """Why this is no ClaimReview that can be taken, in a sentence."""


@dataclass
class Reading:
    """What a ClaimReview says; `warnings` are sentences about what was left out of it."""

    url: str = ""
    claim_reviewed: str = ""
    claimant: str = ""
    claimed_on: dt.date | None = None
    rating: str = ""
    rating_value: float | None = None
    rating_best: float | None = None
    rating_worst: float | None = None
    publisher: str = ""
    site: str = ""
    reviewed_on: dt.date | None = None
    language: str = ""
    title: str = ""
    warnings: list[str] = field(default_factory=list)


def read(item: Item) -> Reading:
    """Return what a ClaimReview says. Raises Unfit with the first fault."""
    if fault := _unreadable(item.value):
        raise Unfit(fault)
    reader = _Reader(item.value, item.named)
    if not _is_schema_org(item.context):
        reader.warn(_("Its @context is not https://schema.org."))
    return reader.read()


def address_of(value: Any) -> str:
    """Return the address that something says of itself, to name it by; empty where it has none."""
    said = value.get("url") if isinstance(value, dict) else None
    return said[:2000].encode("utf-8", "replace").decode() if isinstance(said, str) else ""


def _unreadable(value: Any) -> str | None:
    if not isinstance(value, dict):
        return _("It is no JSON object.")
    if "ClaimReview" not in types(value):
        return _("It is no ClaimReview.")
    return unstorable(value)


def _is_schema_org(context: Any) -> bool:
    said = context if isinstance(context, list) else [context]
    if any(isinstance(one, dict) for one in said):
        said = [*said, *(one.get("@vocab") for one in said if isinstance(one, dict))]
    return any(isinstance(one, str) and _CONTEXT.fullmatch(one) for one in said)


class _Reader:
    """Reads one ClaimReview, and collects what is wrong with it."""

    def __init__(self, review: Mapping[str, Any], named: Named) -> None:
        self.review, self.named = review, named
        self.found = Reading()

    def warn(self, sentence: str) -> None:
        if sentence not in self.found.warnings:
            self.found.warnings.append(sentence)

    def read(self) -> Reading:
        self._what_was_checked()
        self._how_it_came_out()
        self._who_checked()
        self._who_claimed()
        self.found.language = self._language()
        self.found.title = self._words(self.review, "headline") or self._words(self.review, "name")
        claimed, reviewed = self.found.claimed_on, self.found.reviewed_on
        if claimed and reviewed and claimed > reviewed:
            self.warn(_("The claim is dated after its review."))
        return self.found

    def _what_was_checked(self) -> None:
        url = self.review.get("url")
        if url is None and (url := self.review.get("@id")):
            self.warn(_("Its address stands in @id, not in url."))
        if not isinstance(url, str) or not url.strip():
            raise Unfit(_("It has no url."))
        self.found.url = url.strip()
        host = _host(self.found.url)
        if not host:
            raise Unfit(_("Its url is not an absolute http or https address."))
        self.found.site = host
        self.found.claim_reviewed = self._words(self.review, "claimReviewed")
        if not self.found.claim_reviewed:
            raise Unfit(_("It does not say which claim was checked (claimReviewed)."))

    def _how_it_came_out(self) -> None:
        rating = self._node(self.review.get("reviewRating"))
        self.found.rating = self._words(rating, "alternateName")
        if not self.found.rating and (name := self._words(rating, "name")):
            self.found.rating = name
            self.warn(_("The words of the rating stand in name, not in alternateName."))
        if not self.found.rating:
            raise Unfit(_("Its reviewRating has no words: there is no alternateName."))
        if rating.get("ratingValue") not in (None, ""):
            self._numbers(rating)

    def _numbers(self, rating: Mapping[str, Any]) -> None:
        value = self._number(rating, "ratingValue")
        ends = []
        for name, usual in zip(_ENDS, _USUAL_SCALE, strict=True):
            if rating.get(name) in (None, ""):
                self.warn(_("The rating does not say its %s: schema.org's is assumed.") % name)
                ends.append(usual)
            else:
                ends.append(self._number(rating, name))
        worst, best = ends
        if worst == best:
            raise Unfit(_("The scale of the rating is empty: its worst is its best."))
        if worst > best:
            raise Unfit(_("The scale of the rating is reversed: its worst is above its best."))
        if not worst <= value <= best:
            raise Unfit(_("The rating does not lie on its scale."))
        self.found.rating_value, self.found.rating_worst = value, worst
        self.found.rating_best = best

    def _who_checked(self) -> None:
        said = self._node(self.review.get("author")) or self._node(self.review.get("publisher"))
        self.found.publisher = self._words(said, "name")
        if not self.found.publisher:
            self.warn(_("It does not say who checked the claim: there is no author."))
        if said.get("url"):
            host = _host(said["url"])
            self.found.site = host or self.found.site
            if not host:
                self.warn(_("The author's url is not an absolute http or https address."))
        self.found.reviewed_on = self._day(self.review, "datePublished")
        if not self.review.get("datePublished"):
            self.warn(_("It does not say when it was published."))

    def _who_claimed(self) -> None:
        claim = self._node(self.review.get("itemReviewed"))
        authors = claim.get("author")
        nodes = authors if isinstance(authors, list) else [authors]
        names = [self._name(one) for one in nodes]
        self.found.claimant = ", ".join(name for name in names if name)
        if not self.found.claimant:
            self.warn(_("It does not say who made the claim: itemReviewed has no author."))
        self.found.claimed_on = self._day(claim, "datePublished")

    def _language(self) -> str:
        said = self.review.get("inLanguage")
        tag = said.get("alternateName") if isinstance(said, dict) else said
        if not tag:
            return ""
        if isinstance(tag, str) and len(tag) <= 35 and _LANGUAGE.fullmatch(tag):
            return tag
        self.warn(_("Its inLanguage is no language tag, such as en or pt-BR."))
        return ""

    def _name(self, value: Any) -> str:
        """Return what somebody is called, who may be told as a node or by name alone."""
        return self._words({"name": value} if isinstance(value, str) else self._node(value), "name")

    def _node(self, value: Any) -> Mapping[str, Any]:
        """Return the object that stands there, or that is named there and stands beside it."""
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict) and set(value) == {"@id"} and isinstance(value["@id"], str):
            value = self.named.get(value["@id"])
        return value if isinstance(value, dict) else {}

    def _words(self, node: Mapping[str, Any], name: str) -> str:
        value = node.get(name)
        if not isinstance(value, str):
            return ""
        words = plain(value)
        if words != " ".join(value.split()):
            self.warn(_("%s has markup in it: only its words are kept.") % name)
        return words

    def _number(self, node: Mapping[str, Any], name: str) -> float:
        value = node[name]
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise Unfit(_("The %s of the rating is not a number.") % name)
        return number

    def _day(self, node: Mapping[str, Any], name: str) -> dt.date | None:
        value = node.get(name)
        if value in (None, ""):
            return None
        text = value.strip() if isinstance(value, str) else ""
        if _SHORT_DATE.fullmatch(text):
            self.warn(_("%s names no day.") % name)
            return None
        try:
            return dt.datetime.fromisoformat(text if _DATE.fullmatch(text) else "").date()
        except ValueError:
            raise Unfit(_("%s is not a date by ISO 8601.") % name) from None


def _host(url: Any) -> str:
    """Return the host of an absolute http(s) address; empty where it is none."""
    try:
        parts = urlsplit(url.strip()) if isinstance(url, str) else None
        host = parts.hostname if parts and parts.scheme in {"http", "https"} else ""
    except ValueError:
        return ""
    return (host or "").removeprefix("www.")
