"""Fixtures of every test: the database, a Redis, a worker, and a browser's pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.test import override_settings

from tests.cast import newsroom
from tests.infrastructure.browser import chromium, page_for, window
from tests.infrastructure.redis import RedisServer
from tests.infrastructure.static_files import find_once
from tests.infrastructure.surroundings import FOLDER, REDIS
from tests.infrastructure.unguarded import flush_unguarded
from tests.infrastructure.worker import Worker, address

__all__ = ["chromium", "newsroom", "page_for", "window"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite's test database in a file, since threads and a worker share it."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        name = str(Path(FOLDER.name) / "test.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def tables_can_be_emptied() -> Iterator[None]:
    """Events cannot be deleted, but after a test that committed they have to be."""
    with pytest.MonkeyPatch.context() as patch:
        flush_unguarded(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def static_files_are_found_once() -> Iterator[None]:
    """Every test client would look for all of them again."""
    with pytest.MonkeyPatch.context() as patch:
        find_once(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def answers_are_sent_at_once() -> Iterator[None]:
    """The live server's body waits not for its headers to be acknowledged: 40 ms each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequestHandler, "disable_nagle_algorithm", True)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords at once: their strength is Django's business, and tested there."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis that runs, empty, at the address in the settings; `kill`, `lose` and `start` it."""
    REDIS.lose()
    REDIS.start()
    yield REDIS
    REDIS.lose()


@pytest.fixture
def worker(transactional_db: None, redis_server: RedisServer, tmp_path: Path) -> Iterator[Worker]:
    """A real worker on this test's database. It sees only what is committed."""
    worker = Worker(address(connection.settings_dict), redis_server.url, tmp_path)
    worker.start()
    yield worker
    worker.kill()
    print(worker.log.read_text()[-4000:])  # pytest shows it where the test failed
