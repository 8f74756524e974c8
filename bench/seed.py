"""Filling a desk's database to a size, with nothing left for the worker to do."""

from __future__ import annotations

from annotations.actions.articles import NewArticle, add_articles, prepare
from annotations.models import Actor, Article, Job, Membership
from annotations.models.job import JobState
from bench import corpus

BATCH = 1_000


def fill(size: int) -> None:
    """Add invented articles until Alice's team has so many."""
    membership = Membership.objects.select_related("user", "team").get(user__name="Alice")
    alice = Actor.member(membership.user, membership.team)
    if alice is None:
        raise SystemExit("The demo newsroom has no Alice any more.")
    have = Article.objects.visible_to(alice).count()
    for start in range(have, size, BATCH):
        numbers = range(start, min(start + BATCH, size))
        new = [NewArticle(**corpus.article(number)) for number in numbers]
        add_articles([prepare(one, by=alice, source="bench") for one in new], by=alice)
        Job.objects.filter(state=JobState.WAITING).update(state=JobState.DONE, progress=100)
