"""`manage.py suggest` and `manage.py score`, as a shell runs them."""

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile

import pytest
from hypothesis import given
from hypothesis import settings as chosen
from hypothesis import strategies as st

from annotations.management.commands.score import _sentences
from annotations.suggesting.proposing import propose
from annotations.suggesting.rules import Rules
from tests.annotations.suggesting.articles import TITLE, joined
from tests.annotations.suggesting.misbehaving import Server, http
from tests.house.source import ROOT

KEYS = ["start", "end", "text", "p_nfs", "p_ufs", "p_cfs", "score", "rank"]
KEYS += ["reasons", "proposed", "kind"]
SHORT = "The pier was closed in May 2019.\n"


def command(*argv, scorer="rules"):
    env = os.environ | {"FACTCHECK_SCORER": scorer, "DATABASE_URL": "sqlite:////nowhere/at.all"}
    env.pop("PYTHONUNBUFFERED", None)  # it would hide an answer that is not sent on
    line = [sys.executable, str(ROOT / "manage.py"), *map(str, argv)]
    pipe = subprocess.PIPE
    return subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, env=env)


def run(*argv, sent=b"", **about):
    """Give the exit status, and what stood on both outputs."""
    process = command(*argv, **about)
    out, error = process.communicate(sent, timeout=60)
    return process.returncode, out.decode(), error.decode()


@pytest.fixture
def article(tmp_path):
    file = tmp_path / "article.txt"
    file.write_text(joined()[0])
    return file


def test_suggest_gives_every_sentence_with_its_probabilities_in_reading_order(article):
    text = article.read_text()
    status, out, error = run("suggest", article, "--title", TITLE)
    assert (status, error) == (0, "")
    lines = [json.loads(line) for line in out.splitlines()]
    expected = propose(text, TITLE, Rules())
    assert [line["rank"] for line in lines] == [one.rank for one in expected]
    assert [line["proposed"] for line in lines] == [one.proposed for one in expected]
    assert [line["kind"] for line in lines] == [one.kind for one in expected]
    for line in lines:
        assert list(line) == KEYS
        assert line["text"] == text[line["start"] : line["end"]]
        assert line["score"] == line["p_cfs"] == round(line["p_cfs"], 4)
        assert line["p_nfs"] + line["p_ufs"] + line["p_cfs"] == pytest.approx(1, abs=2e-4)


def test_suggest_uses_the_model_that_is_chosen(article, tiny):
    _status, out, error = run("suggest", article, scorer=f"onnx:{tiny}")
    assert error == ""
    assert out != run("suggest", article)[1]


@pytest.mark.parametrize("argv", [("suggest", "-"), ("score",)])
def test_it_says_once_where_the_rules_stand_in(argv, tmp_path):
    sent = SHORT.encode() * 3
    status, out, error = run(*argv, sent=sent, scorer=f"onnx:{tmp_path}")
    assert status == 0
    assert out == run(*argv, sent=sent)[1]
    assert error.count("\n") == error.count("Suggestions come from the rules") == 1


@pytest.mark.parametrize("argv", [("suggest", "-"), ("score",)])
def test_an_endpoint_that_refuses_is_said_in_a_sentence(argv, monkeypatch):
    monkeypatch.setenv("FACTCHECK_SCORER_MODEL", "small")
    with contextlib.closing(Server(http(b"", "401 Who"))) as server:
        status, _out, error = run(*argv, sent=SHORT.encode(), scorer=f"endpoint:{server.address}")
    assert status == 1
    assert "The endpoint does not help. It answers with status 401." in error
    assert error.count("The text of every article is sent to") == 1
    assert "Traceback" not in error


SENT = [
    b"",
    b"\n",
    b"\n\n\n",
    b"One.\nTwo.\n",
    b"One.\nTwo.",
    b"One.\r\n\r\nTwo.\r\n",
    b"\x00\n\xff\xfe\n\xed\xa0\x80\n",
    "🚢 Two boats.\n".encode(),
    b"a" * 1_000_000 + b"\nOne.\n" + b"b" * 300_000,
]


@pytest.mark.parametrize("sent", SENT, ids=range(len(SENT)))
def test_score_answers_each_line_with_three_probabilities(sent, tiny):
    status, out, error = run("score", sent=sent, scorer=f"onnx:{tiny}")
    assert (status, error) == (0, "")
    lines = sent.count(b"\n") + (not sent.endswith(b"\n") and sent != b"")
    assert out.count("\n") == lines
    for line in out.splitlines():
        probabilities = line.split("\t")
        assert len(probabilities) == 3
        assert all(len(one.partition(".")[2]) == 6 for one in probabilities)
        assert sum(map(float, probabilities)) == pytest.approx(1, abs=3e-6)


def test_score_answers_a_line_at_once():
    process = command("score")
    with process:
        for _number in range(3):
            process.stdin.write(SHORT.encode())
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], 30)
            assert ready, "Whoever writes a line and waits gets an answer."
            assert os.read(process.stdout.fileno(), 999).count(b"\t") == 2
        process.stdin.close()
        assert process.wait(30) == 0


def test_score_leaves_quietly_when_nobody_reads():
    process = command("score")
    with process:
        process.stdin.write(SHORT.encode())
        process.stdin.flush()
        assert process.stdout.readline()
        process.stdout.close()
        process.stdin.write(SHORT.encode() * 100)
        process.stdin.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def lines_of(data, step):
    """Read data through a pipe that gives at most `step` bytes at a time."""
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        real = os.read
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "read", lambda source, most: real(source, min(most, step)))
            return [line for lines in _sentences(file.fileno(), 3) for line in lines]


@given(
    lines=st.lists(st.text(st.characters(exclude_characters="\n\r"), max_size=30), max_size=9),
    step=st.integers(1, 40),
)
@chosen(max_examples=100, deadline=None)
def test_lines_are_the_same_however_they_arrive(lines, step):
    lines = [line.encode("utf-8", "replace").decode() for line in lines]
    assert lines_of("".join(f"{line}\n" for line in lines).encode(), step) == lines


@pytest.mark.parametrize("step", [999, 7_999, 8_001, 65_536])
def test_the_beginning_of_a_long_line_is_kept_whole(step):
    [kept, last] = lines_of("🚢".encode() * 99_999 + b"\nOne.", step)
    assert kept[:2_000] == "🚢" * 2_000
    assert len(kept) <= 2_000 + step
    assert last == "One."
