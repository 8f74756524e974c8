"""A notification as an e-mail of its own, for who wants it at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from annotations import jobs
from annotations.models import Actor, Comment, Job, Membership, Notification
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
    ways = _ways(told := list(told))
    wanted = {f"notification:{news.pk}": news for news in told if ways(news) == Mail.AT_ONCE}
    waiting = Job.objects.filter(kind=KIND, key__in=wanted).unfinished()
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
    """Return what a blind review of this revision hid: not mailed and not read."""
    comments = Comment.objects.filter(verdict=verdict_id, verdict__terms__blind_review=True)
    comments = comments.order_by()
    unsent = Notification.objects.filter(
        mailed_at__isnull=True, read_at__isnull=True, event__noun="comment"
    )
    return unsent.filter(event__object_id__in=comments.values("pk"))


def way(news: Notification) -> str:
    """Return how its person wants this kind mailed, today; never for who is no member."""
    return _ways([news])(news)


def _ways(told: Sequence[Notification]) -> Callable[[Notification], str]:
    """Return what answers how each of these is wanted."""
    people = Membership.objects.filter(
        user__in={news.user_id for news in told},
        team__in={news.team_id for news in told},
        user__is_integration=False,
    )
    chosen = {(user, team): mail for user, team, mail in people.values_list("user", "team", "mail")}

    def wanted(news: Notification) -> str:
        mail = chosen.get((news.user_id, news.team_id))
        return str(Mail.NEVER if mail is None else mail.get(news.kind, Mail.AT_ONCE))

    return wanted


def _letter(news: Notification, by: Actor, *, at: dt.datetime) -> Letter:
    claim = wording.claims_of([news], by).get(news.event.claim_id)
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
