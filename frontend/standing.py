"""How a claim stands, as its page shows it: places, sources, its past, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from annotations import conditions as c
from annotations import workflow
from annotations.models import (
    Actor,
    Claim,
    Event,
    Evidence,
    Membership,
    Rating,
    Verdict,
)
from annotations.workflow import OpenAction
from frontend import history

RECENT = 20
"""So many events are shown before somebody asks for all."""


@dataclass(frozen=True)
class Source:
    """A row of evidence, and what this person may do with it.

    `number` is the one that readers see, and that the rationale refers to.
    """

    evidence: Evidence
    number: int
    edit: OpenAction
    remove: OpenAction

    @property
    def name(self) -> str:
        """What its row and its form are called on the page."""
        return f"evidence-{self.key}"

    @property
    def key(self) -> str:
        """Its number, in letters, as the template joins it."""
        return str(self.evidence.pk)


@dataclass(frozen=True)
class Origin:
    """Sources that depend on one another. `letter` names it, where the team named an origin."""

    letter: str
    name: str
    sources: list[Source]


@dataclass(frozen=True)
class Choice:
    """A word of the scale as the picker shows it."""

    rating: Rating
    is_chosen: bool


@dataclass(frozen=True)
class Missing:
    """Something that a submission lacks: a sentence, and the field (or part) that it is about."""

    about: str
    sentence: str

    @property
    def place(self) -> str:
        """The id on the page of where it is mended; empty for what no form does."""
        fixed = {"evidence": "evidence", "places": "places", "claim": ""}
        return fixed.get(self.about, f"id_{self.about}")


def allowed(by: Actor, thing: Claim | Verdict | Evidence) -> dict[str, OpenAction]:
    """Return what this person may do, by action, as the table says."""
    return {found.action: found for found in workflow.open_actions(by, thing)}


def origins(claim: Claim, by: Actor) -> list[Origin]:
    """Return the evidence grouped by origin, in the order in which each origin came up."""
    rows = list(claim.evidence.all())
    numbers = {row.pk: number for number, row in enumerate(rows, 1)}
    first = {row.origin_key: row.pk for row in reversed(rows)}
    rows.sort(key=lambda row: (first[row.origin_key], row.pk))
    groups = [list(group) for _key, group in groupby(rows, key=lambda row: row.origin_key)]
    return [
        Origin(_letter(place), group[0].origin, _sources(group, numbers, by))
        for place, group in enumerate(groups)
    ]


def _letter(place: int) -> str:
    """Where the alphabet ends, numbers go on."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def _sources(rows: Iterable[Evidence], numbers: Mapping[int, int], by: Actor) -> list[Source]:
    return [
        Source(row, numbers[row.pk], may["edit"], may["remove"])
        for row in rows
        for may in [allowed(by, row)]
    ]


def choices(ratings: Iterable[Rating], chosen: Any) -> tuple[list[Choice], list[Choice]]:
    """Return the picker's steps on the scale, and the words off it."""
    found = [Choice(rating, str(rating.pk) == str(chosen or "")) for rating in ratings]
    on = sorted((c for c in found if c.rating.value), key=lambda c: c.rating.value or 0)
    return on, [c for c in found if not c.rating.value]


ABOUT = {
    c.has_a_rating: "rating",
    c.was_rated_blind: "rating",
    c.follows_its_raters: "rating",
    c.has_a_summary: "summary",
    c.has_a_rationale: "rationale",
    c.has_an_as_of_date: "as_of",
    c.holds_already: "as_of",
    c.has_evidence: "evidence",
    c.has_both_sides: "one_sided_reason",
    c.has_two_origins: "one_origin_reason",
    c.offered_a_reply: "reply_asked_on",
    c.asked_already: "reply_asked_on",
    c.stands_by_its_words: "places",
}
"""Which field of the form a condition of a submission is about."""


def missing(revision: Verdict, by: Actor) -> list[Missing]:
    """Return what a submission still needs, in the order of the table."""
    return [
        Missing(ABOUT.get(condition, "claim"), str(condition.sentence))
        for condition in workflow.COMPLETE
        if not condition.holds(by, revision)
    ]


def members_of(by: Actor) -> list[Membership]:
    """Return the people of the team, by name."""
    members = Membership.objects.filter(team=by.team, user__is_active=True)
    return list(members.select_related("user").order_by("user__name"))


@dataclass(frozen=True)
class Past:
    """The newest lines of the history, of `total`."""

    lines: list[history.Line]
    total: int


def past(
    claim: Claim,
    by: Actor,
    *,
    members: Iterable[Membership],
    ratings: Iterable[Rating],
    every: bool,
) -> Past:
    """Return the claim's history, newest first."""
    events = list(Event.objects.visible_to(by).filter(claim_id=claim.pk).order_by("-seq"))
    names = history.Names(
        people={m.user_id: str(m.user) for m in members},
        ratings={rating.pk: rating.label for rating in ratings},
        revisions=dict(claim.verdicts.values_list("pk", "number")),
        sources={row.pk: row.title for row in claim.evidence.all()},
        begun=history.begun([*_came_along(events, by), *events]),
    )
    told = [event for event in events if history.is_told(event)]
    chosen = told if every else told[:RECENT]
    return Past([history.line(event, names) for event in chosen], len(told))


def _came_along(events: Iterable[Event], by: Actor) -> Iterable[Event]:
    """Return the lines about comments that came along with claims that were merged into it."""
    merged = [event.after["merged"] for event in events if "merged" in event.after]
    comments = Event.objects.visible_to(by).filter(noun="comment", claim_id__in=merged)
    return comments if merged else []
