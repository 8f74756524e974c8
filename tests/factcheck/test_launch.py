"""The launcher: one desk per folder, restarts with patience, and nothing left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing

import psutil
import pytest

from factcheck.launch import places, redis
from tests.house.source import ROOT
from tests.infrastructure.patience import eventually

DESK = """
import os, sys
from factcheck.launch.children import Program
from factcheck.launch.supervisor import Supervisor, say
desk = Supervisor(say=say)
for name, script in zip(sys.argv[1::2], sys.argv[2::2]):
    desk.start(Program(name, ["sh", "-c", script], dict(os.environ)))
sys.exit(desk.run())
"""


@pytest.fixture
def desk():
    """Start a supervisor over small programs: `desk(name, script, …)`."""
    started = []

    def start(*programs: str) -> subprocess.Popen[str]:
        argv = [sys.executable, "-c", DESK, *programs]
        process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def below(process: subprocess.Popen[str], count: int) -> list[psutil.Process]:
    """Wait until so many processes run under the supervisor."""
    parent = psutil.Process(process.pid)
    return eventually(
        lambda: found if len(found := parent.children(recursive=True)) >= count else []
    )


def test_a_folder_has_one_desk(tmp_path):
    already = pytest.raises(places.CannotStart, match=f"already runs.*{os.getpid()}")
    with places.claim_folder(tmp_path / "var"), already:
        places.claim_folder(tmp_path / "var")
    places.claim_folder(tmp_path / "var").close()


@pytest.mark.parametrize("name", ["secret_key", "checkpoint_key"])
def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path, name):
    read = getattr(places, name)
    key = read(tmp_path)
    assert len(key) > 50
    assert read(tmp_path) == key
    assert (tmp_path / name).stat().st_mode & 0o777 == 0o600


def test_a_taken_port_is_named():
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        with pytest.raises(places.CannotStart, match=f"Port {port} .* make run PORT="):
            places.listen("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, -1, 65_536])
def test_a_port_that_does_not_exist_is_refused(port):
    with pytest.raises(places.CannotStart, match="There is no port"):
        places.listen("127.0.0.1", port)


def test_a_redis_answers_or_does_not(redis_server):
    assert redis.answers(redis_server.url)
    redis_server.kill()
    assert not redis.answers(redis_server.url)


def test_the_bundled_valkeys_password_is_in_a_file_of_its_owner_alone(tmp_path):
    bundled = redis.BundledValkey.fresh()
    written = bundled.configure(tmp_path / "valkey")
    assert written.stat().st_mode & 0o777 == 0o600
    assert f"requirepass {bundled.password}" in written.read_text()


def test_output_stands_under_the_programs_name(desk):
    process = desk("web", "echo hello; sleep 60")
    assert process.stdout.readline() == "    web | hello\n"


def test_a_dead_program_starts_again(desk, tmp_path):
    starts = tmp_path / "starts"
    desk("worker", f"echo x >> {starts}; sleep 0.1")
    eventually(lambda: starts.exists() and starts.read_text().count("x") >= 2)


def test_a_program_that_does_not_stay_up_ends_everything_loudly(desk):
    process = desk("web", "sleep 60", "worker", "exit 3")
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "worker ended (exit status 3)" in output
    assert "worker does not stay up; everything ends." in output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_all(desk, number):
    process = desk("web", "sleep 61 & sleep 62", "worker", "sleep 63")
    children = below(process, 4)
    process.send_signal(number)
    assert process.wait(5) == 0
    assert psutil.wait_procs(children, timeout=2)[1] == []


def test_a_program_that_ignores_the_end_is_killed(desk):
    process = desk("web", "trap '' TERM; while true; do sleep 1; done")
    children = below(process, 2)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    assert process.wait(3) == 0
    assert psutil.wait_procs(children, timeout=2)[1] == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_a_killed_launcher_leaves_nothing(desk):
    process = desk("web", "exec sleep 61", "worker", "exec sleep 62")
    children = below(process, 2)
    process.kill()
    assert psutil.wait_procs(children, timeout=3)[1] == []


def test_the_launcher_stays_small():
    script = "import sys, factcheck.launch.__main__; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"django", "celery", "gunicorn", "redis"} & set(modules)
