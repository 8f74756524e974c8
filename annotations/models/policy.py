"""How a team reviews: what a revision is measured by from its submission on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The terms of a review.

    `review_days` after which an idle assignment is released; None means never. Without
    `returns_at_once` a revision goes back only when all have voted.
    """

    approvals_required: int = 1
    blind_review: bool = False
    author_may_publish: bool = False
    returns_at_once: bool = True
    review_days: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the terms as a revision freezes them."""
        return asdict(self)
