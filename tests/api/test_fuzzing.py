"""Schemathesis against a live server, as everybody: it believes the OpenAPI document, and tries it.

The share of the operations that is tried by examples and value by value is another one for each
column, and all columns together try all; as each of them everything is tried at random and in
sequences. The seed is fixed. `--max-examples` bounds it, not a clock.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.annotations.worker_at_once import receiver
from tests.api.matrix import COLUMNS, things
from tests.api.test_matrix import a_token_of, checkpoints, operations, schema

__all__ = ["checkpoints", "receiver"]

COMMAND = str(Path(sys.executable).with_name("st"))
SETTINGS = Path(__file__).with_name("schemathesis.toml")
ROLES = [column for column in COLUMNS if column != "expired"]
HOW = (
    *("--phases", "examples,coverage,fuzzing,stateful", "--checks", "all"),
    *("--seed", "20261129", "--max-examples", "1", "--workers", "1", "--continue-on-failure"),
)


def settings_of(column: str) -> str:
    """The settings with the thorough phases for this column's share of the operations only."""
    names = sorted(operation["operationId"] for operation in operations().values())
    mine = names[ROLES.index(column) :: len(ROLES)]
    others = json.dumps([name for name in names if name not in mine])
    left_out = f"[[operations]]\ninclude-operation-id = {others}\n"
    for phase in ("examples", "coverage"):
        left_out += f"[operations.phases.{phase}]\nenabled = false\n"
    return f"{SETTINGS.read_text()}\n{left_out}"


@pytest.fixture
def desk(newsroom, receiver, checkpoints, settings):
    """One thing of every kind, and no end to what a caller may ask."""
    settings.RATE = settings.RATE_ANONYMOUS = 1_000_000
    things(newsroom, receiver)


@pytest.mark.once  # It tries the face, which is the same on every database.
@pytest.mark.parametrize("column", ROLES)
def test_the_api_keeps_what_its_description_promises(newsroom, desk, live_server, tmp_path, column):
    key = a_token_of(column, newsroom)
    (tmp_path / "schema.json").write_text(json.dumps(schema(), default=str))
    (tmp_path / "settings.toml").write_text(settings_of(column))
    asked = [COMMAND, "--config-file", "settings.toml", "run", "schema.json"]
    who = ["--header", f"Authorization: Token {key}"] if key else []
    told = subprocess.run(
        [*asked, "--url", live_server.url, *who, *HOW],
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
        cwd=tmp_path,  # whatever it leaves behind goes with the folder
    )
    assert told.returncode == 0, told.stdout[-6000:] + told.stderr
    assert "No issues found" in told.stdout
