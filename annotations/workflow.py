"""THE TABLE: who may do what, and when.

`refusal()` is the one answer: the button shows it, the API returns it, the door raises it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _

from annotations import conditions as c
from annotations.conditions import Condition
from annotations.errors import NotAllowed, NotNow, Refusal
from annotations.models import Actor, Article, Claim, Evidence, Job, Role, Suggestion, Team, Verdict
from annotations.models.claim import Triage
from annotations.models.job import UNFINISHED, JobState
from annotations.models.suggestion import SuggestionState
from annotations.models.verdict import Status

ANY: tuple[str, ...] = ()
"""From whichever state."""

SCOPE_OF_ROLE = {
    Role.VIEWER: "read",
    Role.CONTRIBUTOR: "suggest",
    Role.REVIEWER: "review",
    Role.PUBLISHER: "publish",
    Role.ADMIN: "admin",
}


@dataclass(frozen=True)
class Row:
    """An action on a noun: the least role, the states it starts from and may lead to, and what
    has to hold besides."""

    noun: type
    action: str
    role: Role
    from_: tuple[str, ...]
    to: str
    provided: tuple[Condition, ...]

    @property
    def scope(self) -> str:
        """What a token has to carry for it."""
        return SCOPE_OF_ROLE[self.role]


EDITABLE = (c.claim_is_open, c.nothing_is_under_review, c.is_not_sealed)
FOUR_EYES = (c.is_a_person, c.did_not_write_it, c.did_not_work_on_it, c.has_not_voted)
COMPLETE = (
    c.claim_is_open,
    c.has_a_rating,
    c.has_a_summary,
    c.has_a_rationale,
    c.has_an_as_of_date,
    c.holds_already,
    c.has_evidence,
)

_OPEN, _DISMISSED = Triage.OPEN, Triage.DISMISSED
_DRAFT, _IN_REVIEW, _RETURNED = Status.DRAFT, Status.IN_REVIEW, Status.RETURNED
_APPROVED, _PUBLISHED = Status.APPROVED, Status.PUBLISHED
_PROPOSED = SuggestionState.OPEN

TABLE: tuple[Row, ...] = (
    Row(Team, "add_article", Role.CONTRIBUTOR, ANY, "", ()),
    Row(Team, "set_policy", Role.ADMIN, ANY, "", ()),
    Row(Team, "set_role", Role.ADMIN, ANY, "", ()),
    Row(Team, "remove_member", Role.ADMIN, ANY, "", ()),
    Row(Team, "rescore", Role.ADMIN, ANY, "", ()),
    Row(Article, "suggest", Role.CONTRIBUTOR, ANY, "", ()),
    Row(Article, "highlight", Role.CONTRIBUTOR, ANY, "", ()),
    Row(
        Job,
        "cancel",
        Role.CONTRIBUTOR,
        UNFINISHED,
        JobState.CANCELLED,
        (c.asked_for_it_or_is_admin,),
    ),
    Row(Suggestion, "accept", Role.CONTRIBUTOR, (_PROPOSED,), SuggestionState.ACCEPTED, ()),
    Row(Suggestion, "dismiss", Role.CONTRIBUTOR, (_PROPOSED,), SuggestionState.DISMISSED, ()),
    Row(
        Suggestion,
        "take_back",
        Role.CONTRIBUTOR,
        (SuggestionState.ACCEPTED,),
        _PROPOSED,
        (c.nothing_hangs_on_its_claim,),
    ),
    Row(Suggestion, "restore", Role.CONTRIBUTOR, (SuggestionState.DISMISSED,), _PROPOSED, ()),
    Row(Claim, "edit", Role.CONTRIBUTOR, (_OPEN,), _OPEN, EDITABLE),
    Row(Claim, "assign", Role.CONTRIBUTOR, (_OPEN,), _OPEN, ()),
    Row(Claim, "cite", Role.CONTRIBUTOR, (_OPEN,), _OPEN, EDITABLE),
    Row(Claim, "draft", Role.CONTRIBUTOR, (_OPEN,), _OPEN, (c.has_no_verdict,)),
    Row(
        Claim,
        "dismiss",
        Role.CONTRIBUTOR,
        (_OPEN,),
        _DISMISSED,
        (c.no_revision_is_under_way, c.was_never_published),
    ),
    Row(Claim, "reopen", Role.CONTRIBUTOR, (_DISMISSED,), _OPEN, ()),
    Row(Evidence, "edit", Role.CONTRIBUTOR, ANY, "", EDITABLE),
    Row(Evidence, "remove", Role.CONTRIBUTOR, ANY, "", (*EDITABLE, c.was_never_published)),
    Row(Verdict, "edit", Role.CONTRIBUTOR, (_DRAFT,), _DRAFT, (c.claim_is_open,)),
    Row(Verdict, "submit", Role.CONTRIBUTOR, (_DRAFT,), _IN_REVIEW, COMPLETE),
    Row(Verdict, "withdraw", Role.CONTRIBUTOR, (_IN_REVIEW, _APPROVED), _DRAFT, ()),
    Row(Verdict, "approve", Role.REVIEWER, (_IN_REVIEW,), _APPROVED, FOUR_EYES),
    Row(Verdict, "return", Role.REVIEWER, (_IN_REVIEW,), _RETURNED, FOUR_EYES),
    Row(
        Verdict,
        "publish",
        Role.PUBLISHER,
        (_APPROVED,),
        _PUBLISHED,
        (c.is_a_person, c.may_publish_own_work, c.has_its_quorum),
    ),
    Row(
        Verdict,
        "revise",
        Role.CONTRIBUTOR,
        (_RETURNED, _PUBLISHED),
        _DRAFT,
        (c.claim_is_open, c.is_the_latest),
    ),
)

ROWS = {(row.noun, row.action): row for row in TABLE}

STATE_FIELDS: dict[type, str] = {
    Verdict: "status",
    Claim: "triage",
    Suggestion: "state",
    Job: "state",
}
STATE_LABELS: dict[type, dict[str, Any]] = {
    Verdict: dict(Status.choices),
    Claim: dict(Triage.choices),
    Suggestion: dict(SuggestionState.choices),
    Job: dict(JobState.choices),
}


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
