"""The read model of a revision that was public and was replaced: what changed, and how it was."""

from __future__ import annotations

import copy
from typing import Any

from annotations.models import Verdict
from annotations.publishing.dossier import public
from annotations.publishing.outcome import outcome
from frontend import fact_check
from frontend.comparison import compare


def context(old: Verdict, new: Verdict) -> dict[str, Any]:
    """Return what the page of a superseded revision shows, beside the one that replaced it."""
    return {
        **fact_check.summary(old),
        "people": fact_check.people(old),
        "after": new,
        "comparison": compare(_as_readers_saw_it(old), _as_readers_saw_it(new)),
    }


def _as_readers_saw_it(verdict: Verdict) -> Verdict:
    """A note of the desk that changed is not theirs to see; a retracted rating is none."""
    seen = copy.copy(verdict)
    dossier = public(verdict.dossier or {})
    seen.dossier = {**dossier, "rating": {"label": outcome(dossier).label}}
    return seen
