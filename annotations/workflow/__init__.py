"""Asking the table: who may do what, and when.

`refusal()` is the one answer: the button shows it, the API returns it, the door raises it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annotations.conditions import Condition
from annotations.errors import NotAllowed, NotNow, Refusal
from annotations.models import Actor, Role, Suggestion, Team
from annotations.workflow.table import (
    COMPLETE,
    FOUR_EYES,
    IMPARTIAL,
    ROWS,
    ROWS_OF,
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
    return _refusal(ROWS[type(thing), action], actor, thing, _team_id(thing) == actor.team.pk)


def _refusal(row: Row, actor: Actor, thing: Any, is_ours: bool) -> Refusal | None:
    """What time cannot mend comes first: the person, then the moment."""
    if not is_ours:
        return NotAllowed(_("This belongs to another team."))
    if row.scope not in actor.scopes:
        return NotAllowed(_("This token lacks the scope “%s”.") % row.scope)
    if refused := _first(row.about_the_person, actor, thing):
        return refused
    if actor.role < row.role:
        return NotAllowed(_role_sentence(actor.role, row.role, get_language()))
    if row.from_ and state_of(thing) not in row.from_:
        return NotNow(_state_sentence(thing, row))
    return _first(row.about_the_moment, actor, thing)


def _first(conditions: Iterable[Condition], actor: Actor, thing: Any) -> Refusal | None:
    for condition in conditions:
        if refused := condition.refusal(actor, thing):
            return refused
    return None


def open_actions(actor: Actor, thing: Any) -> list[OpenAction]:
    """Return every action of this noun, in the table's order, with this actor's answer."""
    is_ours = _team_id(thing) == actor.team.pk
    return [
        OpenAction(row.action, found is None, str(found.sentence) if found else "")
        for row in ROWS_OF[type(thing)]
        for found in [_refusal(row, actor, thing, is_ours)]
    ]


def _team_id(thing: Any) -> int:
    if isinstance(thing, Team):
        return thing.pk
    if isinstance(thing, Suggestion):
        return thing.version.article.team_id
    return int(thing.team_id if hasattr(thing, "team_id") else thing.team.pk)


@cache
def _role_sentence(role: Role, least: Role, _language: str | None) -> str:
    if least == Role.ADMIN:
        return _("You are a %s here; this takes an admin.") % role.label
    return _("You are a %(role)s here; this takes a %(least)s.") % {
        "role": role.label,
        "least": least.label,
    }


def _state_sentence(thing: Any, row: Row) -> str:
    if isinstance(thing, Suggestion) and thing.decided_by:
        return _("%(who)s has decided this suggestion already: %(state)s.") % {
            "who": thing.decided_by,
            "state": thing.get_state_display().lower(),
        }
    return _wrong_state(row, state_of(thing), get_language())


@cache
def _wrong_state(row: Row, state: str, _language: str | None) -> str:
    labels = STATE_LABELS[row.noun]
    wanted = get_text_list([str(labels[state]).lower() for state in row.from_], _("or"))
    return _("%(thing)s is %(state)s; for this it has to be %(wanted)s.") % {
        "thing": capfirst(str(row.noun._meta.verbose_name)),
        "state": str(labels[state]).lower(),
        "wanted": wanted,
    }
