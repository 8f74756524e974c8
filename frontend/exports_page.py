"""The page of exports: what this person asked for, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from annotations import workflow
from annotations.actions import exports
from annotations.exporting.exports import Export
from annotations.exporting.files import KEPT_DAYS
from annotations.models import Actor, Job
from frontend.forms.exports import FORMATS, KINDS

MOST = 20


@dataclass(frozen=True)
class File:
    """A file that was asked for, of a period in words; `may_cancel` while it is being made."""

    job: Job
    kind: str
    format: str
    period: str
    may_cancel: bool


def shown(by: Actor) -> dict[str, Any]:
    """Return the context of the list: the actor's files, and whether one is being made."""
    found = files(by)
    return {"files": found, "busy": any(file.job.is_unfinished for file in found)}


def files(by: Actor) -> list[File]:
    """Return what the actor asked for while such files are kept, newest first."""
    since = timezone.now() - timedelta(days=KEPT_DAYS)
    mine = Job.objects.visible_to(by).filter(kind=exports.KIND, created_at__gt=since)
    found = mine.select_related("team", "asked_by").order_by("-pk")[:MOST]
    return [_file(job, by) for job in found]


def _file(job: Job, by: Actor) -> File:
    export = Export.of(job.args["export"])
    return File(
        job=job,
        kind=str(dict(KINDS)[export.kind]),
        format=str(dict(FORMATS)[export.format]),
        period=_period(export),
        may_cancel=workflow.refusal("cancel", by, job) is None,
    )


def _period(export: Export) -> str:
    """Say of which days it is; the last day is the one in which the end of the period lies."""
    last = export.until and export.until - timedelta(microseconds=1)
    days = {"first": _day(export.since), "last": _day(last)}
    if export.since and last:
        return _("Added or made from %(first)s to %(last)s") % days
    if export.since:
        return _("Added or made since %(first)s") % days
    return _("Added or made up to %(last)s") % days if last else _("Of all days")


def _day(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""
