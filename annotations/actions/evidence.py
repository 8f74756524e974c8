"""Citing sources. Whoever touches evidence works on the revision that rests on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from annotations.actions.content import changed
from annotations.actions.steps import step
from annotations.models import Actor, Claim, Evidence

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
    """Take evidence away; the history keeps it."""
    with step("remove", evidence, by=by, expected=expected) as s:
        s.thing.claim.contributors.add(s.by.user)
        s.remove(s.thing)
