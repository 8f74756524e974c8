"""Sending one message, and writing down what came of it."""

from __future__ import annotations

import datetime as dt
import random
import time
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import outgoing
from annotations.delivery import backoff, payload, signing
from annotations.models import Delivery, Webhook
from annotations.models.webhook import DeliveryState

GONE = 410
MOST_KEPT = 500
"""Characters of an answer that the log keeps."""
QUIET = (2.0, 300.0)
"""Seconds that an endpoint which does not answer at all is left in peace, least and most."""


@dataclass(frozen=True)
class Outcome:
    """What came back: a status with the beginning of its answer, or a sentence why none came."""

    status: int | None = None
    answer: str = ""
    error: str = ""
    after: float | None = None

    @property
    def is_delivered(self) -> bool:
        """Whether it was acknowledged."""
        return self.status is not None and 200 <= self.status < 300


def next_due(webhook_id: int) -> Delivery | None:
    """Return what this webhook has to be sent now, with all that sending reads."""
    due = Delivery.objects.due().filter(webhook=webhook_id)
    return due.select_related("webhook", "entry__event__stream").first()


def attempt(delivery: Delivery, *, once: bool = False) -> Outcome:
    """Return what came of sending it, which the log has then.

    What fails is due again later; `once`: a test, which fails for good and counts for nothing.
    """
    started = time.monotonic()
    outcome = _send(delivery)
    took = round((time.monotonic() - started) * 1000)
    again = None if once or outcome.is_delivered else _pause(delivery, outcome)
    changes = {"attempts": delivery.attempts + 1, "duration": took, **_standing(again)}
    changes |= {"status": outcome.status, "answer": outcome.answer, "error": outcome.error[:300]}
    if outcome.is_delivered:
        changes |= _acknowledged(delivery)
    Delivery.objects.filter(pk=delivery.pk).update(**changes)
    if outcome.is_delivered or not once:
        _remember(delivery.webhook, outcome)
    return outcome


def _send(delivery: Delivery) -> Outcome:
    body, webhook = payload.body(delivery), delivery.webhook
    headers = signing.headers(delivery.message_id, body, at=timezone.now(), salts=webhook.salts)
    try:
        answer = outgoing.deliver(webhook.url, body.encode(), headers, most_bytes=4 * MOST_KEPT)
    except outgoing.Refused as refused:
        return Outcome(error=str(refused))
    except outgoing.NoAnswer as none:
        return Outcome(error=str(none))
    said = answer.body.decode(errors="replace").replace("\0", "\ufffd")[:MOST_KEPT]
    after = outgoing.seconds(answer.headers.get("Retry-After", ""))
    outcome = Outcome(answer.status, said, after=after)
    return outcome if outcome.is_delivered else _explained(outcome)


def _explained(outcome: Outcome) -> Outcome:
    said = _("It answers with status %d.") % (outcome.status or 0)
    if outcome.status and 300 <= outcome.status < 400:
        said = _("It redirects (%d). Messages are sent to the address itself.") % outcome.status
    return Outcome(outcome.status, outcome.answer, said, outcome.after)


def _pause(delivery: Delivery, outcome: Outcome) -> float | None:
    chance = random.random()  # noqa: S311 - it spreads retries and decides nothing
    since_asked = delivery.attempts - delivery.attempts_before
    return backoff.pause(since_asked + 1, chance=chance, asked=outcome.after)


def _standing(again: float | None) -> dict[str, Any]:
    if again is None:
        return {"state": DeliveryState.FAILED}
    return {"due_at": timezone.now() + dt.timedelta(seconds=again)}


def _acknowledged(delivery: Delivery) -> dict[str, Any]:
    first = delivery.delivered_at or timezone.now()
    return {"state": DeliveryState.DELIVERED, "delivered_at": first}


def _remember(webhook: Webhook, outcome: Outcome) -> None:
    """Keep since when it fails; what does not even answer is asked less and less often."""
    mine, now = Webhook.objects.filter(pk=webhook.pk), timezone.now()
    if outcome.is_delivered:
        mine.exclude(failing_since=None).update(failing_since=None, quiet_until=None)
        return
    mine.filter(failing_since=None).update(failing_since=now)
    if outcome.status is None:
        failing = (now - (webhook.failing_since or now)).total_seconds()
        least, most = QUIET
        quiet = min(most, max(least, failing / 4))
        mine.update(quiet_until=now + dt.timedelta(seconds=quiet))
