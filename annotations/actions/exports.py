"""Asking for an export as a file, and fetching it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from annotations import jobs
from annotations.actions.steps import step
from annotations.errors import NotNow
from annotations.exporting import files
from annotations.exporting.exports import Export
from annotations.models import Actor, Job
from annotations.models.job import JobState
from annotations.text.digests import digest

KIND = "export"


def ask(export: Export, *, by: Actor) -> Job:
    """Return the job that writes the file; the team's history says who asked for what."""
    about = export.as_json()
    with step("export", by.team, by=by) as s:
        s.note(by.team, after=about)
        key = f"export:{by.user.pk}:{digest({**about, 'team': by.team.pk})[:32]}"
        name = files.new_name(export.written.ending)
        return jobs.enqueue(KIND, key, by=s.by, file=name, export=about)


def run(job: Job, by: Actor) -> None:
    """Do an `export` job. A second time it begins anew: there is a whole file, or none."""
    export = Export.of(job.args["export"])
    total, done = export.everything(by).count(), 0
    with files.writing(settings.EXPORTS, job.args["file"]) as file:
        for chunk in export.chunks(by):
            file.write(chunk.data)
            done += chunk.rows
            jobs.report(job, min(99, done * 100 // max(total, 1)))


def file_of(job: Job) -> Path:
    """Return the finished file of an `export` job; raises NotNow where there is none."""
    if job.is_unfinished:
        raise NotNow(_("This file is not ready yet."))
    file: Path = settings.EXPORTS / job.args["file"]
    if job.state != JobState.DONE:
        raise NotNow(_("This file was not made. Ask for it again."))
    if not file.is_file():
        raise NotNow(_("This file is no longer kept. Ask for it again."))
    return file


def clear() -> None:
    """Remove the files that have been kept long enough."""
    files.clear(settings.EXPORTS)
