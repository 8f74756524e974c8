"""Asking the table: who may do what, and when.

`refusal()` is the one answer: the button shows it, the API returns it, the door raises it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from annotations.errors import NotAllowed, NotNow, Refusal
from annotations.models import Actor, Role, Suggestion, Team
from annotations.workflow.table import (
    COMPLETE,
    FOUR_EYES,
    IMPARTIAL,
    ROWS,
    STATE_FIELDS,
    STATE_LABELS,
    TABLE,
    Row,
)

__all__ = [
    "COMPLETE",
    "FOUR_EYES",
    "IMPARTIAL",
    "ROWS",
    "STATE_FIELDS",
    "TABLE",
    "OpenAction",
    "Row",
    "open_actions",
    "refusal",
    "state_of",
]


@dataclass(frozen=True)
class OpenAction:
    """An action on a thing, and whether this actor may do it now; if not, why."""

    action: str
    allowed: bool
    reason: str


def state_of(thing: Any) -> str:
    """Return the state that the table speaks of; empty for nouns that have none."""
    field = STATE_FIELDS.get(type(thing))
    return str(getattr(thing, field)) if field else ""


def refusal(action: str, actor: Actor, thing: Any) -> Refusal | None:
    """Return None where this actor may do this to this thing now, else why not.

    The refusal carries one sentence for the person; the door raises it as it is.
    """
    row = ROWS[type(thing), action]
    for refused in _refusals(row, actor, thing):
        if refused:
            return refused
    return None


def _refusals(row: Row, actor: Actor, thing: Any) -> Iterator[Refusal | None]:
    """What time cannot mend comes first: the person, then the moment."""
    if _team_id(thing) != actor.team.pk:
        yield NotAllowed(_("This belongs to another team."))
    if row.scope not in actor.scopes:
        yield NotAllowed(_("This token lacks the scope “%s”.") % row.scope)
    for condition in row.provided:
        if condition.refuses_with is NotAllowed:
            yield condition.refusal(actor, thing)
    if actor.role < row.role:
        yield NotAllowed(_role_sentence(actor, row))
    if row.from_ and state_of(thing) not in row.from_:
        yield NotNow(_state_sentence(thing, row))
    for condition in row.provided:
        if condition.refuses_with is NotNow:
            yield condition.refusal(actor, thing)


def open_actions(actor: Actor, thing: Any) -> list[OpenAction]:
    """Return every action of this noun, in the table's order, with this actor's answer."""
    return [
        OpenAction(row.action, found is None, str(found.sentence) if found else "")
        for row in TABLE
        if row.noun is type(thing)
        for found in [refusal(row.action, actor, thing)]
    ]


def _team_id(thing: Any) -> int:
    if isinstance(thing, Team):
        return thing.pk
    if isinstance(thing, Suggestion):
        return thing.version.article.team_id
    return int(thing.team_id if hasattr(thing, "team_id") else thing.team.pk)


def _role_sentence(actor: Actor, row: Row) -> str:
    if row.role == Role.ADMIN:
        return _("You are a %s here; this takes an admin.") % actor.role.label
    return _("You are a %(role)s here; this takes a %(least)s.") % {
        "role": actor.role.label,
        "least": row.role.label,
    }


def _state_sentence(thing: Any, row: Row) -> str:
    if isinstance(thing, Suggestion) and thing.decided_by:
        return _("%(who)s has decided this suggestion already: %(state)s.") % {
            "who": thing.decided_by,
            "state": thing.get_state_display().lower(),
        }
    labels = STATE_LABELS[type(thing)]
    wanted = get_text_list([str(labels[state]).lower() for state in row.from_], _("or"))
    return _("%(thing)s is %(state)s; for this it has to be %(wanted)s.") % {
        "thing": capfirst(str(thing._meta.verbose_name)),
        "state": str(labels[state_of(thing)]).lower(),
        "wanted": wanted,
    }
