"""From the feed to what has to be sent: each line once for each webhook that wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from annotations import jobs
from annotations.models import Actor, Delivery, Event, FeedEntry, Job, Membership, Role, Webhook
from annotations.models.verdict import PUBLIC
from annotations.models.webhook import EVERYTHING, DeliveryState

KIND = "deliver"
BATCH = 500
KEPT = dt.timedelta(days=30)
MOST_FORGOTTEN = 5000


def plan() -> None:
    """Plan what the feeds have for the webhooks, and the jobs that send what is due."""
    news = FeedEntry.objects.filter(team=OuterRef("team"), pk__gt=OuterRef("position"))
    active = Webhook.objects.filter(active=True).order_by("pk")
    for pk in list(active.filter(Exists(news.order_by())).values_list("pk", flat=True)):
        _plan(pk)
    due = Delivery.objects.due().order_by().values("webhook")
    for pk in list(active.filter(pk__in=due).values_list("pk", flat=True)):
        _enqueue(pk)


def forget() -> None:
    """Delete old deliveries that are over; what told of a publication is kept for its recall."""
    old = Delivery.objects.filter(created_at__lt=timezone.now() - KEPT, verdict__isnull=True)
    over = old.exclude(state=DeliveryState.WAITING).order_by("created_at")
    Delivery.objects.filter(pk__in=[*over.values_list("pk", flat=True)[:MOST_FORGOTTEN]]).delete()


def ordering_key(line: Event) -> str:
    """Return what a line has to come in order with: its claim, else its article, else its team."""
    return f"claim:{line.claim_id}" if line.claim_id else line.stream.name


def publication(line: Event) -> int | None:
    """Return the revision that this line made public; None for other lines."""
    became = line.after.get("status") if line.noun == "verdict" else None
    return line.object_id if became in PUBLIC else None


@transaction.atomic
def _plan(pk: int) -> None:
    webhook = Webhook.objects.select_for_update(no_key=True).filter(pk=pk, active=True).first()
    if webhook is None:
        return
    found = FeedEntry.objects.filter(team=webhook.team_id).after(webhook.position)
    entries = list(found.select_related("event__stream").order_by("pk")[:BATCH])
    if not entries:
        return
    planned = [_delivery(webhook, entry) for entry in _wanted(webhook, entries)]
    # What a test has sent already is there.
    Delivery.objects.bulk_create(planned, ignore_conflicts=True)
    webhook.position = entries[-1].pk
    webhook.save(update_fields=["position"])


def _wanted(webhook: Webhook, entries: Sequence[FeedEntry]) -> list[FeedEntry]:
    """Return those that it has chosen, and what follows a publication that it was sent."""
    chosen, told = set(webhook.events), _told_of(webhook, entries)
    wanted = []
    for entry in entries:
        line = entry.event
        if {EVERYTHING, line.name} & chosen or (publication(line) and line.claim_id in told):
            wanted.append(entry)
            told |= {line.claim_id} if publication(line) else set()
    return wanted


def _told_of(webhook: Webhook, entries: Sequence[FeedEntry]) -> set[int | None]:
    """Return those of the claims published here of which it was sent a revision before.

    Whether it acknowledged that does not matter: it may have it all the same.
    """
    claims = {entry.event.claim_id for entry in entries if publication(entry.event)}
    sent = Delivery.objects.filter(webhook=webhook, verdict__claim__in=claims)
    return set(sent.order_by().values_list("verdict__claim", flat=True))


def _delivery(webhook: Webhook, entry: FeedEntry) -> Delivery:
    return Delivery(
        webhook=webhook,
        entry=entry,
        verdict_id=publication(entry.event),
        ordering_key=ordering_key(entry.event),
    )


@transaction.atomic
def _enqueue(pk: int) -> None:
    """Plan the one job that sends for this webhook, unless it is there: two would overtake."""
    webhook = Webhook.objects.select_for_update(no_key=True).filter(pk=pk).first()
    key = f"webhook:{pk}"
    if webhook is None or Job.objects.filter(kind=KIND, key=key).unfinished().exists():
        return
    if by := _somebody(webhook):
        jobs.enqueue(KIND, key, by=by, webhook=pk)


def _somebody(webhook: Webhook) -> Actor | None:
    """Return an admin in whose name it is sent; a team always has one."""
    admins = Membership.objects.filter(
        team=webhook.team_id, role=Role.ADMIN, user__is_active=True
    ).select_related("user", "team")
    first = admins.order_by("pk").first()
    return Actor.member(first.user, first.team, via=f"task:{KIND}") if first else None
