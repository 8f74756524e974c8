"""Once a day, in one mail, what a person wanted daily and has not read by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations import jobs
from annotations.models import Actor, Job, Membership, Notification
from annotations.models.notification import Mail, News
from annotations.notifying import wording
from annotations.notifying.sending import Letter, send

KIND = "digest"
HOUR = 6
"""The hour (UTC) up to which a day's digest looks back."""
PATIENCE = dt.timedelta(hours=1)
"""What was to be mailed at once and is older than this has not been: the digest has it too."""
OLDEST = dt.timedelta(days=30)
MOST_LINES = 100
LONGEST_WORDS = 300


def plan(now: dt.datetime) -> None:
    """Plan today's digest of everybody who has something to be told, once a person and day."""
    until = now.astimezone(dt.UTC).replace(hour=HOUR, minute=0, second=0, microsecond=0)
    if not settings.SENDS_MAIL or now < until:
        return
    for mine in _with_unread(until):
        by = Actor.member(mine.user, mine.team, via=f"task:{KIND}")
        key = f"membership:{mine.pk}:{until:%Y-%m-%d}"
        if by and not Job.objects.filter(kind=KIND, key=key).exists() and _due(by, until).exists():
            with transaction.atomic():
                jobs.enqueue(KIND, key, by=by, until=until.isoformat())


def run(job: Job, by: Actor) -> None:
    """Mail the digest of a taken job; a second attempt has the lines of the first."""
    if "lines" not in job.args:
        due = _due(by, dt.datetime.fromisoformat(job.args["until"]))
        jobs.remember(job, lines=[*due.order_by("-pk").values_list("pk", flat=True)])
    shown = Notification.objects.visible_to(by).filter(mailed_at__isnull=True)
    lines = list(shown.filter(pk__in=job.args["lines"]).select_related("event"))
    if not lines:
        return
    jobs.report(job, 50)
    send(_letter(job, lines, by))
    sent = Notification.objects.filter(pk__in=[line.pk for line in lines])
    sent.update(mailed_at=timezone.now())


def _with_unread(until: dt.datetime) -> QuerySet[Membership]:
    theirs = Notification.objects.filter(user=OuterRef("user"), team=OuterRef("team"))
    people = Membership.objects.filter(user__is_integration=False).select_related("user", "team")
    return people.filter(Exists(_unread(theirs, until))).order_by("pk")


def _due(by: Actor, until: dt.datetime) -> QuerySet[Notification]:
    mine = Membership.objects.get(user=by.user, team=by.team)
    ways = {kind: mine.mail.get(kind, Mail.AT_ONCE) for kind in News.values}
    daily = [kind for kind, way in ways.items() if way == Mail.DAILY]
    at_once = [kind for kind, way in ways.items() if way == Mail.AT_ONCE]
    failed = Q(kind__in=at_once, at__lt=until - PATIENCE)
    return _unread(Notification.objects.visible_to(by), until).filter(Q(kind__in=daily) | failed)


def _unread(notifications: QuerySet[Notification], until: dt.datetime) -> QuerySet[Notification]:
    """Return those of the last month that were neither read at the desk nor mailed."""
    new = notifications.filter(read_at__isnull=True, mailed_at__isnull=True)
    return new.filter(at__gte=until - OLDEST, at__lt=until).order_by()


def _letter(job: Job, lines: list[Notification], by: Actor) -> Letter:
    subject = ngettext(
        "%(count)d notification: %(team)s", "%(count)d notifications: %(team)s", len(lines)
    )
    return Letter(
        to=by.user.email,
        subject=subject % {"count": len(lines), "team": by.team.name},
        text=wording.paragraphs([*_parts(lines, by), wording.foot(by.team)]),
        key=f"digest.{job.pk}.{job.created_at.timestamp():.0f}",
        at=job.created_at,
    )


def _parts(lines: list[Notification], by: Actor) -> Iterator[str]:
    """Yield what is new by claim, the claim with the newest line first; a webhook has its own."""
    told, more = lines[:MOST_LINES], len(lines[MOST_LINES:])
    claims = wording.claims_of(told, by)
    grouped: dict[str, list[Notification]] = {}
    for line in told:
        grouped.setdefault(wording.about(line, claims.get(line.event.claim_id)), []).append(line)
    yield _("This is new at the desk, and you have not read it yet:")
    for about, news in grouped.items():
        yield about
        yield from (_said(line, by) for line in reversed(news))
    if more:
        said = ngettext("%d earlier one is at the desk.", "%d earlier ones are at the desk.", more)
        yield said % more


def _said(news: Notification, by: Actor) -> str:
    """Return when who did what, and their words, shortened."""
    when = _("%s UTC") % date_format(news.at, "j F, H:i")
    words = [Truncator(text).chars(LONGEST_WORDS) for text in wording.words(news, by)]
    return "\n".join([f"{when}: {wording.sentence(news)}", *map(wording.quoted, words)])
