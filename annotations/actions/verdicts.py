"""Drafting, submitting, publishing and revising the newsroom's answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.actions import assignments, rechecks
from annotations.actions.content import changed, remark
from annotations.actions.reviews import refuse_broken_seal
from annotations.actions.steps import Step, step
from annotations.errors import Invalid, NotNow
from annotations.models import Actor, Claim, Rating, User, Verdict
from annotations.models.claim import RecheckReason
from annotations.models.notification import News
from annotations.models.verdict import PUBLIC, Kind, Status
from annotations.publishing import dossier

ANSWER = ("rating", "summary", "rationale", "as_of")
CHECKS = (
    "one_sided_reason",
    "one_origin_reason",
    "reply_asked_on",
    "reply_asked_how",
    "reply_answer",
    "reply_not_asked_reason",
)
FIELDS = (*ANSWER, *CHECKS)
CHANGES = (Kind.MINOR, Kind.CORRECTION, Kind.UPDATE)
"""The kinds of a revision that follows a published one, but for its retraction."""


def draft(claim: Claim, *, by: Actor, **content: Any) -> Verdict:
    """Return the first revision of the answer to a claim."""
    verdict = changed(Verdict(claim=claim, author=by.user), content, FIELDS)
    with step("draft", claim, by=by) as s:
        refuse_foreign(verdict.rating, s.by)
        _refuse_before_raters(verdict.rating, s.thing)
        return _begin(s, s.thing, verdict)


def edit(verdict: Verdict, *, by: Actor, expected: int | None = None, **changes: Any) -> Verdict:
    """Return the draft with other content; one that corrects may get another kind and reason."""
    with step("edit", verdict, by=by, expected=expected) as s:
        revision: Verdict = s.thing
        was, kind = revision.rating, revision.kind
        changed(revision, changes, (*FIELDS, "kind", "reason"))
        if {"kind", "reason"} & set(changes):
            if kind not in CHANGES:
                raise Invalid(_("A first publication changes nothing before it."), field="kind")
            _refuse_unexplained(revision.kind, revision.reason)
        refuse_foreign(revision.rating, s.by)
        if revision.rating != was:
            _refuse_before_raters(revision.rating, revision.claim)
        revision.contributors.add(s.by.user)
    return revision


def submit(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Verdict:
    """Return the revision sealed and in review; who touched its evidence or rated contributed.

    The team's policy of today holds for it until its review is over.
    """
    with step("submit", verdict, by=by, expected=expected) as s:
        revision: Verdict = s.thing
        _refuse_more_than_minor(revision)
        revision.contributors.add(s.by.user, *revision.claim.contributors.all(), *_raters(revision))
        revision.submitted_at = timezone.now()
        revision.terms = revision.team.policy.as_json()
        dossier.seal(revision)
        revision.status = Status.IN_REVIEW
        assignments.restart(s, revision)
    return revision


def withdraw(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Verdict:
    """Return the revision to its draft; votes on its digest stay on record and count no more.

    Who withdraws it works on it: nobody ends a review to vote on the next.
    """
    with step("withdraw", verdict, by=by, expected=expected) as s:
        s.thing.status = Status.DRAFT
        s.thing.digest, s.thing.dossier, s.thing.submitted_at = "", None, None
        s.thing.contributors.add(s.by.user)
    return s.thing


def discard(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Verdict:
    """Return the draft put aside for good; the revision before it is the claim's newest again.

    Where the claim or its evidence stays other than what is public, it needs a recheck.
    """
    with step("discard", verdict, by=by, expected=expected) as s:
        s.thing.status = Status.DISCARDED
        kept = s.thing.claim.verdicts.exclude(status=Status.DISCARDED).exclude(pk=s.thing.pk)
        _set_current(s.thing.claim, kept.order_by("-number").first())
        if _differs_from_public(s.thing.claim):
            rechecks.flag(s.watch(s.thing.claim), RecheckReason.EVIDENCE_CHANGED)
    return s.thing


def publish(verdict: Verdict, *, by: Actor, expected: int | None = None) -> Verdict:
    """Return the revision public; the one that was public before it is superseded.

    A retraction is public as retracted. What asked for another look has had it.
    """
    with step("publish", verdict, by=by, expected=expected) as s:
        revision: Verdict = s.thing
        refuse_broken_seal(revision)
        public = Verdict.objects.filter(claim=revision.claim_id, status__in=PUBLIC).first()
        if public:
            s.watch(public).status = Status.SUPERSEDED
            # Two public revisions of a claim cannot be, not for an instant.
            Verdict.objects.filter(pk=public.pk).update(status=Status.SUPERSEDED)
        retracts = revision.kind == Kind.RETRACTION
        revision.status = Status.RETRACTED if retracts else Status.PUBLISHED
        revision.published_at, revision.published_by = timezone.now(), s.by.user
        rechecks.clear(s.watch(revision.claim), for_good=retracts)
        s.tell(News.PUBLISHED, revision, _concerned(revision))
    return revision


def revise(
    verdict: Verdict, *, by: Actor, kind: str = "", reason: str = "", expected: int | None = None
) -> Verdict:
    """Return a new draft with the content of a returned, published or retracted revision.

    What is public takes a kind (minor, correction, update) and a reason, for the readers. Who
    contributed to the old text contributed to the new one.
    """
    reason = remark(reason, most=1000)
    with step("revise", verdict, by=by, expected=expected, reason=reason) as s:
        old: Verdict = s.thing
        if old.status == Status.RETURNED:
            new = _follow(s, old, kind=old.kind, reason=old.reason)
            assignments.carry_on(s, new, since=old)
            return new
        _refuse_unexplained(kind, reason)
        return _follow(s, old, kind=kind, reason=reason)


def retract(verdict: Verdict, *, by: Actor, reason: str, expected: int | None = None) -> Verdict:
    """Return the draft of a retraction: it keeps the published text, and goes the same way."""
    reason = remark(reason, most=1000)
    if not reason:
        raise Invalid(_("Say why the conclusion does not hold."), field="reason")
    with step("retract", verdict, by=by, expected=expected, reason=reason) as s:
        return _follow(s, s.thing, kind=Kind.RETRACTION, reason=reason)


def _concerned(verdict: Verdict) -> list[User]:
    """Return who worked on it, and who has the claim."""
    assignee = verdict.claim.assignee
    return [*verdict.contributors.all(), *([assignee] if assignee else [])]


def _follow(s: Step[Any], old: Verdict, *, kind: str, reason: str) -> Verdict:
    content = {name: getattr(old, name) for name in FIELDS}
    new = Verdict(author=s.by.user, kind=kind, reason=reason, **content)
    begun = _begin(s, old.claim, new)
    begun.contributors.add(*old.contributors.all())
    return begun


def _begin(s: Step[Any], claim: Claim, verdict: Verdict) -> Verdict:
    verdict.claim = claim
    last = claim.verdicts.aggregate(last=Max("number"))["last"]
    verdict.number = (last or 0) + 1
    s.add(verdict)
    verdict.contributors.add(s.by.user)
    _set_current(claim, verdict)
    return verdict


def _set_current(claim: Claim, verdict: Verdict | None) -> None:
    Claim.objects.filter(pk=claim.pk).update(current=verdict)
    claim.current = verdict


def _raters(verdict: Verdict) -> Iterable[int]:
    """Who rated the claim blind chose the rating of the revision."""
    ratings = verdict.claim.blind_ratings.filter(round=verdict.claim.double_rating)
    return ratings.values_list("rater", flat=True)


def refuse_foreign(rating: Rating | None, by: Actor) -> None:
    """Raise Invalid for a rating that is not on the actor's team's scale."""
    if rating and rating.scale.team_id != by.team.pk:
        raise Invalid(_("This rating is not on the team's scale."), field="rating")


def _refuse_before_raters(rating: Rating | None, claim: Claim) -> None:
    if rating and claim.double_rating and claim.agreed_rating_id is None:
        raise NotNow(_("Two people rate this claim first, without seeing a rating."))


def _differs_from_public(claim: Claim) -> bool:
    public = Verdict.objects.filter(claim=claim, status=Status.PUBLISHED).first()
    sealed = (public.dossier or {}) if public else {}
    return bool(sealed) and any(
        sealed[part] != now for part, now in dossier.basis(claim, sealed).items()
    )


def _refuse_more_than_minor(verdict: Verdict) -> None:
    if verdict.kind != Kind.MINOR:
        return
    public = Verdict.objects.filter(claim=verdict.claim_id, status__in=PUBLIC).first()
    if public and public.status == Status.RETRACTED:
        raise NotNow(_("What was retracted comes back as a correction or an update only."))
    if public and public.rating_id != verdict.rating_id:
        raise NotNow(_("Another rating is no minor change. Make it a correction or an update."))


def _refuse_unexplained(kind: str, reason: str) -> None:
    if kind not in CHANGES:
        raise Invalid(
            _("Say what kind of change it is: minor, correction or update."), field="kind"
        )
    if not reason:
        raise Invalid(_("Say what was wrong or what is new."), field="reason")
