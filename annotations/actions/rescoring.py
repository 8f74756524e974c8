"""Scoring a team's articles again after the model has changed."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations import jobs
from annotations.actions import suggestions
from annotations.actions.steps import step
from annotations.errors import NotNow, Unavailable, Unusable
from annotations.models import Actor, Article, ArticleVersion, Job, Suggestion
from annotations.models.suggestion import SuggestionState
from annotations.suggesting import proposing
from annotations.suggesting.choosing import scorer
from annotations.suggesting.scorers import Scorer

KIND = "rescore"
SLICE = 2.0
"""Seconds before the job lets its like go first. What else waits goes first after every article."""


def ask(*, by: Actor) -> Job:
    """Return the job that will score the team's open suggestions by the worker's model."""
    with step("rescore", by.team, by=by) as s:
        if (running := last(by)) and running.is_unfinished:
            return running
        count = outdated(by, jobs.worker().model_id).count()
        if not count:
            raise NotNow(_("Every suggestion comes from the model in use."))
        s.note(by.team, after={"articles": count})
        return jobs.enqueue(KIND, f"team:{by.team.pk}", by=s.by, articles=count)


def last(by: Actor) -> Job | None:
    """Return the team's newest job of this kind."""
    return Job.objects.visible_to(by).filter(kind=KIND).order_by("-pk").first()


def outdated(by: Actor, model_id: str) -> QuerySet[Article]:
    """Return the articles whose current text has open suggestions of another model."""
    open_ones = Suggestion.objects.filter(version=OuterRef("current"), state=SuggestionState.OPEN)
    return Article.objects.visible_to(by).filter(Exists(open_ones.exclude(model_id=model_id)))


def run(job: Job, by: Actor) -> None:
    """Do a part of a `rescore` job, newest first; raises jobs.Unfinished while there is more.

    What cannot be scored holds up the others no longer than its scorer asks to wait. The job goes
    on behind it, and fails at its end with how many there were.
    """
    model, until = scorer(), time.monotonic() + SLICE
    skipped: dict[str, str] = job.args.get("skipped", {})
    found = outdated(by, model.model_id).order_by("pk").values_list("current", flat=True)
    left = [pk for pk in found if str(pk) not in skipped]
    while left:
        pk = left.pop()
        try:
            _score(pk, model, by, _reporting(job, _percent(len(left), job.args["articles"])))
        except Unavailable as error:
            skipped = {**skipped, str(pk): str(error)}
            jobs.remember(job, skipped=skipped)
            if left and not isinstance(error, Unusable):
                raise
        if left and (time.monotonic() > until or jobs.others_wait(job)):
            raise jobs.Unfinished
    if skipped:
        raise Unusable(_sentence(skipped))


def _score(pk: int, model: Scorer, by: Actor, report: Callable[[float], None]) -> None:
    version = ArticleVersion.objects.select_related("article").get(pk=pk)
    proposals = proposing.propose(version.text, version.article.title, model, report)
    suggestions.replace(version, proposals, by=by, scorer=model)


def _sentence(skipped: dict[str, str]) -> str:
    """Say how many articles could not be scored, and why the last one could not."""
    *_others, reason = skipped.values()
    return ngettext(
        "%(number)d article could not be scored. %(reason)s",
        "%(number)d articles could not be scored. %(reason)s",
        len(skipped),
    ) % {"number": len(skipped), "reason": reason}


def _reporting(job: Job, percent: int) -> Callable[[float], None]:
    """Keep the lease during a long article, which moves the whole by next to nothing."""
    return lambda _share: jobs.report(job, percent)


def _percent(left: int, articles: int) -> int:
    return max(0, min(99, 100 - 100 * left // articles))
