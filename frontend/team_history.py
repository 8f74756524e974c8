"""The history of a team in sentences: who changed its policy and its people, and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from annotations.models import Actor, Event, Membership, Role, User
from frontend.forms.team import PolicyForm

TOLD = (
    *("set_policy", "set_role", "remove_member"),
    *("add_integration", "issue_token", "issue_integration_token", "revoke_token"),
)
SENTENCES = {
    "policy": ("pencil", later("{who} changed the policy.")),
    "joined": ("plus", later("{who} added {person} as {role}.")),
    "role": ("person", later("{who} gave {person} another role: {role}, before {was}.")),
    "left": ("close", later("{who} took {person} out of the team.")),
    "integration": ("plus", later("{who} added the integration {person} as {role}.")),
    "own": ("lock", later("{who} issued a token of their own: {token}.")),
    "issued": ("lock", later("{who} issued a token of the integration {person}: {token}.")),
    "revoked": ("close", later("{who} revoked a token of {person}: {token}.")),
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
        "person": people.get(event.pk) or _("a former member"),
        "token": _token(event),
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
    if event.noun == "token" and event.before:
        return "revoked"
    kinds = {
        "set_policy": "policy",
        "remove_member": "left",
        "add_integration": "integration",
        "issue_token": "own",
        "issue_integration_token": "issued",
    }
    return kinds.get(event.action) or ("role" if event.before else "joined")


def _token(event: Event) -> str:
    """Say what a token is called and what it may; nothing for other lines."""
    about = event.before | event.after
    if event.noun != "token":
        return ""
    scopes = ", ".join(about["scopes"])
    return f"“{about['name']}” ({scopes})" if about["name"] else scopes


def _people(told: Iterable[Event], by: Actor) -> dict[int, str]:
    """Return the names of whom these lines are about, by the line's key."""
    events = list(told)
    of_membership = _users({e.object_id for e in events if e.noun == "membership"}, by)
    about = {
        event.pk: of_membership.get(event.object_id)
        if event.noun == "membership"
        else (event.before | event.after).get("user")
        for event in events
    }
    users = {user for user in about.values() if user}
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=users)}
    return {line: names[user] for line, user in about.items() if user}


def _users(keys: Collection[int], by: Actor) -> dict[int, int]:
    """Return whose each membership is or was.

    One that is gone left its person in the lines of when it came and went.
    """
    own = Event.objects.visible_to(by).filter(noun="membership", object_id__in=keys)
    users = {
        key: about["user"]
        for key, before, after in own.values_list("object_id", "before", "after")
        for about in [before | after]
        if "user" in about
    }
    own_now = Membership.objects.filter(team=by.team, pk__in=keys)
    return users | dict(own_now.values_list("pk", "user"))


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
