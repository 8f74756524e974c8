"""Asking the table: who may do what, and when.

`refusal()` is the one answer: the button shows it, the API returns it, the door raises it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.utils.text import capfirst, get_text_list
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annotations.conditions import Condition
from annotations.errors import NotAllowed, NotNow, Refusal
from annotations.models import Actor, Role, Suggestion, Team
from annotations.workflow.row import Row
from annotations.workflow.states import STATE_FIELDS, STATE_LABELS
from annotations.workflow.table import (
    COMPLETE,
    FOUR_EYES,
    IMPARTIAL,
    ROWS,
    ROWS_OF,
    TABLE,
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


class OpenAction(NamedTuple):
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
    no = _Case(actor, thing).no_to(ROWS[type(thing), action])
    return no.kind(no.sentence) if no else None


def open_actions(actor: Actor, thing: Any) -> list[OpenAction]:
    """Return every action of this noun, in the table's order, with this actor's answer."""
    case = _Case(actor, thing)
    return [
        _answer(row.action, no.sentence if no else "")
        for row in ROWS_OF[type(thing)]
        for no in [case.no_to(row)]
    ]


@lru_cache(maxsize=4_096)
def _answer(action: str, reason: str) -> OpenAction:
    return OpenAction(action, not reason, reason)


class _No(NamedTuple):
    kind: type[Refusal]
    sentence: str


class _Case:
    """One actor before one thing; what its actions have in common is found out once."""

    def __init__(self, actor: Actor, thing: Any) -> None:
        self.actor, self.thing = actor, thing
        self.is_ours = _team_id(thing) == actor.team.pk
        self.state = state_of(thing)
        self.language = get_language()

    def no_to(self, row: Row) -> _No | None:
        """What time cannot mend comes first: the person, then the moment."""
        if not self.is_ours:
            return _No(NotAllowed, _("This belongs to another team."))
        if row.scope not in self.actor.scopes:
            return _No(NotAllowed, _scope_sentence(row.scope, self.language))
        if no := self._first_of(row.about_the_person):
            return no
        if self.actor.role < row.role:
            return _No(NotAllowed, _role_sentence(self.actor.role, row.role, self.language))
        if row.from_ and self.state not in row.from_:
            return _No(NotNow, self._state_sentence(row))
        return self._first_of(row.about_the_moment)

    def _first_of(self, conditions: Iterable[Condition]) -> _No | None:
        for condition in conditions:
            if not condition.holds(self.actor, self.thing):
                return _not_held(condition, self.language)
        return None

    def _state_sentence(self, row: Row) -> str:
        if isinstance(self.thing, Suggestion) and self.thing.decided_by:
            return _("%(who)s has decided this suggestion already: %(state)s.") % {
                "who": self.thing.decided_by,
                "state": self.thing.get_state_display().lower(),
            }
        return _state_sentence(row, self.state, self.language)


def _team_id(thing: Any) -> int:
    if isinstance(thing, Team):
        return thing.pk
    if isinstance(thing, Suggestion):
        return thing.version.article.team_id
    return int(thing.team_id if hasattr(thing, "team_id") else thing.team.pk)


# Lists say the same few sentences hundreds of times, and translating one takes longer than
# finding out that it is to be said.


@cache
def _not_held(condition: Condition, _language: str | None) -> _No:
    return _No(condition.refuses_with, str(condition.sentence))


@cache
def _scope_sentence(scope: str, _language: str | None) -> str:
    return _("This token lacks the scope “%s”.") % scope


@cache
def _role_sentence(role: Role, least: Role, _language: str | None) -> str:
    if least == Role.ADMIN:
        return _("You are a %s here; this takes an admin.") % role.label
    return _("You are a %(role)s here; this takes a %(least)s.") % {
        "role": role.label,
        "least": least.label,
    }


@cache
def _state_sentence(row: Row, state: str, _language: str | None) -> str:
    labels = STATE_LABELS[row.noun]
    wanted = get_text_list([str(labels[one]).lower() for one in row.from_], _("or"))
    return _("%(thing)s is %(state)s; for this it has to be %(wanted)s.") % {
        "thing": capfirst(str(row.noun._meta.verbose_name)),
        "state": str(labels[state]).lower(),
        "wanted": wanted,
    }
