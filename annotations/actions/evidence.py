"""Citing sources. Whoever touches evidence works on the revision that rests on it."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from annotations.actions.content import changed
from annotations.actions.external_ids import admit, differing, refuse_taken
from annotations.actions.steps import step, together
from annotations.errors import NotNow
from annotations.models import Actor, Claim, Evidence
from annotations.publishing.markdown import references

FIELDS = (
    *("url", "title", "publisher", "stance", "passage", "note", "origin", "primary"),
    "external_id",
)


def cite(
    claim: Claim, *, by: Actor, url: str, stance: str, title: str = "", **about: Any
) -> Evidence:
    """Return new evidence for the claim; without a title it is called by its host.

    Raises Invalid where the team has evidence of this external id already.
    """
    evidence = _new(claim, by, {**about, "url": url, "stance": stance})
    # Only an address that has been checked can be taken apart.
    title = title.strip() or urlsplit(evidence.url).hostname or evidence.url
    changed(evidence, {"title": title}, FIELDS)
    with _turn(claim, evidence.external_id, by), step("cite", claim, by=by) as s:
        refuse_taken(evidence)
        evidence.claim = s.thing
        s.add(evidence)
        s.thing.contributors.add(s.by.user)
    return evidence


def cite_once(claim: Claim, *, by: Actor, **sent: Any) -> tuple[Evidence, bool]:
    """Return what `cite` returns, and whether it is new.

    An external id that the team knows names the same evidence, which is edited where something else
    was sent.
    """
    wanted = _new(claim, by, {name: value for name, value in sent.items() if value != ""})
    with _turn(claim, wanted.external_id, by):
        if (kept := _known(wanted)) is None:
            return cite(claim, by=by, **sent), True
        admit("cite", claim, by=by)
        if kept.claim_id != claim.pk:
            sentence = _("The external id “%(id)s” belongs to evidence for claim %(number)d.")
            raise NotNow(sentence % {"id": kept.external_id, "number": kept.claim_id})
        changes = differing(kept, wanted, sent)
        return (edit(kept, by=by, **changes) if changes else kept), False


def _new(claim: Claim, by: Actor, content: Mapping[str, Any]) -> Evidence:
    evidence = Evidence(claim=claim, team_id=claim.team_id, added_by=by.user)
    return changed(evidence, content, FIELDS)


def _known(evidence: Evidence) -> Evidence | None:
    if not evidence.external_id:
        return None
    own = Evidence.objects.filter(team=evidence.team_id, external_id=evidence.external_id)
    return own.select_related("claim").first()


def _turn(claim: Claim, external_id: str, by: Actor) -> AbstractContextManager[None]:
    """Return the locks under which external ids are given, where one is."""
    return together([claim.article_id], by=by) if external_id else nullcontext()


def edit(evidence: Evidence, *, by: Actor, expected: int | None = None, **changes: Any) -> Evidence:
    """Return the evidence with other content."""
    turn = _turn(evidence.claim, changes.get("external_id", ""), by)
    with turn, step("edit", evidence, by=by, expected=expected) as s:
        changed(s.thing, changes, FIELDS)
        if "external_id" in changes:
            refuse_taken(s.thing)
        s.thing.claim.contributors.add(s.by.user)
    return s.thing


def remove(evidence: Evidence, *, by: Actor, expected: int | None = None) -> None:
    """Take evidence away; the history keeps it.

    Sources are numbered in their order: none goes that the rationale refers to, or that comes
    before one that it refers to, or the reference would lead to another source.
    """
    with step("remove", evidence, by=by, expected=expected) as s:
        _refuse_referred(s.thing)
        s.thing.claim.contributors.add(s.by.user)
        s.remove(s.thing)


def _refuse_referred(evidence: Evidence) -> None:
    claim = evidence.claim
    rationale = claim.current.rationale if claim.current else ""
    place = claim.evidence.filter(pk__lte=evidence.pk).count()
    referred = sorted(number for number in references(rationale) if number >= place)
    if referred:
        raise NotNow(
            _("The rationale refers to [^%d], which would be another source then. Change it first.")
            % referred[0]
        )
