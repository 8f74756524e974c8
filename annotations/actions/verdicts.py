"""Drafting, submitting, publishing and revising the newsroom's answer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.actions.content import changed, remark
from annotations.actions.steps import Step, step
from annotations.errors import Invalid, NotNow
from annotations.models import Actor, Claim, Rating, Verdict
from annotations.models.verdict import Kind, Status
from annotations.publishing import dossier

FIELDS = ("rating", "summary", "rationale", "as_of")


def draft(claim: Claim, *, by: Actor, **content: Any) -> Verdict:
    """Return the first revision of the answer to a claim."""
    verdict = changed(Verdict(claim=claim, number=1, author=by.user), content, FIELDS)
    with step("draft", claim, by=by) as s:
        _refuse_foreign(verdict.rating, s.by)
        return _begin(s, s.thing, verdict)


def edit(verdict: Verdict, *, by: Actor, expected: int | None = None, **changes: Any) -> Verdict:
    """Return the draft with other content."""
    with step("edit", verdict, by=by, expected=expected) as s:
        changed(s.thing, changes, FIELDS)
        _refuse_foreign(s.thing.rating, s.by)
        s.thing.contributors.add(s.by.user)
    return s.thing


def submit(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Verdict:
    """Return the revision sealed and in review; whoever touched its evidence contributed."""
    with step("submit", verdict, by=by, expected=expected) as s:
        revision: Verdict = s.thing
        revision.contributors.add(s.by.user, *revision.claim.contributors.all())
        revision.submitted_at = timezone.now()
        dossier.seal(revision)
        revision.status = Status.IN_REVIEW
    return revision


def withdraw(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Verdict:
    """Return the revision to its draft; votes on its digest stay on record and count no more."""
    with step("withdraw", verdict, by=by, expected=expected) as s:
        s.thing.status = Status.DRAFT
        s.thing.digest, s.thing.dossier, s.thing.submitted_at = "", None, None
    return s.thing


def publish(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Verdict:
    """Return the revision published; the one that was public before it is superseded."""
    with step("publish", verdict, by=by, expected=expected) as s:
        refuse_broken_seal(s.thing)
        public = Verdict.objects.filter(claim=s.thing.claim_id, status=Status.PUBLISHED).first()
        if public:
            s.watch(public).status = Status.SUPERSEDED
            # Two published revisions of a claim cannot be, not for an instant.
            Verdict.objects.filter(pk=public.pk).update(status=Status.SUPERSEDED)
        s.thing.status = Status.PUBLISHED
        s.thing.published_at, s.thing.published_by = timezone.now(), s.by.user
    return s.thing


def revise(verdict: Verdict, *, by: Actor, kind: str = "", reason: str = "") -> Verdict:
    """Return a new draft with the content of a returned or published revision.

    A published one takes a kind (minor, correction, update) and a reason, for the readers. Who
    contributed to the old text contributed to the new one.
    """
    reason = remark(reason, most=1000)
    with step("revise", verdict, by=by, reason=reason) as s:
        old: Verdict = s.thing
        if old.status == Status.PUBLISHED:
            _refuse_unexplained(kind, reason)
        else:
            kind, reason = old.kind, old.reason
        content = {name: getattr(old, name) for name in FIELDS}
        new = Verdict(claim=old.claim, number=old.number + 1, author=s.by.user, **content)
        new.kind, new.reason = kind, reason
        begun = _begin(s, old.claim, new)
        begun.contributors.add(*old.contributors.all())
    return begun


def refuse_broken_seal(verdict: Verdict) -> None:
    """Raise NotNow where the rows are no longer what was submitted."""
    if not dossier.is_whole(verdict):
        raise NotNow(
            _("What this revision rests on has changed since it was submitted. Submit it again.")
        )


def _begin(s: Step[Any], claim: Claim, verdict: Verdict) -> Verdict:
    verdict.claim = claim
    s.add(verdict)
    verdict.contributors.add(s.by.user)
    Claim.objects.filter(pk=claim.pk).update(current=verdict)
    claim.current = verdict
    return verdict


def _refuse_foreign(rating: Rating | None, by: Actor) -> None:
    if rating and rating.scale.team_id != by.team.pk:
        raise Invalid(_("This rating is not on the team's scale."), field="rating")


def _refuse_unexplained(kind: str, reason: str) -> None:
    if kind not in {Kind.MINOR, Kind.CORRECTION, Kind.UPDATE}:
        raise Invalid(
            _("Say what kind of change it is: minor, correction or update."), field="kind"
        )
    if not reason:
        raise Invalid(_("Say what was wrong or what is new."), field="reason")
