"""docs/api.md does what it says: all its lines are run, in order, against a live desk."""

import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from annotations.delivery import signing
from annotations.models.actor import SCOPES
from api.problems import CODES
from tests.cast import a_token

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
BLOCK = re.compile(r"^```([\w ]+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
MARK = "=== the next block ==="


def blocks() -> list[tuple[str, str]]:
    """Every fenced block of the guide: its language, and its lines."""
    return [(found[1], found[2]) for found in BLOCK.finditer(GUIDE.read_text())]


@pytest.fixture
def surroundings(newsroom, live_server):
    """What the guide counts on: where the desk is, and three keys."""
    people = {"ALICE": newsroom.alice, "BOB": newsroom.bob, "DANA": newsroom.dana}
    keys = {name: a_token(of, SCOPES[: int(of.role)]) for name, of in people.items()}
    return os.environ | {"DESK": live_server.url} | keys


def run(command: list[str], script: str, env: dict[str, str]) -> str:
    told = subprocess.run(
        command, input=script, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert told.returncode == 0, f"{told.stdout[-2000:]}\n{told.stderr[-3000:]}"
    assert told.stderr == ""
    return told.stdout


@pytest.mark.needs("curl")
@pytest.mark.once  # The guide is about the face, which is the same on every database.
def test_the_tour_in_curl_answers_what_it_shows(surroundings):
    shown = [(kind, said) for kind, said in blocks() if kind in {"sh", "json"}]
    script = "".join(
        f"{said}\n" if kind == "sh" else f"echo; echo '{MARK}'\n" for kind, said in shown
    )
    wanted = [json.loads(said) for kind, said in shown if kind == "json"]
    answers = run(["bash", "-euo", "pipefail", "-s"], script, surroundings).split(MARK)[:-1]
    assert len(answers) == len(wanted)
    for answer, parts in zip(answers, wanted, strict=True):
        told = json.loads(answer)
        assert {name: told.get(name) for name in parts} == parts, answer


@pytest.mark.once
def test_the_tour_in_python_runs_to_its_end(surroundings):
    lines = [said for kind, said in blocks() if kind == "python"]
    run([sys.executable, "-W", "error", "-"], "\n".join(lines), surroundings)


def test_the_receiver_in_the_guide_knows_our_messages_from_others():
    (lines,) = [said for kind, said in blocks() if kind == "python webhook"]
    names: dict[str, Any] = {}
    exec(lines, names)
    check, salt, body = names["is_from_the_desk"], "a salt", '{"type": "claim.edit"}'
    sent = signing.headers("msg_1", body, at=timezone.now(), salts=["another", salt])
    secret = signing.secret_of(salt)
    assert check(secret, sent, body.encode())
    assert not check(signing.secret_of("a third"), sent, body.encode())
    assert not check(secret, sent, body.encode() + b" ")
    assert not check(secret, {**sent, "webhook-id": "msg_2"}, body.encode())
    old = timezone.now() - dt.timedelta(minutes=6)
    assert not check(secret, signing.headers("m", body, at=old, salts=[salt]), body.encode())


def test_the_guide_names_every_code():
    table = GUIDE.read_text().split("## Statuses and codes")[1].split("\n## ")[0]
    named = re.findall(r"^\| \d+ \|(.*?)\|", table, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", "".join(named))) == set(CODES)
