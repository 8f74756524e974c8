"""The read model of a public fact-check: the frozen dossier, and who stands behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models.fields.json import KT
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from annotations.models import Event, Verdict
from annotations.models.review import Vote
from annotations.models.verdict import Kind
from annotations.publishing import addresses, claimreview, edition, fragments
from annotations.publishing.dossier import public
from annotations.publishing.outcome import outcome, word
from annotations.text.selectors import CONTEXT
from frontend.caching import look
from frontend.places import leading, trailing
from frontend.prose import prose


@dataclass(frozen=True)
class Said:
    """A place where the claim was made, with the words around it. `url` leads to them in `page`."""

    before: str
    quote: str
    after: str
    publisher: str
    title: str
    page: str
    url: str
    published_on: dt.date | None


@dataclass(frozen=True)
class Revision:
    """A revision that readers have seen, in the words that it was published with.

    `rating` is the rating that a retraction withdraws.
    """

    number: int
    kind: str
    reason: str
    at: dt.datetime
    rating: str

    @property
    def word(self) -> str:
        """Return its kind as people read it."""
        return str(Kind(self.kind).label)

    @property
    def result(self) -> str:
        """Return how it came out."""
        return word(self.kind, self.rating)


@dataclass(frozen=True)
class Reply:
    """The claimant's right of reply: when and how they were asked, and the answer, or why not."""

    asked_on: dt.date | None
    asked_how: str
    answer: str
    not_asked_reason: str


@dataclass(frozen=True)
class People:
    """Who answers for a revision, by name."""

    author: str
    reviewers: list[str]
    publisher: str

    @property
    def reviewed_by(self) -> str:
        """Return the reviewers as a sentence names them."""
        return get_text_list(self.reviewers, _("and"))


def context(verdict: Verdict) -> dict[str, Any]:
    """Return what the page shows. Nothing of it is read from rows that can still change."""
    history = published(verdict)
    return {
        **summary(verdict),
        "people": people(verdict),
        "places": [_said(place) for place in verdict_claim(verdict)["occurrences"]],
        "claimed_on": _day(verdict_claim(verdict)["claimed_on"]),
        "history": history,
        "first": history[-1],
        "before": history[1] if len(history) > 1 else None,
        "is_changed": verdict.kind != Kind.FIRST,
        "seal": _seal(verdict),
        "claim_review": _linked_data(verdict, history[-1].at),
        "card": addresses.card(verdict),
    }


def summary(verdict: Verdict) -> dict[str, Any]:
    """Return the result and what it rests on: what the card and earlier revisions show too."""
    dossier = public(verdict.dossier or {})
    came_out = outcome(dossier)
    scale = came_out.scale
    return {
        "team": verdict.team,
        "verdict": verdict,
        "dossier": dossier,
        "outcome": came_out,
        "reply": _reply(dossier),
        "page": addresses.fact_check_page(verdict),
        "feed": addresses.feed(verdict.team),
        "as_of": _day(dossier["as_of"]),
        "steps": len(scale),
        "lowest": scale[0] if scale else "",
        "highest": scale[-1] if scale else "",
        "rationale": prose(dossier["rationale"], sources=len(dossier["evidence"])),
    }


def edition_of(verdict: Verdict) -> edition.Edition:
    """Return what names the page as it is: the revision, and the names that stand beside it."""
    who = people(verdict)
    names = [verdict.team.name, who.author, *who.reviewers, who.publisher]
    return edition.of_revision(verdict, names, look())


def people(verdict: Verdict) -> People:
    """Return who wrote, reviewed and published a revision."""
    votes = verdict.reviews.filter(vote=Vote.APPROVE, digest=verdict.digest)
    reviewers = [str(vote.reviewer) for vote in votes.select_related("reviewer")]
    return People(str(verdict.author), reviewers, str(verdict.published_by))


def published(verdict: Verdict) -> list[Revision]:
    """Return every revision of the claim that readers have seen, newest first."""
    seen = Verdict.objects.filter(claim=verdict.claim_id, published_at__isnull=False)
    fields = ("number", "kind", "reason", "published_at", "rated")
    rows = seen.annotate(rated=KT("dossier__rating__label")).order_by("-number")
    return [Revision(*row) for row in rows.values_list(*fields)]


def verdict_claim(verdict: Verdict) -> Mapping[str, Any]:
    """Return the claim as it was when the revision was submitted."""
    claim: Mapping[str, Any] = (verdict.dossier or {})["claim"]
    return claim


def _said(place: Mapping[str, Any]) -> Said:
    return Said(
        leading(place["prefix"], CONTEXT),
        place["exact"],
        trailing(place["suffix"], CONTEXT),
        place["publisher"],
        place["title"],
        place["url"],
        fragments.to_words(place["url"], place["exact"]),
        _day(place["published_on"]),
    )


def _reply(dossier: Mapping[str, Any]) -> Reply | None:
    """A revision of before the desk asked for it has none."""
    found = dossier.get("reply")
    return Reply(**{**found, "asked_on": _day(found["asked_on"])}) if found else None


def _seal(verdict: Verdict) -> str:
    """Return the hash of the history's line that made this revision public."""
    lines = Event.objects.filter(
        stream__article=verdict.claim.article_id,
        noun="verdict",
        action="publish",
        object_id=verdict.pk,
    )
    return lines.order_by("seq").values_list("hash", flat=True).first() or ""


def _day(text: str | None) -> dt.date | None:
    return parse_date(text) if text else None


def _linked_data(verdict: Verdict, since: dt.datetime) -> SafeString:
    data = claimreview.script_json(addresses.claim_review_of(verdict, since=since))
    return mark_safe(data)  # noqa: S308 - it comes escaped for a script element
