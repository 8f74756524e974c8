"""A notification as an e-mail of its own, for who wants it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from annotations import jobs
from annotations.models import Actor, Comment, Job, Membership, Notification
from annotations.models.job import JobState
from annotations.models.notification import Mail
from annotations.notifying import wording
from annotations.notifying.sending import Letter, send

KIND = "mail"


def plan(told: Iterable[Notification]) -> None:
    """Plan a mail of each that its person wants at once, unless one waits already.

    Call it in the transaction of what they tell. Where no mail server is named, none is planned.
    """
    if not settings.SENDS_MAIL:
        return
    wanted = {f"notification:{news.pk}": news for news in told if way(news) == Mail.AT_ONCE}
    waiting = Job.objects.filter(kind=KIND, key__in=wanted, state=JobState.WAITING)
    for key in waiting.values_list("key", flat=True):
        del wanted[key]
    planned = [_job(key, news) for key, news in wanted.items()]
    jobs.nudge_after_commit(Job.objects.bulk_create(planned))


def run(job: Job, by: Actor) -> None:
    """Mail the notification of a taken job to its person, unless that was done.

    What they may not see yet, since its review is blind, is planned again when they may.
    """
    shown = Notification.objects.visible_to(by).select_related("user", "team", "event")
    news = shown.filter(pk=job.args["notification"], mailed_at__isnull=True).first()
    if news is None or way(news) != Mail.AT_ONCE:
        return
    # It renews the lease: a slow server's answer is not to be too late.
    jobs.report(job, 50)
    send(_letter(news, by, at=job.created_at))
    Notification.objects.filter(pk=news.pk).update(mailed_at=timezone.now())


def unsent_about(verdict_id: int) -> QuerySet[Notification]:
    """Return what was told, and not mailed, of the comments made while this was in review."""
    comments = Comment.objects.filter(verdict=verdict_id).order_by()
    unsent = Notification.objects.filter(mailed_at__isnull=True, event__noun="comment")
    return unsent.filter(event__object_id__in=comments.values("pk"))


def way(news: Notification) -> str:
    """Return how its person wants this kind mailed, today; never for who is no member."""
    mine = Membership.objects.filter(user=news.user_id, team=news.team_id)
    chosen = mine.filter(user__is_integration=False).values_list("mail", flat=True).first()
    return str(Mail.NEVER if chosen is None else chosen.get(news.kind, Mail.AT_ONCE))


def _letter(news: Notification, by: Actor, *, at: dt.datetime) -> Letter:
    claim = wording.claims_of([news], by)[news.event.claim_id]
    return Letter(
        to=news.user.email,
        subject=wording.subject(news, claim),
        text=wording.letter(news, claim, by),
        key=f"notification.{news.pk}.{news.event.hash[:16]}",
        at=at,
    )


def _job(key: str, news: Notification) -> Job:
    return Job(
        kind=KIND,
        key=key,
        args={"notification": news.pk},
        team_id=news.team_id,
        asked_by_id=news.user_id,
        not_before=timezone.now(),
    )
