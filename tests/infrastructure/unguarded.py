"""The history as somebody finds it who owns the database: its triggers can be taken away.

Tests need that to play such a person, and to empty the tables after a test that committed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import TransactionTestCase

from annotations.models import Event
from annotations.models.append_only import LOWER, RAISE, AppendOnly


def guard() -> AppendOnly:
    """The constraint that keeps events as they were written."""
    return next(one for one in Event._meta.constraints if isinstance(one, AppendOnly))


def lower() -> None:
    """Take the triggers away, as whoever owns the database can."""
    _execute(LOWER)


def restore() -> None:
    """Put them back."""
    _execute(RAISE)


@contextmanager
def unguarded() -> Iterator[None]:
    """Events can be altered for as long as the block lasts."""
    lower()
    yield
    restore()


def _execute(templates: dict[str, tuple[str, ...]]) -> None:
    statements = guard().statements(templates, Event, connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table with checks that wait for the commit cannot be altered.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        for statement in statements:
            cursor.execute(str(statement))


def flush_unguarded(patch: pytest.MonkeyPatch) -> None:
    """Let Django empty the tables after a test that committed."""
    name = "_fixture_teardown"
    flush = getattr(TransactionTestCase, name)

    def teardown(case: TransactionTestCase) -> None:
        with unguarded():
            flush(case)

    patch.setattr(TransactionTestCase, name, teardown)
