"""Telling programs outside: who is told of what, with which secret, and once more."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import outgoing
from annotations.actions.content import checked
from annotations.actions.steps import step
from annotations.delivery import planning, sending, signing
from annotations.errors import Invalid, NotNow
from annotations.models import Actor, Delivery, FeedEntry, Webhook
from annotations.models.webhook import EVERYTHING, DeliveryState
from annotations.workflow.written import WRITTEN

MOST_WEBHOOKS = 20
MOST_EVENTS = 200
BOTH_SIGN = dt.timedelta(days=1)
"""So long the secret before signs too, after it was changed."""


def add(*, by: Actor, url: str, name: str, events: Sequence[str]) -> tuple[Webhook, str]:
    """Return a new webhook, which is sent what happens from now on, and its secret.

    The secret is shown here once. Raises Invalid for an address that the desk does not ask.
    """
    content = _content({"url": url, "name": name, "events": events})
    with step("add_webhook", by.team, by=by) as s:
        if Webhook.objects.filter(team=by.team).count() >= MOST_WEBHOOKS:
            raise NotNow(_("A team has at most %d webhooks.") % MOST_WEBHOOKS)
        newest = FeedEntry.objects.filter(team=by.team).aggregate(last=Max("pk"))["last"]
        webhook = Webhook(
            team=s.thing, created_by=s.by.user, salt=_salt(), position=newest or 0, **content
        )
        s.add(webhook)
    return webhook, signing.secret_of(webhook.salt)


def edit(webhook: Webhook, *, by: Actor, expected: int | None = None, **changes: Any) -> Webhook:
    """Return the webhook with another name, address or choice of events."""
    content = _content(changes)
    with held(webhook), step("edit", webhook, by=by, expected=expected) as s:
        if content.get("url") == s.thing.url:
            del content["host"], content["url_since"]
        for name, value in content.items():
            setattr(s.thing, name, value)
    return s.thing


def remove(webhook: Webhook, *, by: Actor, expected: int | None = None) -> None:
    """Delete the webhook with the log of its deliveries."""
    with held(webhook), step("remove", webhook, by=by, expected=expected) as s:
        s.remove(s.thing)


def rotate_secret(
    webhook: Webhook, *, by: Actor, expected: int | None = None
) -> tuple[Webhook, str]:
    """Return the webhook and its new secret; the one before signs too for a day."""
    with held(webhook), step("rotate_secret", webhook, by=by, expected=expected) as s:
        s.thing.previous_salt, s.thing.salt = s.thing.salt, _salt()
        s.thing.previous_until = timezone.now() + BOTH_SIGN
    return s.thing, signing.secret_of(s.thing.salt)


def switch_on(webhook: Webhook, *, by: Actor, expected: int | None = None) -> Webhook:
    """Return the webhook switched on: what waited, and what happened meanwhile, is sent now."""
    with held(webhook), step("switch_on", webhook, by=by, expected=expected) as s:
        s.thing.active, s.thing.off_since, s.thing.off_reason = True, None, ""
        s.thing.failing_since = s.thing.quiet_until = None
        waiting = Delivery.objects.filter(webhook=s.thing, state=DeliveryState.WAITING)
        waiting.update(due_at=timezone.now(), attempts_before=F("attempts"))
    return s.thing


def switch_off(webhook: Webhook, *, by: Actor, expected: int | None = None) -> Webhook:
    """Return the webhook switched off; what happens meanwhile is sent when it is on again."""
    with held(webhook), step("switch_off", webhook, by=by, expected=expected) as s:
        off(s.thing)
    return s.thing


def off(webhook: Webhook, reason: str = "") -> None:
    """Switch off what a step has under way."""
    webhook.active, webhook.off_since, webhook.off_reason = False, timezone.now(), reason


def send_test(webhook: Webhook, *, by: Actor) -> Delivery:
    """Send the line `webhook.test` now, and return what came of it. A test is not repeated."""
    with held(webhook):
        with step("test", webhook, by=by) as s:
            s.note(s.thing, after={"name": s.thing.name})
        about = {"event__noun": "webhook", "event__object_id": webhook.pk}
        entry = FeedEntry.objects.filter(**about, event__action="test").latest("pk")
        sent = Delivery.objects.create(
            webhook=s.thing,
            entry=entry,
            ordering_key=planning.ordering_key(entry.event),
            state=DeliveryState.FAILED,
        )
    sending.attempt(sent, once=True)
    return Delivery.objects.select_related("webhook", "entry__event").get(pk=sent.pk)


def redeliver(delivery: Delivery, *, by: Actor) -> Delivery:
    """Return the delivery due now under its old id; what was over before holds up no other."""
    webhook = delivery.webhook
    with held(webhook), step("redeliver", webhook, by=by) as s:
        s.note(s.thing, after={"message": delivery.message_id})
        delivery.refresh_from_db(fields=["state", "attempts"])
        delivery.due_at, delivery.attempts_before = timezone.now(), delivery.attempts
        if delivery.state != DeliveryState.WAITING:
            delivery.asked_again_at = delivery.due_at
        delivery.state = DeliveryState.WAITING
        delivery.save(update_fields=["state", "attempts_before", "due_at", "asked_again_at"])
    return delivery


@contextmanager
def held(webhook: Webhook) -> Iterator[None]:
    """Hold the row: whoever sends for this webhook meanwhile writes after it."""
    with transaction.atomic():
        Webhook.objects.select_for_update(no_key=True).filter(pk=webhook.pk).first()
        yield


def _salt() -> str:
    return secrets.token_hex(32)


def _content(changes: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that these make, checked. The name is looked up before anything waits."""
    given = Webhook(**changes)
    checked(given, [name for name in changes if name != "events"])
    content = {name: getattr(given, name) for name in changes}
    if "url" in content:
        content |= {"host": _host(content["url"]), "url_since": timezone.now()}
    if "events" in content:
        content["events"] = _events(content["events"])
    return content


def _host(url: str) -> str:
    try:
        outgoing.check(url)
    except outgoing.Refused as refused:
        raise Invalid(str(refused), field="url") from refused
    return (urlsplit(url).hostname or "")[:255]


def _events(names: Sequence[str]) -> list[str]:
    """Return the names in order, each once; raises Invalid for what cannot happen."""
    for name in names:
        noun, _dot, action = name.partition(".")
        if name != EVERYTHING and (noun, action) not in WRITTEN:
            raise Invalid(_("Nothing here is called “%s”.") % name[:80], field="events")
    chosen = sorted(set(names))
    if not 0 < len(chosen) <= MOST_EVENTS:
        raise Invalid(_("Choose one to %d events.") % MOST_EVENTS, field="events")
    return chosen
