"""Every operation of the OpenAPI document, tried by everybody: the table in `matrix.py` holds."""

import datetime as dt
import re
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator

from annotations.actions import teams, tokens
from annotations.models.actor import SCOPES
from tests.annotations.worker_at_once import receiver
from tests.api.matrix import COLUMNS, ROWS, Row, things
from tests.api.program import Program
from tests.cast import Newsroom

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db

PREFIX = "/api/v1"
METHODS = {"get", "post", "patch", "put", "delete"}
OWNERS = {
    "expired": "erin",
    "viewer": "victor",
    "contributor": "alice",
    "reviewer": "bob",
    "publisher": "dana",
    "admin": "erin",
    "other team": "mallory",
}
ENDLESS = {"GET /events/stream/"}
NEEDS_A_TAG = {"PATCH", "DELETE"}


@cache
def schema() -> dict[str, Any]:
    described: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return described


def operations() -> dict[str, Any]:
    """Every operation of the document, as the rows name them."""
    return {
        f"{method.upper()} {path.removeprefix(PREFIX)}": operation
        for path, operations in schema()["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }


def test_every_operation_has_a_row_and_every_row_an_operation():
    named = [row.operation for row in ROWS]
    assert len(named) == len(set(named))
    assert set(operations()) - set(named) == set(), "These operations have no row."
    assert set(named) - set(operations()) == set(), "These operations are gone."


@pytest.fixture
def checkpoints(settings, tmp_path):
    """A file of checkpoints of its own, since the history begins anew."""
    file = tmp_path / "checkpoints.jsonl"
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(file=file, key="k" * 40, mail="")


def a_token_of(column: str, room: Newsroom) -> str:
    """The key of a token as people of this column have it, with the scopes of their role."""
    if column == "anonymous":
        return ""
    if column == "integration":
        program = teams.add_integration("CMS", by=room.erin).user
        asked = {"by": room.erin, "scopes": ["read", "suggest"]}
        return tokens.issue_integration_token(program, **asked)[1]
    actor = getattr(room, OWNERS[column])
    token, key = tokens.issue_token(by=actor, scopes=SCOPES[: int(actor.role)])
    if column == "expired":
        token.expiry = timezone.now() - dt.timedelta(seconds=1)
        token.save()
    return key


def filled(sent: Any, prepared: dict[str, Any], on: str) -> Any:
    """Put what was prepared, or its id, in the place of names in braces."""
    if isinstance(sent, list):
        return [filled(item, prepared, on) for item in sent]
    if isinstance(sent, dict):
        return {name: filled(value, prepared, on) for name, value in sent.items()}
    if sent == "{digest}":
        return prepared[on].digest
    named = re.fullmatch(r"\{(\w+)\}", str(sent))
    if named is None:
        return sent
    thing = prepared[named[1]]
    return getattr(thing, "pk", thing)


def address(row: Row, prepared: dict[str, Any]) -> str:
    """The operation's path with the ids of the thing and of what it hangs on; a number is 1."""
    thing = prepared.get(row.on)
    path = row.operation.split()[1].replace("{number}", "1") + row.asks

    def of(name: re.Match[str]) -> str:
        return str(getattr(thing, f"{name[1]}_id", thing.pk))

    return PREFIX + re.sub(r"{([a-z]+)}", of, path)


def names_a_thing(row: Row) -> bool:
    """Whether another team's answer has to be that there is nothing; many are refused by row."""
    named = isinstance(row.sends, dict) and {"{article}", "{claim}"} & set(
        map(str, row.sends.values())
    )
    return bool(row.on or named)


def expected(row: Row, column: str) -> int:
    """The status, or 2 for one that says that it was done."""
    if column in row.who:
        return 2
    if column in {"anonymous", "expired"}:
        return 401
    if column == "other team":
        return 404 if names_a_thing(row) else 2
    return 404 if column in row.hidden else 403


def ask(row: Row, program: Program, reader: Program, prepared: Any) -> Any:
    """Send the operation's request; a change names the version that the reader sees."""
    method, path = row.operation.split()[0], address(row, prepared)
    if row.operation in ENDLESS:
        method = "HEAD"  # it says the same of who may, and comes to an end
    headers = {}
    if method in NEEDS_A_TAG:
        seen = reader.get(path) if reader.get(path).status_code == 200 else program.get(path)
        headers["If-Match"] = seen["ETag"]
    return program.ask(method, path, filled(row.sends, prepared, row.on), **headers)


@pytest.mark.once  # Who may is the table's answer, whatever the database; tests/journeys has both.
@pytest.mark.parametrize("column", COLUMNS)
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    newsroom, receiver, checkpoints, column
):
    prepared, described = things(newsroom, receiver), operations()
    program = Program(a_token_of(column, newsroom))
    reader = Program(a_token_of("admin", newsroom))
    wrong = {}
    for row in ROWS:
        with transaction.atomic():
            answer = ask(row, program, reader, prepared)
            status = answer.status_code
            if answer.streaming:
                list(answer)  # it holds what it sends from until it was read
            transaction.set_rollback(True)
        wanted = expected(row, column)
        if status != wanted and status // 100 != wanted:
            wrong[row.operation] = (status, wanted)
        assert str(status) in described[row.operation]["responses"], (row.operation, status)
    assert not wrong
