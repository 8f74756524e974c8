"""A claim as a row of the queue: how far it is, since when, and what a person has to know of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from annotations.models import Actor, Assignment, Claim, Review
from annotations.models.claim import NEEDS_RECHECK, RecheckReason
from annotations.models.review import Vote
from annotations.models.verdict import Status


@dataclass(frozen=True)
class Row:
    """A claim that waits, for this reader. `sources` is how much evidence it has."""

    by: Actor
    claim: Claim
    sources: int

    @property
    def recheck_since(self) -> dt.date | None:
        """Since which day it has to be looked at again."""
        if self.claim.state != NEEDS_RECHECK:
            return None
        return dt.date.fromisoformat(self.claim.needs_recheck[0]["since"])

    @property
    def since(self) -> dt.datetime:
        """When the claim came into the state in which it waits."""
        current = self.claim.revision
        if current is None:
            return self.claim.created_at
        return current.submitted_at or current.created_at

    @property
    def is_blind(self) -> bool:
        """Whether the reader must not know how many have approved."""
        current = self.claim.revision
        return current is not None and current.is_blind_to(self.by)

    @property
    def approvals(self) -> dict[str, int] | None:
        """How many approvals are `given` of those `needed`; None where they do not matter."""
        current = self.claim.revision
        matter = {Status.IN_REVIEW, Status.APPROVED}
        if current is None or current.status not in matter or self.is_blind:
            return None
        return {"given": current.approvals, "needed": current.policy.approvals_required}

    @property
    def due(self) -> dt.datetime | None:
        """When the reader's assignment is released."""
        return next((a.due_at for a in self._assigned if a.reviewer_id == self.by.user.pk), None)

    @property
    def others(self) -> list[str]:
        """Who else was asked to review this or took it."""
        return [str(a.reviewer) for a in self._assigned if a.reviewer_id != self.by.user.pk]

    @property
    def returned(self) -> Review | None:
        """The vote that sent it back."""
        current = self.claim.revision
        if current is None or current.status != Status.RETURNED:
            return None
        votes = [vote for vote in current.reviews.all() if vote.digest == current.digest]
        return next((vote for vote in votes if vote.vote == Vote.RETURN), None)

    @property
    def reasons(self) -> list[str]:
        """Why it has to be looked at again, with what somebody wrote about it."""
        if self.claim.state != NEEDS_RECHECK:
            return []
        return [_reason(found["reason"], found["note"]) for found in self.claim.needs_recheck]

    @cached_property
    def _assigned(self) -> list[Assignment]:
        current = self.claim.revision
        if current is None or current.status != Status.IN_REVIEW:
            return []
        return [a for a in current.assignments.all() if a.ended_at is None]


def rows(by: Actor, keys: Iterable[int]) -> dict[int, Row]:
    """Return the rows of these claims by key, in a fixed number of queries."""
    found: Any = (
        Claim.objects.visible_to(by)
        .filter(pk__in=list(keys))
        .annotate(sources=Count("evidence"))
        .select_related("team", "article", "assignee", "current__rating", "current__author")
        .prefetch_related("current__reviews__reviewer", "current__assignments__reviewer")
        .defer("current__dossier", "current__rationale")
    )
    return {claim.pk: Row(by, claim, claim.sources) for claim in found}


def _reason(reason: str, note: str) -> str:
    label = str(RecheckReason(reason).label)
    return _("%(reason)s: “%(note)s”") % {"reason": label, "note": note} if note else label
