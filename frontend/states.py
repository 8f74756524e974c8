"""The states of claims and suggestions, in the order in which every bar and list names them."""

from __future__ import annotations

from annotations.models.claim import ASIDE, NEEDS_RECHECK, PUBLISHED, Triage
from annotations.models.occurrence import Fit

ORDER = (
    *("suggested", "open", "draft", "in_review", "returned", "approved"),
    *(PUBLISHED, NEEDS_RECHECK, "retracted"),
)

DISMISSED = Triage.DISMISSED.value
PUT_ASIDE = tuple(state.value for state in ASIDE)
"""What is shown only where somebody asks for it by name."""
ORPHAN = Fit.ORPHAN.value
"""Not where a claim is on its way, but that its words are gone: it is in another state as well."""


def state_of(triage: str, status: str | None, *, needs_recheck: bool) -> str:
    """Return `Claim.state` from the columns of a query, where 2,000 models would be too many."""
    if triage in ASIDE or status is None:
        return triage
    return NEEDS_RECHECK if status == PUBLISHED and needs_recheck else status
