"""Citing sources. Whoever touches evidence works on the revision that rests on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from annotations.actions.content import changed
from annotations.actions.steps import step
from annotations.errors import NotNow
from annotations.models import Actor, Claim, Evidence
from annotations.publishing.markdown import references

FIELDS = ("url", "title", "publisher", "stance", "passage", "note", "origin", "primary")


def cite(
    claim: Claim, *, by: Actor, url: str, stance: str, title: str = "", **about: Any
) -> Evidence:
    """Return new evidence for the claim; without a title it is called by its host."""
    evidence = changed(Evidence(added_by=by.user), {**about, "url": url, "stance": stance}, FIELDS)
    # Only an address that has been checked can be taken apart.
    title = title.strip() or urlsplit(evidence.url).hostname or evidence.url
    changed(evidence, {"title": title}, FIELDS)
    with step("cite", claim, by=by) as s:
        evidence.claim = s.thing
        s.add(evidence)
        s.thing.contributors.add(s.by.user)
    return evidence


def edit(evidence: Evidence, *, by: Actor, expected: int | None = None, **changes: Any) -> Evidence:
    """Return the evidence with other content."""
    with step("edit", evidence, by=by, expected=expected) as s:
        changed(s.thing, changes, FIELDS)
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
