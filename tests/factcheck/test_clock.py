"""The worker's clock starts only what the worker knows."""

import pytest

from annotations import tasks
from factcheck.celery import app
from factcheck.clock import schedule

pytestmark = pytest.mark.once


def test_every_task_of_the_clock_is_there():
    known = {name for name in app.tasks if name.startswith(tasks.__name__)}
    assert {entry["task"] for entry in schedule(2).values()} == known - {tasks.work.name}
