"""Highlighting, and what becomes of a claim."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from annotations.actions import content
from annotations.actions.steps import Step, step
from annotations.errors import Invalid
from annotations.models import Actor, ArticleVersion, Claim, Occurrence, Team, User
from annotations.models.claim import Triage
from annotations.models.suggestion import Level
from annotations.suggesting.sentences import around
from annotations.text.selectors import quote_at
from annotations.text.spans import Span, check_span

EDITABLE = ("statement", "claimant", "claimed_on", "topics", "priority")
SEALED = {"statement", "claimant", "claimed_on"}
"""What of a claim is in its dossier: whoever changes it works on the revision under way."""


def highlight(
    version: ArticleVersion,
    *,
    by: Actor,
    start: int,
    end: int,
    exact: str | None = None,
    statement: str = "",
    claimant: str = "",
    claimed_on: dt.date | None = None,
    topics: Sequence[str] = (),
) -> tuple[Claim, bool]:
    """Return the claim made of these words (code points), and whether it is new.

    The same words with the same statement are the same claim, whoever was first; one that was
    dismissed is open again. Raises Invalid
    where the span is not in the text, or `exact` is not what stands there.
    """
    span = check_span(version.text, start, end, exact)
    about = {"claimant": claimant, "claimed_on": claimed_on, "topics": topics}
    with step("highlight", version.article, by=by) as s:
        return make_claim(s, version, span, statement=statement, **about)


def make_claim(
    s: Step[Any], version: ArticleVersion, span: Span, *, statement: str = "", **about: Any
) -> tuple[Claim, bool]:
    """Return the claim of this span, and whether it is new, within a step under way."""
    quote = quote_at(version.text, span.start, span.end)
    claim = Claim(
        team=version.article.team,
        article=version.article,
        statement=statement.strip() or " ".join(quote.exact.split()),
        created_by=s.by.user,
        **{**about, "topics": content.topics(about.get("topics", ()))},
    )
    content.checked(claim, EDITABLE)
    claim.fingerprint = _fingerprint(version.pk, span.start, span.end, claim.statement)
    earlier = Claim.objects.select_related("created_by", "current").filter(
        article=version.article, fingerprint=claim.fingerprint
    )
    if found := earlier.first():
        # Somebody wants these words checked after all; the history keeps who put them aside.
        s.watch(found).triage = Triage.OPEN
        return found, False
    s.add(claim)
    if claim.claimant or claim.claimed_on or claim.statement != " ".join(quote.exact.split()):
        claim.contributors.add(s.by.user)
    s.add(
        Occurrence(
            claim=claim,
            version=version,
            start=span.start,
            end=span.end,
            quote=quote.exact,
            prefix=quote.prefix,
            suffix=quote.suffix,
            **_spotted(version, span),
        )
    )
    return claim, True


def _spotted(version: ArticleVersion, span: Span) -> dict[str, Any]:
    """Return what the machine thought of these words before a person chose them.

    A sentence that was marked already is proposed no more: its marks remember. Words that the
    machine passed over, such as a title's, have its name and no score.
    """
    start, end = around(version.text, *span)
    near = Q(start__lt=end, end__gt=start)
    read = version.suggestions.annotate(was_proposed=Q(level__lte=Level.USUAL)).order_by("rank")
    marked = version.occurrences.filter(near).order_by("-was_proposed", "pk")
    for things in (marked.filter(claim__triage=Triage.OPEN), read.filter(near), marked):
        if found := things.values("model_id", "score", "was_proposed").first():
            return {**found}
    return {**(read.values("model_id").first() or {})}


def edit(claim: Claim, *, by: Actor, expected: int | None = None, **changes: Any) -> Claim:
    """Return the claim with other words; its dossier's words make a contributor."""
    if "topics" in changes:
        changes["topics"] = content.topics(changes["topics"])
    with step("edit", claim, by=by, expected=expected) as s:
        content.changed(s.thing, changes, EDITABLE)
        if "statement" in changes:
            _refuse_double(s.thing)
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


def _fingerprint(version_id: int, start: int, end: int, statement: str) -> str:
    said = " ".join(statement.casefold().split())
    return hashlib.sha256(f"{version_id}:{start}:{end}:{said}".encode()).hexdigest()


def _refuse_double(claim: Claim) -> None:
    first = claim.occurrences.order_by("pk").first()
    if first is None:
        return
    claim.fingerprint = _fingerprint(first.version_id, first.start, first.end, claim.statement)
    double = Claim.objects.filter(article=claim.article, fingerprint=claim.fingerprint)
    if found := double.exclude(pk=claim.pk).first():
        sentence = _("Claim %d says this about the same words already.") % found.pk
        raise Invalid(sentence, field="statement")
