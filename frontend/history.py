"""The history of a claim in sentences: who did what when, and which words changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from annotations.models import Event
from annotations.models.claim import Triage
from annotations.models.evidence import Stance
from annotations.models.verdict import Kind, Status
from frontend.differences import changes
from frontend.history_words import LABELS, SENTENCES

TELLING = {"edit", "add_version", "move"}
"""The actions of which the history shows what they changed, word by word."""
EXCERPT = 80
"""So many characters of a comment stand in its line."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the numbers in the lines stand for, by primary key.

    `begun` holds comments and assignments as the lines that began them have them, by noun and key.
    """

    people: Mapping[int, str]
    ratings: Mapping[int, str]
    revisions: Mapping[int, int]
    sources: Mapping[int, str]
    begun: Mapping[tuple[str, int], Mapping[str, Any]]


@dataclass(frozen=True)
class Line:
    """One event as a person reads it. `compare` is the revision that this one follows."""

    at: dt.datetime
    icon: str
    sentence: SafeString
    quote: str
    by_program: bool
    changed: list[tuple[str, SafeString]]
    compare: int | None


def begun(events: Iterable[Event]) -> dict[tuple[str, int], Mapping[str, Any]]:
    """Return what later lines about a comment or an assignment do not repeat."""
    return {
        (event.noun, event.object_id): event.after
        for event in events
        if (event.noun == "comment" and "text" in event.after)
        or (event.noun == "assignment" and "reviewer" in event.after)
    }


def is_told(event: Event) -> bool:
    """Whether this event has a line; the others repeat what one of these says."""
    return _kind(event) in SENTENCES


def line(event: Event, names: Names) -> Line:
    """Return an event that is told in words."""
    noun, what = _kind(event)
    about = {**names.begun.get((noun, event.object_id), {}), **event.before, **event.after}
    if (noun, what) == ("assignment", "release") and about.get("reviewer") == event.actor_id:
        what = "give_back"
    icon, sentence = SENTENCES[noun, what]
    number = _number(event, about, names)
    follows = number - 1 if event.action == "submit" and number and number > 1 else None
    return Line(
        at=event.at,
        icon=icon,
        sentence=format_html(str(sentence), number=number, **_facts(event, about, names)),
        quote=_quote(event),
        by_program=event.via.startswith("token:"),
        changed=_changed(event, names) if event.action in TELLING else [],
        compare=follows if noun == "verdict" else None,
    )


def _kind(event: Event) -> tuple[str, str]:
    """Return the noun and what became of it, which is not always what somebody did to it."""
    match event.noun:
        case "claim":
            return "claim", _of_claim(event)
        case "verdict":
            return "verdict", _of_verdict(event)
        case "occurrence" if event.action == "add_version":
            return "occurrence", str(event.after.get("fit", ""))
        case "assignment":
            return "assignment", _of_assignment(event)
        case "comment" if event.action == "comment":
            return "comment", _of_comment(event)
    return event.noun, event.action


def _of_claim(event: Event) -> str:
    # Whoever marks the words of a dismissed claim takes it up again.
    if event.before.get("triage") == Triage.DISMISSED:
        return "reopen"
    if event.action == "merge" and "merged" in event.after:
        return "take_in"
    if event.action == "schedule_recheck" and not event.after["recheck_on"]:
        return "unschedule_recheck"
    if event.action == "ask_for_recheck" and event.via.startswith("task:"):
        return "come_due"
    return event.action


def _of_verdict(event: Event) -> str:
    """A vote, or a reviewer who leaves, may end the review; that it is returned they say."""
    status = str(event.after.get("status", ""))
    if status in {Status.APPROVED, Status.SUPERSEDED, Status.RETRACTED}:
        return status
    if status == Status.RETURNED and event.action != "return":
        return status
    return event.action


def _of_assignment(event: Event) -> str:
    if event.action == "release" and event.via.startswith("task:"):
        return "run_out"
    # A submission only counts its days anew, but for those who came to work on it.
    is_over = bool(event.after.get("ended_at"))
    return event.action if event.action != "submit" or is_over else ""


def _of_comment(event: Event) -> str:
    if "text" not in event.after:
        return ""  # a thread that an answer opened again
    return "answer" if event.after.get("parent") else "comment"


def _number(event: Event, about: Mapping[str, Any], names: Names) -> int | None:
    key = event.object_id if event.noun == "verdict" else about.get("verdict")
    return names.revisions.get(key or 0)


def _facts(event: Event, about: Mapping[str, Any], names: Names) -> dict[str, Any]:
    rating = about.get("agreed_rating") or about.get("rating") or 0
    return {
        "who": format_html("<b>{}</b>", event.actor_name),
        "person": _person(about.get("reviewer") or about.get("assignee"), names),
        "title": about.get("title") or names.sources.get(event.object_id) or _("a source"),
        "stance": str(dict(Stance.choices).get(about.get("stance", ""), "")).lower(),
        "rating": names.ratings.get(rating, ""),
        "day": _day(about.get("recheck_on")),
        "other": about.get("merged") or about.get("merged_into"),
        "comment": _link(event.object_id, about.get("text", "")),
    }


def _person(key: int | None, names: Names) -> str:
    if not key:
        return _("nobody")
    return names.people.get(key) or _("a former member")


def _day(written: str | None) -> str:
    return date_format(dt.date.fromisoformat(written), "j F Y") if written else ""


def _link(comment: int, text: str) -> SafeString:
    said = Truncator(" ".join(text.split())).chars(EXCERPT)
    return format_html('<a href="#comment-{}">“{}”</a>', comment, said)


def _quote(event: Event) -> str:
    """Return what the person wrote along with it: a comment, a note or a reason."""
    written = {"review": "comment", "blindrating": "note"}.get(event.noun, "")
    return str(event.after.get(written) or event.reason)


def _changed(event: Event, names: Names) -> list[tuple[str, SafeString]]:
    return [
        (str(label), changes(_words(field, event.before.get(field), names), after))
        for field, label in LABELS.items()
        if field in event.after
        for after in [_words(field, event.after[field], names)]
    ]


def _words(field: str, value: Any, names: Names) -> str:
    if field == "rating":
        return names.ratings.get(value, "") if value else _("Not rated")
    if field == "kind":
        return str(dict(Kind.choices).get(value, ""))
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
