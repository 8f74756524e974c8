"""The read model of a revision that was public and was replaced: what changed, and how it was."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from annotations.models import Verdict
from annotations.publishing.dossier import public
from frontend import fact_check
from frontend.comparison import Comparison, compare
from frontend.differences import inline

Source = Mapping[str, Any]


@dataclass(frozen=True)
class Sources:
    """The evidence that came in, went out, or was kept with another passage (marked)."""

    added: list[Source]
    removed: list[Source]
    changed: list[tuple[Source, SafeString]]


def context(old: Verdict, new: Verdict) -> dict[str, Any]:
    """Return what the page of a superseded revision shows, beside the one that replaced it."""
    was, now = _as_readers_saw_it(old), _as_readers_saw_it(new)
    comparison = compare(was, now)
    return {
        **fact_check.summary(old),
        "people": fact_check.people(old),
        "after": new,
        "comparison": comparison,
        "sources": _sources(comparison),
    }


def _as_readers_saw_it(verdict: Verdict) -> Verdict:
    """A note of the desk that changed is not theirs to see."""
    seen = copy.copy(verdict)
    seen.dossier = public(verdict.dossier or {})
    return seen


def _sources(comparison: Comparison) -> Sources:
    was = {source["id"]: source for source in comparison.removed}
    now = {source["id"]: source for source in comparison.added}
    return Sources(
        added=[source for key, source in now.items() if key not in was],
        removed=[source for key, source in was.items() if key not in now],
        changed=[
            (source, inline(was[key]["passage"], source["passage"]))
            for key, source in now.items()
            if key in was
        ],
    )
