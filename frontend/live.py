"""What has happened in an article since a page was drawn, in as few queries as can be."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, QueryDict

from annotations import jobs
from annotations.models import Actor, Article, Event, Job
from annotations.models.job import JobState

MOST = 200
"""So many changes are counted; above that it does not matter how many there are."""


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
    """How an article stands beyond a page: `updates` counts what others changed meanwhile."""

    since: int
    seq: int
    updates: int
    job: Job | None
    trouble: tuple[str, ...]

    @property
    def waits(self) -> bool:
        """Whether suggestions are still to come."""
        return self.job is not None and self.job.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def failed(self) -> bool:
        """Whether the last attempt to suggest claims failed for good."""
        return self.job is not None and self.job.state == JobState.FAILED

    @property
    def token(self) -> str:
        """Return the job's state in a word, empty where there is nothing to wait for."""
        if self.job is None or not self.waits:
            return ""
        return f"{self.job.pk}:{self.job.state}:{self.job.progress}:{len(self.trouble)}"


def first_pulse(actor: Actor, article: Article) -> Pulse:
    """Return the pulse of a page that shows everything there is."""
    seq = article.stream.seq
    job = _job(actor, article.pk)
    return Pulse(seq, seq, 0, job, tuple(jobs.trouble()))


def pulse(actor: Actor, pk: int, seen: Seen) -> Pulse | None:
    """Return what a page does not know yet, or None; raises Http404 for other teams' articles."""
    seq = Article.objects.visible_to(actor).filter(pk=pk).values_list("stream__seq", flat=True)
    now = seq.first()
    if now is None:
        raise Http404
    if now == seen.announced and not seen.job:
        return None
    found = next_pulse(actor, pk, seen.since, now)
    return None if now == seen.announced and found.token == seen.job else found


def next_pulse(actor: Actor, pk: int, since: int, seq: int) -> Pulse:
    """Return the pulse of a page that shows the events up to `since`."""
    job = _job(actor, pk)
    waits = job is not None and job.state in {JobState.WAITING, JobState.RUNNING}
    trouble = tuple(jobs.trouble()) if waits else ()
    return Pulse(since, seq, _changed_by_others(actor, pk, since), job, trouble)


def _changed_by_others(actor: Actor, pk: int, since: int) -> int:
    """Count the things, not the lines: a claim and its occurrence are one change."""
    lines = (
        Event.objects.visible_to(actor)
        .filter(stream__article=pk, seq__gt=since)
        .exclude(actor=actor.user)
        .values_list("claim_id", "noun", "object_id")
    )
    return len({claim or (noun, thing) for claim, noun, thing in lines[:MOST]})


def _job(actor: Actor, pk: int) -> Job | None:
    return Job.objects.visible_to(actor).filter(key=f"article:{pk}").order_by("-pk").first()


def _number(data: QueryDict, name: str) -> int:
    value = data.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else 0
