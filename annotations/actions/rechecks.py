"""Looking again at what is published: on a day, for a reason, until somebody has done it."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.actions.content import changed, remark
from annotations.actions.on_behalf import able
from annotations.actions.steps import Step, step
from annotations.errors import Invalid, NotNow, Refusal
from annotations.models import Actor, Claim, Event, User, Verdict
from annotations.models.claim import RecheckReason
from annotations.models.notification import News
from annotations.models.verdict import PUBLIC

log = logging.getLogger(__name__)

VIA = "task:recheck"
MOST_REASONS = 20


def schedule(claim: Claim, *, by: Actor, on: dt.date | None, expected: int | None = None) -> Claim:
    """Return the claim with the day on which somebody has to look again; None: on no day."""
    if on and on < timezone.localdate():
        raise Invalid(_("Choose a day that is still to come."), field="on")
    with step("schedule_recheck", claim, by=by, expected=expected) as s:
        changed(s.thing, {"recheck_on": on}, ("recheck_on",))
    return s.thing


def ask(claim: Claim, *, by: Actor, note: str, expected: int | None = None) -> Claim:
    """Return the claim in need of a recheck, because this person says so."""
    note = remark(note, most=1000, field="note")
    if not note:
        raise Invalid(_("Say what has to be looked at again."), field="note")
    with step("ask_for_recheck", claim, by=by, expected=expected, reason=note) as s:
        if len(s.thing.needs_recheck) >= MOST_REASONS:
            raise NotNow(_("There are %d reasons already. Look at them first.") % MOST_REASONS)
        demand(s, s.thing, RecheckReason.ASKED, note=note)
    return s.thing


def settle(claim: Claim, *, by: Actor, note: str, expected: int | None = None) -> Claim:
    """Return the claim with no reason left: this person looked again, and it holds.

    `expected` is the version whose reasons they read.
    """
    note = remark(note, most=1000, field="note")
    if not note:
        raise Invalid(_("Say what you looked at, and why it holds."), field="note")
    with step("settle_recheck", claim, by=by, expected=expected, reason=note) as s:
        clear(s.thing, for_good=False)
    return s.thing


def clear(claim: Claim, *, for_good: bool) -> None:
    """Forget why the claim had to be looked at; a day that is still to come stays."""
    claim.needs_recheck = []
    if claim.recheck_on and (for_good or claim.recheck_on <= timezone.localdate()):
        claim.recheck_on = None


def sweep() -> None:
    """Make a reason of every day that has come. A second sweep finds nothing to do."""
    due = Claim.objects.filter(recheck_on__lte=timezone.localdate())
    for claim in due.select_related(*Claim.with_home).order_by("pk"):
        try:
            _come_due(claim)
        except Refusal as refused:
            log.warning("Claim %d does not get its recheck: %s", claim.pk, refused)


def _come_due(claim: Claim) -> None:
    by = able("ask_for_recheck", claim, via=VIA, first=_chose(claim))
    if by is None:
        log.warning("Nobody in the team can ask for the recheck of claim %d.", claim.pk)
        return
    with step("ask_for_recheck", claim, by=by) as s:
        day = s.thing.recheck_on
        # Somebody may have chosen another day since, and another worker may have been faster.
        if day and day <= timezone.localdate():
            s.thing.recheck_on = None
            demand(s, s.thing, RecheckReason.DATE_PASSED, since=day)


def _chose(claim: Claim) -> QuerySet[User]:
    """Return who chose the day."""
    lines = Event.objects.filter(claim_id=claim.pk, action="schedule_recheck").order_by("-seq")
    return User.objects.filter(pk__in=lines.values("actor")[:1])


def flag(
    claim: Claim, reason: RecheckReason, *, note: str = "", since: dt.date | None = None
) -> None:
    """Add a reason to look again; it stands from today unless `since` says otherwise."""
    day = since or timezone.localdate()
    found = {"reason": reason.value, "note": note, "since": day.isoformat()}
    claim.needs_recheck = [*claim.needs_recheck, found]


def demand(
    s: Step[Any],
    claim: Claim,
    reason: RecheckReason,
    *,
    note: str = "",
    since: dt.date | None = None,
) -> None:
    """Add a reason, and tell those who can look again. The step watches the claim."""
    flag(claim, reason, note=note, since=since)
    s.tell(News.NEEDS_RECHECK, claim, _concerned(claim))


def _concerned(claim: Claim) -> Any:
    """Return who worked on what is published, and who has the claim."""
    public = Verdict.objects.filter(claim=claim, status__in=PUBLIC)
    worked = Verdict.contributors.through.objects.filter(verdict__in=public)
    return User.objects.filter(Q(pk__in=worked.values("user")) | Q(pk=claim.assignee_id))
