"""The history of a team in sentences: who changed its policy and its people, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.models import Actor, Event, Membership, Role, User
from frontend.forms.team import PolicyForm

TOLD = ("set_policy", "set_role", "remove_member")
SENTENCES = {
    "policy": ("pencil", later("{who} changed the policy.")),
    "joined": ("plus", later("{who} added {person} as {role}.")),
    "role": ("person", later("{who} gave {person} another role: {role}, before {was}.")),
    "left": ("close", later("{who} took {person} out of the team.")),
}
"""Icon and sentence by what happened."""


@dataclass(frozen=True)
class Line:
    """A change as a person reads it; `changed` are a policy's terms, each with what it was."""

    at: dt.datetime
    icon: str
    sentence: SafeString
    by_program: bool
    changed: list[str]


def events(by: Actor) -> QuerySet[Event]:
    """Return what changed the team's policy and people, newest first."""
    own = Event.objects.visible_to(by).filter(stream__article=None, action__in=TOLD)
    return own.order_by("-seq")


def lines(found: Iterable[Event], by: Actor) -> list[Line]:
    """Return these events in words, in a fixed number of queries."""
    told = list(found)
    people = _people(told, by)
    return [_line(event, people) for event in told]


def _line(event: Event, people: Mapping[int, str]) -> Line:
    icon, sentence = SENTENCES[_kind(event)]
    facts = {
        "who": format_html("<b>{}</b>", event.actor_name),
        "person": people.get(event.object_id) or _("a former member"),
        "role": _role(event.after.get("role")),
        "was": _role(event.before.get("role")),
    }
    return Line(
        at=event.at,
        icon=icon,
        sentence=format_html(str(sentence), **facts),
        by_program=event.via.startswith("token:"),
        changed=_terms(event) if event.action == "set_policy" else [],
    )


def _kind(event: Event) -> str:
    if event.action == "set_policy":
        return "policy"
    if event.action == "remove_member":
        return "left"
    return "role" if event.before else "joined"


def _people(told: Iterable[Event], by: Actor) -> dict[int, str]:
    """Return who each membership in these lines is or was, by its key.

    A membership that is gone left its person in the lines of when it came and went.
    """
    keys = {event.object_id for event in told if event.noun == "membership"}
    own = Event.objects.visible_to(by).filter(noun="membership", object_id__in=keys)
    users = {
        key: about["user"]
        for key, before, after in own.values_list("object_id", "before", "after")
        for about in [before | after]
        if "user" in about
    }
    users |= dict(Membership.objects.filter(team=by.team, pk__in=keys).values_list("pk", "user"))
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=users.values())}
    return {key: names[user] for key, user in users.items()}


def _role(value: int | None) -> str:
    return str(Role(value).label) if value else ""


def _terms(event: Event) -> list[str]:
    return [
        _("%(term)s: %(now)s, before: %(was)s")
        % {"term": field.label, "now": _words(now), "was": _words(event.before[name])}
        for name, field in PolicyForm.base_fields.items()
        if name in event.after
        for now in [event.after[name]]
    ]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("never") if value is None else str(value)
