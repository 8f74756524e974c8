"""Another look at what is published: why, when, and what this person can do about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from annotations.models import Claim
from annotations.models.claim import RecheckReason
from annotations.models.verdict import Status
from frontend.forms.rechecks import AskForm, RecheckForm, ScheduleForm, SettleForm

VERBS: dict[str, type[RecheckForm]] = {
    "schedule_recheck": ScheduleForm,
    "ask_for_recheck": AskForm,
    "settle_recheck": SettleForm,
}
"""What can be done about it, each with its form."""


@dataclass(frozen=True)
class Reason:
    """Why somebody has to look again, and since which day."""

    sentence: str
    note: str
    since: dt.date


@dataclass(frozen=True)
class Recheck:
    """How a claim stands with its next look. `forms` are by the names of the verbs."""

    reasons: list[Reason]
    forms: dict[str, RecheckForm]


def context(claim: Claim, typed: Callable[[str], Any]) -> dict[str, Any]:
    """Return what the claim's page shows of it: nothing where readers see nothing yet.

    `typed` is a form as it was filled in, by name.
    """
    forms = {action: typed(form.name) or form.about(claim) for action, form in VERBS.items()}
    revision = claim.revision
    is_public = revision is not None and revision.status == Status.PUBLISHED
    was_typed = any(form.is_bound for form in forms.values())
    if not (is_public or claim.needs_recheck or claim.recheck_on or was_typed):
        return {"recheck": None}
    return {"recheck": Recheck([_reason(one) for one in claim.needs_recheck], forms)}


def _reason(found: dict[str, str]) -> Reason:
    label = RecheckReason(found["reason"]).label
    return Reason(str(label), found["note"], dt.date.fromisoformat(found["since"]))
