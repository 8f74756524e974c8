"""Who outside has which revision of a fact-check, and who has not got the public one yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from annotations.models import Actor, Claim, Delivery
from annotations.models.verdict import PUBLIC
from annotations.models.webhook import DeliveryState


@dataclass(frozen=True)
class Receipt:
    """A revision on its way to a recipient; `acknowledged_at` is when it said that it has it.

    `reason` is why the last attempt failed, where it did not arrive later; `next_at` is when the
    next one is: None for now, or for no time, as long as it `waits_behind` an earlier one or its
    webhook is off.
    """

    verdict: int
    number: int
    kind: str
    is_public: bool
    state: str
    acknowledged_at: dt.datetime | None
    attempts: int
    reason: str
    waits_behind: bool
    next_at: dt.datetime | None


@dataclass(frozen=True)
class Recipient:
    """A webhook, by id and name, and the revisions that it was sent, the newest first."""

    webhook: int
    name: str
    active: bool
    receipts: list[Receipt]

    @property
    def has_the_public_one(self) -> bool:
        """Whether it acknowledged the revision that readers see."""
        return any(one.is_public and one.acknowledged_at for one in self.receipts)


def recipients(claim: Claim, *, by: Actor) -> list[Recipient]:
    """Return who was sent published revisions of this claim, by name."""
    sent = Delivery.objects.filter(webhook__team=by.team, verdict__claim=claim)
    told = sent.with_turns().select_related("webhook", "verdict")
    told = told.defer("verdict__dossier", "verdict__rationale")
    grouped = groupby(
        told.order_by("webhook__name", "webhook", "-verdict__number"), lambda one: one.webhook
    )
    return [
        Recipient(webhook.pk, webhook.name, webhook.active, [_receipt(one) for one in theirs])
        for webhook, theirs in grouped
    ]


def _receipt(delivery: Delivery) -> Receipt:
    verdict = delivery.verdict
    if verdict is None:
        raise ValueError("This delivery tells of no publication.")
    # One that is sent again was acknowledged all the same.
    got_it = delivery.delivered_at is not None
    return Receipt(
        verdict=verdict.pk,
        number=verdict.number,
        kind=verdict.kind,
        is_public=verdict.status in PUBLIC,
        state=DeliveryState.DELIVERED if got_it else delivery.state,
        acknowledged_at=delivery.delivered_at,
        attempts=delivery.attempts,
        reason="" if got_it else _reason(delivery),
        waits_behind=delivery.waits_behind,
        next_at=delivery.next_at if delivery.webhook.active else None,
    )


def _reason(delivery: Delivery) -> str:
    """Return why it failed; not what kept an answer away, which may name the machine."""
    return delivery.error if delivery.status or not delivery.error else _("No answer came.")
