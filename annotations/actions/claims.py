"""Highlighting, and what becomes of a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from typing import Any

from django.utils.translation import gettext as _

from annotations import workflow
from annotations.actions import content
from annotations.actions.external_ids import differing, refuse_taken
from annotations.actions.marking import (
    EDITABLE,
    Draft,
    Mark,
    Marked,
    draft,
    fingerprint,
    make_claims,
)
from annotations.actions.steps import step, together
from annotations.errors import Invalid, NotNow, Refusal, TooLarge
from annotations.models import Actor, ArticleVersion, Claim, Team, User
from annotations.models.claim import Triage
from annotations.text.spans import check_span

SEALED = {"statement", "claimant", "claimed_on"}
"""What of a claim is in its dossier: whoever changes it works on the revision under way."""


def highlight(
    version: ArticleVersion,
    *,
    by: Actor,
    start: int,
    end: int,
    exact: str | None = None,
    **about: Any,
) -> tuple[Claim, bool]:
    """Return the claim made of these words (code points), and whether it is new.

    `about` is what a Mark says. The same words with the same statement are the same claim, whoever
    was first; one that was dismissed is open again. Raises Invalid where the span is not in the
    text, or `exact` is not what stands there.
    """
    mark = Mark(span=check_span(version.text, start, end, exact), **about)
    (marked,) = highlight_all(version, [mark], by=by)
    if isinstance(marked, Refusal):
        raise marked
    return marked


def highlight_all(version: ArticleVersion, marks: Sequence[Mark], *, by: Actor) -> list[Marked]:
    """Return for each mark, in order, what `highlight` returns, or the refusal that it raises.

    An external id that the team knows names the same claim, which is edited where it says something
    else. Raises the refusal of the table where no words of this article may be marked.
    """
    if refused := workflow.refusal("highlight", by, version.article):
        raise refused  # also where none of the marks comes as far as the door
    marked: dict[int, Marked] = {}
    left = dict(enumerate(marks))
    named = any(mark.external_id for mark in marks)
    with together([version.article_id], by=by) if named else nullcontext():
        while left:
            now = _of_different_ids(left)
            left = {number: mark for number, mark in left.items() if number not in now}
            marked |= _highlight(version, now, by)
    return [marked[number] for number in sorted(marked)]


def _of_different_ids(marks: Mapping[int, Mark]) -> dict[int, Mark]:
    """Return the first of those that have the same external id: the others meet its claim."""
    taken: dict[Any, int] = {}
    for number, mark in marks.items():
        taken.setdefault(mark.external_id or number, number)
    return {number: marks[number] for number in sorted(taken.values())}


def _highlight(version: ArticleVersion, marks: Mapping[int, Mark], by: Actor) -> dict[int, Marked]:
    marked: dict[int, Marked] = {}
    drafts: dict[int, Draft] = {}
    with step("highlight", version.article, by=by) as s:
        for number, mark in marks.items():
            try:
                drafts[number] = draft(s, version, mark)
            except (Invalid, TooLarge) as refused:
                marked[number] = refused
        known = _known([made.claim.external_id for made in drafts.values()], by)
        new = {n: made for n, made in drafts.items() if made.claim.external_id not in known}
        marked |= zip(new, make_claims(s, version, [*new.values()]), strict=True)
    for number, made in drafts.items():
        found = known.get(made.claim.external_id) or _met(marked[number], made)
        if found:
            marked[number] = _sent_again(found, version, made, by)
    return marked


def _known(external_ids: Sequence[str], by: Actor) -> dict[str, Claim]:
    """Return the team's claims that have these ids, by id."""
    ids = {external_id for external_id in external_ids if external_id}
    if not ids:
        return {}
    found = Claim.objects.filter(team=by.team, external_id__in=ids)
    return {claim.external_id: claim for claim in found.prefetch_related("occurrences")}


def _met(marked: Marked, made: Draft) -> Claim | None:
    """Return the claim that has its external id from this very mark, and was there before."""
    if isinstance(marked, Refusal) or marked[1] or not made.claim.external_id:
        return None
    return marked[0]


def _sent_again(claim: Claim, version: ArticleVersion, made: Draft, by: Actor) -> Marked:
    places = {(place.version_id, place.start, place.end) for place in claim.occurrences.all()}
    if (version.pk, *made.span) not in places:
        sentence = _("The external id “%(id)s” belongs to claim %(number)d, about other words.")
        return NotNow(sentence % {"id": claim.external_id, "number": claim.pk})
    changes = differing(claim, made.claim, made.sent)
    try:
        return (edit(claim, by=by, **changes) if changes else claim), False
    except (Invalid, NotNow) as refused:
        return refused


def edit(claim: Claim, *, by: Actor, expected: int | None = None, **changes: Any) -> Claim:
    """Return the claim with other words; its dossier's words make a contributor."""
    if "topics" in changes:
        changes["topics"] = content.topics(changes["topics"])
    turn = together([claim.article_id], by=by) if changes.get("external_id") else nullcontext()
    with turn, step("edit", claim, by=by, expected=expected) as s:
        content.changed(s.thing, changes, EDITABLE)
        if "external_id" in changes:
            refuse_taken(s.thing)
        if "statement" in changes:
            name_anew(s.thing)
        if SEALED & set(changes):
            s.thing.contributors.add(s.by.user)
    return s.thing


def assign(claim: Claim, *, by: Actor, to: User | None, expected: int | None = None) -> Claim:
    """Return the claim with its assignee: a member of the team, or nobody."""
    with step("assign", claim, by=by, expected=expected) as s:
        if to and not Team.objects.of(to).filter(pk=s.thing.team_id).exists():
            raise Invalid(_("%s is not a member of this team.") % to, field="assignee")
        s.thing.assignee = to
    return s.thing


def dismiss(claim: Claim, *, by: Actor, reason: str = "", expected: int | None = None) -> Claim:
    """Return the claim put aside: not worth checking."""
    with step(
        "dismiss", claim, by=by, expected=expected, reason=content.remark(reason, most=1000)
    ) as s:
        s.thing.triage = Triage.DISMISSED
    return s.thing


def reopen(claim: Claim, *, by: Actor, expected: int | None = None) -> Claim:
    """Return a dismissed claim to the desk."""
    with step("reopen", claim, by=by, expected=expected) as s:
        s.thing.triage = Triage.OPEN
    return s.thing


def name_anew(claim: Claim) -> None:
    """Give a claim the fingerprint of its words now; raise Invalid where another one has it."""
    first = claim.occurrences.order_by("pk").first()
    if first is None:
        return
    claim.fingerprint = fingerprint(first.version_id, first.start, first.end, claim.statement)
    double = Claim.objects.filter(article=claim.article, fingerprint=claim.fingerprint)
    if found := double.exclude(pk=claim.pk).first():
        sentence = _("Claim %d says this about the same words already.") % found.pk
        raise Invalid(sentence, field="statement")
