"""The history of a claim in sentences: who did what when, and which words changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.models import Event
from annotations.models.claim import Triage
from annotations.models.evidence import Stance
from frontend.differences import changes

SENTENCES = {
    ("claim", "highlight"): ("open", later("{who} marked these words as a claim.")),
    ("claim", "accept"): ("open", later("{who} made this claim from a suggestion.")),
    ("claim", "edit"): ("pencil", later("{who} changed the claim.")),
    ("claim", "take_back"): ("dismissed", later("{who} took the acceptance back.")),
    ("claim", "assign"): ("person", later("{who} assigned this to {assignee}.")),
    ("claim", "dismiss"): ("dismissed", later("{who} dismissed this claim.")),
    ("claim", "reopen"): ("open", later("{who} reopened this claim.")),
    ("evidence", "cite"): ("plus", later("{who} added evidence: {title}, {stance}.")),
    ("evidence", "edit"): ("pencil", later("{who} changed the evidence {title}.")),
    ("evidence", "remove"): ("close", later("{who} removed evidence: {title}.")),
    ("verdict", "draft"): ("draft", later("{who} drafted revision {number}.")),
    ("verdict", "edit"): ("pencil", later("{who} changed revision {number}.")),
    ("verdict", "submit"): ("in-review", later("{who} submitted revision {number}.")),
    ("verdict", "withdraw"): ("draft", later("{who} withdrew revision {number}.")),
    ("verdict", "approve"): ("approved", later("Revision {number} has the approvals it needs.")),
    ("verdict", "publish"): ("published", later("{who} published revision {number}.")),
    ("verdict", "supersede"): ("superseded", later("Revision {number} was superseded.")),
    ("verdict", "revise"): ("draft", later("{who} began revision {number}.")),
    ("review", "approve"): ("approved", later("{who} approved revision {number}.")),
    ("review", "return"): ("returned", later("{who} returned revision {number}.")),
}
"""Icon and sentence by noun and action."""

LABELS = {
    "statement": later("Statement"),
    "claimant": later("Claimed by"),
    "claimed_on": later("Claimed on"),
    "topics": later("Topics"),
    "priority": later("Priority"),
    "rating": later("Rating"),
    "summary": later("Summary"),
    "rationale": later("Rationale"),
    "as_of": later("As of"),
    "url": later("Address"),
    "title": later("Title"),
    "publisher": later("Publisher"),
    "stance": later("Stance"),
    "passage": later("Passage"),
    "note": later("Note"),
    "origin": later("Origin"),
    "primary": later("Primary source"),
}
"""The fields whose changes are shown."""


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the numbers in the lines stand for, by primary key."""

    people: Mapping[int, str]
    ratings: Mapping[int, str]
    revisions: Mapping[int, int]
    sources: Mapping[int, str]


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


def is_told(event: Event) -> bool:
    """Whether this event has a line; the others repeat what one of these says."""
    return _kind(event) in SENTENCES


def line(event: Event, names: Names) -> Line:
    """Return an event that is told in words."""
    icon, sentence = SENTENCES[_kind(event)]
    number = _number(event, names)
    follows = number - 1 if event.action == "submit" and number and number > 1 else None
    return Line(
        at=event.at,
        icon=icon,
        sentence=format_html(str(sentence), **_facts(event, names, number)),
        quote=_quote(event),
        by_program=event.via.startswith("token:"),
        changed=_changed(event, names) if event.action == "edit" else [],
        compare=follows,
    )


def _kind(event: Event) -> tuple[str, str]:
    if event.after.get("status") == "superseded":
        return event.noun, "supersede"
    # Whoever marks the words of a dismissed claim takes it up again.
    again = event.noun == "claim" and event.before.get("triage") == Triage.DISMISSED
    return event.noun, "reopen" if again else event.action


def _number(event: Event, names: Names) -> int | None:
    key = event.after.get("verdict") if event.noun == "review" else event.object_id
    return names.revisions.get(key) if event.noun in {"review", "verdict"} else None


def _facts(event: Event, names: Names, number: int | None) -> dict[str, Any]:
    about = {**event.before, **event.after}
    assignee = names.people.get(about.get("assignee") or 0)
    return {
        "who": format_html("<b>{}</b>", event.actor_name),
        "number": number,
        "assignee": assignee or (_("a former member") if about.get("assignee") else _("nobody")),
        "title": about.get("title") or names.sources.get(event.object_id) or _("a source"),
        "stance": str(dict(Stance.choices).get(about.get("stance", ""), "")).lower(),
    }


def _quote(event: Event) -> str:
    """Return what the person wrote along with it: a comment or a reason."""
    return str(event.after.get("comment") or event.reason)


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
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else str(value)
