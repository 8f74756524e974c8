"""What a test needs, and what is said when it is not there.

`@pytest.mark.needs("redis", "browser")` leaves a test out where one of them is missing. What was
left out is named at the end, and is a failure where FACTCHECK_REQUIRE lists it.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.infrastructure import chromium
from tests.infrastructure.redis import RedisServer

MISSING = pytest.StashKey[Counter[str]]()


def no_postgres() -> str | None:
    """Answer why PostgreSQL cannot be used, or None."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return None
    return "DATABASE_URL does not name a PostgreSQL"


def no_redis() -> str | None:
    """Answer why no Redis can be started, or None."""
    return None if RedisServer.binary() else "neither redis-server nor the bundled Valkey runs here"


def no_browser() -> str | None:
    """Answer why no browser can be opened, or None."""
    return None if chromium.executable() else "no Chromium was found"


def no_curl() -> str | None:
    """Answer why the guide's tour cannot be run, or None."""
    return None if shutil.which("curl") else "there is no curl"


NEEDS: dict[str, Callable[[], str | None]] = {
    "postgres": no_postgres,
    "redis": no_redis,
    "browser": no_browser,
    "curl": no_curl,
}
# Whoever asks for one of these fixtures needs what is behind it, and does not have to say so.
FIXTURES = {"redis_server": "redis", "worker": "redis", "chromium": "browser"}
DATABASE = {"db", "transactional_db", "django_db_setup"}


def required() -> set[str]:
    """Read the names in FACTCHECK_REQUIRE; an unknown name is refused."""
    names = {name.strip() for name in os.environ.get("FACTCHECK_REQUIRE", "").split(",")} - {""}
    if unknown := names - NEEDS.keys():
        raise pytest.UsageError(f"FACTCHECK_REQUIRE does not know {', '.join(sorted(unknown))}.")
    return names


def report(missing: dict[str, str]) -> str:
    """Write one line for each thing that was not there."""
    return "\n".join(f"Not run: {name} ({why})" for name, why in sorted(missing.items()))


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("factcheck")
    group.addoption(
        "--postgres-follows",
        action="store_true",
        help="tests that need PostgreSQL are left to the run that follows",
    )
    group.addoption(
        "--database-only",
        action="store_true",
        help="leave out what does not use the database: it ran before",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[MISSING] = Counter()
    required()


def needs_of(item: pytest.Item) -> set[str]:
    """Collect what one test needs, from its markers and from its fixtures."""
    marked = {name for marker in item.iter_markers("needs") for name in marker.args}
    if unknown := marked - NEEDS.keys():
        raise pytest.UsageError(f"{item.nodeid} needs {', '.join(sorted(unknown))}: unknown.")
    used = getattr(item, "fixturenames", [])
    return marked | {need for fixture, need in FIXTURES.items() if fixture in used}


def repeats(item: pytest.Item) -> bool:
    """Whether a test can behave differently on another database.

    What pages do in a browser is the same on all; with a real worker beside it, it may not be.
    """
    if item.get_closest_marker("once"):
        return False
    if item.get_closest_marker("browser") and "redis" not in needs_of(item):
        return False
    fixtures = set(getattr(item, "fixturenames", []))
    return bool(item.get_closest_marker("django_db")) or bool(fixtures & DATABASE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    reasons = {name: ask() for name, ask in NEEDS.items()}
    left_out = []
    for item in items:
        lacking = {name for name in needs_of(item) if reasons[name]}
        before = config.getoption("database_only") and not repeats(item)
        later = config.getoption("postgres_follows") and "postgres" in lacking
        if before or later:
            left_out.append(item)
        elif lacking:
            config.stash[MISSING].update(lacking)
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(sorted(lacking))}"))
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Hear what one of several processes had to leave out; each of them looked at all tests."""
    told = getattr(node, "workeroutput", {})  # one that crashed says nothing, and has failed
    node.config.stash[MISSING] |= Counter(told.get("missing", {}))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    missing = session.config.stash[MISSING]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["missing"] = dict(missing)
    if missing.keys() & required():
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing = terminalreporter.config.stash[MISSING]
    for name, count in sorted(missing.items()):
        stern = ", and FACTCHECK_REQUIRE asks for it" if name in required() else ""
        reason = f"{count} tests: {NEEDS[name]()}{stern}"
        terminalreporter.write_line(report({name: reason}), red=bool(stern), yellow=not stern)
