"""Chosen before Django reads its settings: a database and a Redis that belong to this run alone.

The Redis is down until a test asks for it: what works without it is tested without it.
"""

import os
import tempfile
from pathlib import Path

import pytest

from tests.infrastructure.redis import RedisServer

REDIS = RedisServer()
FOLDER = tempfile.TemporaryDirectory(prefix="factcheck-tests-", ignore_cleanup_errors=True)

os.environ["REDIS_URL"] = REDIS.url
os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(FOLDER.name) / 'desk.sqlite3'}")
# A lost job is tried again within seconds, so that the tests of it need not wait longer.
os.environ.setdefault("FACTCHECK_JOB_LEASE", "5")
os.environ.setdefault("FACTCHECK_SWEEP_SECONDS", "0.5")
# No test asks too often, but those which mean to.
os.environ["FACTCHECK_RATE"] = os.environ["FACTCHECK_RATE_ANONYMOUS"] = "1000000000"
# Workers sign as the tests do, also where a desk in this folder gets its key meanwhile.
os.environ["FACTCHECK_SECRET_KEY"] = "a key that only the tests know, and everybody besides"
# Nothing of the tests may come between the checkpoints of a desk that runs in this folder.
os.environ["FACTCHECK_CHECKPOINTS"] = str(Path(FOLDER.name) / "checkpoints.jsonl")
os.environ["FACTCHECK_CHECKPOINT_KEY"] = "a key that only the tests know, and everybody"
os.environ["FACTCHECK_EXPORTS"] = str(Path(FOLDER.name) / "exports")
# Playwright's synchronous API runs an event loop in the tests' thread, where Django would
# otherwise refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_unconfigure(config: pytest.Config) -> None:
    REDIS.lose()
    FOLDER.cleanup()
