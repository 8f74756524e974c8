"""What has happened in an article since a page was drawn, in as few queries as can be.

It reads the team's feed, as programs do. Within an article the place of a line in its stream will
do: what a blind review hid comes into the feed together with a new line, the one that shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, QueryDict
from django.utils import timezone

from annotations import jobs
from annotations.models import Actor, Article, FeedEntry, Job
from annotations.models.feed import FeedQuerySet
from annotations.models.job import JobState

MOST = 200
"""So many changes are counted; above that it does not matter how many there are."""
UNSEEN = ("comment", "assignment", "recusal", "blindrating")
"""What an article's page shows nothing of: a change of these is no news there."""
SOON = timedelta(seconds=10)
"""So long after they were asked for, suggestions may come at any moment."""


@dataclass(frozen=True)
class Seen:
    """What a page knows: the events it shows, those it has announced, and its job's state."""

    since: int
    announced: int
    job: str = ""

    @classmethod
    def told(cls, data: QueryDict) -> Seen:
        """Return what a page says about itself; nonsense counts as nothing."""
        return cls(_number(data, "since"), _number(data, "announced"), data.get("job", "")[:60])


@dataclass(frozen=True)
class Pulse:
    """How an article stands beyond a page: `updates` counts what others changed meanwhile.

    `trouble` says why suggestions that are waited for do not come.
    """

    since: int
    seq: int
    updates: int
    job: Job | None
    trouble: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether suggestions are still to come."""
        return self.job is not None and self.job.is_unfinished

    @property
    def is_fresh(self) -> bool:
        """Whether suggestions may come at any moment, so that it is worth asking often."""
        if self.job is None or self.trouble or not self.waits:
            return False
        return timezone.now() - self.job.created_at < SOON

    @property
    def failed(self) -> bool:
        """Whether the last attempt to suggest claims failed for good."""
        return self.job is not None and self.job.state == JobState.FAILED

    @property
    def token(self) -> str:
        """Return the job's state in a word, empty where there is nothing to wait for.

        It changes where the page has to: also where it should begin to ask less often.
        """
        if self.job is None or not self.waits:
            return ""
        stands = f"{self.job.pk}:{self.job.state}:{self.job.progress}"
        return f"{stands}:{len(self.trouble)}:{self.is_fresh:d}"


def first_pulse(actor: Actor, article: Article) -> Pulse:
    """Return the pulse of a page that shows everything there is."""
    seq = _newest(actor, article.pk) or 0
    job = _job(actor, article.pk)
    return Pulse(seq, seq, 0, job, _trouble(job))


def pulse(actor: Actor, pk: int, seen: Seen) -> Pulse | None:
    """Return what a page does not know yet, or None; raises Http404 for other teams' articles."""
    now = _newest(actor, pk)
    if now is None:
        raise Http404
    if now == seen.announced and not seen.job:
        return None
    found = _pulse(actor, pk, seen.since, now)
    return None if now == seen.announced and found.token == seen.job else found


def _newest(actor: Actor, pk: int) -> int | None:
    """Return the place of the newest line that the team is told of; hidden ones move nothing."""
    told = _told(actor, pk).order_by("-event__seq")
    return told.values_list("event__seq", flat=True).first()


def _told(actor: Actor, pk: int) -> FeedQuerySet:
    return FeedEntry.objects.visible_to(actor).filter(event__stream__article__id=pk)


def next_pulse(actor: Actor, pk: int, since: int) -> Pulse:
    """Return the pulse of a page that shows the events up to `since`."""
    return _pulse(actor, pk, since, _newest(actor, pk) or 0)


def _pulse(actor: Actor, pk: int, since: int, seq: int) -> Pulse:
    job = _job(actor, pk)
    return Pulse(since, seq, _changed_by_others(actor, pk, since), job, _trouble(job))


def _trouble(job: Job | None) -> tuple[str, ...]:
    if job is None or not job.is_unfinished:
        return ()
    return tuple(jobs.trouble() or filter(None, [job.error]))


def _changed_by_others(actor: Actor, pk: int, since: int) -> int:
    """Count the things, not the lines: a claim and its occurrence are one change."""
    lines = (
        _told(actor, pk)
        .filter(event__seq__gt=since)
        .exclude(event__actor=actor.user)
        .exclude(event__noun__in=UNSEEN)
        .values_list("event__claim_id", "event__noun", "event__object_id")
    )
    return len({claim or (noun, thing) for claim, noun, thing in lines[:MOST]})


def _job(actor: Actor, pk: int) -> Job | None:
    return Job.objects.visible_to(actor).filter(key=f"article:{pk}").order_by("-pk").first()


def _number(data: QueryDict, name: str) -> int:
    value = data.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0
