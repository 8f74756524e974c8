"""Exports as files: whole or not there, for a week, whatever happens to the worker."""

import json
import os
import stat
import subprocess
import sys
import time

import pytest
from django.db import connection

from annotations import jobs, tasks
from annotations.actions import cancelling, exports
from annotations.errors import NotNow
from annotations.exporting import files
from annotations.exporting.exports import Export
from annotations.exporting.kinds import KINDS
from annotations.models import Job
from tests.cast import a_claim, again
from tests.house.source import ROOT
from tests.infrastructure.worker import address

EVENTS = Export(kind="events", format="jsonl")


@pytest.fixture
def folder(settings, tmp_path):
    settings.EXPORTS = tmp_path / "exports"
    return settings.EXPORTS


@pytest.fixture
def small_pages():
    object.__setattr__(KINDS["events"], "page", 2)
    yield
    object.__setattr__(KINDS["events"], "page", 200)


def made(by):
    job = exports.ask(EVENTS, by=by)
    tasks.work(job.pk)
    return again(job)


def lines(job):
    return [json.loads(line) for line in exports.file_of(job).read_text().splitlines()]


def test_a_file_is_for_its_owner_and_its_name_is_not_to_be_guessed(newsroom, folder):
    a_claim(newsroom.alice)
    one, two = (exports.file_of(made(newsroom.alice)) for _n in range(2))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(one.stat().st_mode) == 0o600
    assert one.name != two.name
    assert len(one.stem) == len(two.stem) == 32


def test_a_job_tells_how_far_it_is_and_stops_when_it_is_cancelled(
    newsroom, folder, small_pages, monkeypatch
):
    a_claim(newsroom.alice)
    job = exports.ask(EVENTS, by=newsroom.alice)
    total, told, report = EVENTS.everything(newsroom.alice).count(), [], jobs.report

    def cancelled_in_the_middle(job, progress):
        told.append(progress)
        if progress >= 50:
            cancelling.cancel(again(job), by=newsroom.alice)
        report(job, progress)

    monkeypatch.setattr(jobs, "report", cancelled_in_the_middle)
    tasks.work(job.pk)
    assert told == [0, *(2 * n * 100 // total for n in range(1, len(told)))]
    assert told[-2] < 50 <= told[-1] < 99
    assert again(job).state == "cancelled"
    assert [*folder.iterdir()] == []
    with pytest.raises(NotNow, match="was not made"):
        exports.file_of(again(job))


def test_files_are_kept_for_a_week_and_then_no_more(newsroom, folder):
    job = made(newsroom.alice)
    tasks.clear_exports()
    old = time.time() - 7.01 * 86_400
    left = folder / "killed.part"
    left.touch()
    os.utime(left, (old, old))
    tasks.clear_exports()
    assert [*folder.iterdir()] == [exports.file_of(job)]
    os.utime(exports.file_of(job), (old, old))
    tasks.clear_exports()
    assert [*folder.iterdir()] == []
    with pytest.raises(NotNow, match="no longer kept"):
        exports.file_of(job)


def test_where_nothing_was_exported_there_is_nothing_to_clear(folder):
    tasks.clear_exports()
    assert not folder.exists()


def test_what_breaks_in_the_middle_leaves_no_file(folder):
    folder.mkdir()

    def half():
        with files.writing(folder, "a.csv") as file:
            file.write(b"half")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        half()
    assert [*folder.iterdir()] == []


def test_another_worker_that_begins_anew_does_not_touch_the_first_ones_file(folder):
    folder.mkdir()
    with files.writing(folder, "a.csv") as slow:
        slow.write(b"slow")
        with files.writing(folder, "a.csv") as quick:
            quick.write(b"quick")
        assert (folder / "a.csv").read_bytes() == b"quick"
    assert (folder / "a.csv").read_bytes() == b"slow"
    assert len([*folder.iterdir()]) == 1


SLOW_WORKER = """
import sys, time, django
django.setup()
from annotations import jobs, tasks
report = jobs.report
def and_pause(job, progress):
    report(job, progress)
    print("begun", flush=True)
    time.sleep(60)
jobs.report = and_pause
tasks.work(int(sys.argv[1]))
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_middle_begins_anew(newsroom, folder):
    a_claim(newsroom.alice)
    job = exports.ask(EVENTS, by=newsroom.alice)
    env = os.environ | {
        "DATABASE_URL": address(connection.settings_dict),
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "FACTCHECK_EXPORTS": str(folder),
    }
    argv = [sys.executable, "-c", SLOW_WORKER, str(job.pk)]
    with subprocess.Popen(argv, env=env, cwd=ROOT, stdout=subprocess.PIPE) as killed:
        assert killed.stdout
        assert killed.stdout.readline() == b"begun\n"
        killed.kill()
    (left,) = folder.iterdir()
    assert left.suffix == ".part"
    assert again(job).state == "running"
    with pytest.raises(NotNow, match="not ready"):
        exports.file_of(again(job))
    Job.objects.filter(pk=job.pk).update(lease_until=job.created_at)  # it runs out
    tasks.work(job.pk)
    done = again(job)
    assert (done.state, done.attempts) == ("done", 2)
    wanted = EVENTS.everything(newsroom.alice).values_list("pk", flat=True)
    assert [line["id"] for line in lines(done)] == [*wanted]
