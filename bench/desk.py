"""The desk as `make run` starts it, watched from outside through /proc (Linux)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from zlib import crc32

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0  # seconds for the first answer
# Not among the checkpoints of the desk that lives in this folder.
FOLDER = tempfile.TemporaryDirectory(prefix="factcheck-bench-")


class Desk:
    """A running desk; `seconds` is how long its first answer took."""

    def __init__(self, process: subprocess.Popen[bytes], url: str, seconds: float) -> None:
        self.process, self.url, self.seconds = process, url, seconds

    def family(self) -> dict[int, str]:
        """Return every process of the desk: its id and its command line."""
        parents = {pid: int(_stat(pid)[1]) for pid in _pids()}
        found = {self.process.pid}
        while fresh := {p for p, up in parents.items() if up in found} - found:
            found |= fresh
        return {pid: _command(pid) for pid in found}

    def memory(self) -> dict[str, float]:
        """Return the proportional set size in MB, by what the processes are."""
        sizes: dict[str, float] = {}
        for pid, command in self.family().items():
            sizes[_role(command)] = sizes.get(_role(command), 0) + pss(pid)
        return sizes

    def cpu(self, role: str) -> float:
        """Return the seconds of processor time that the processes of this role have used."""
        pids = [pid for pid, command in self.family().items() if _role(command) == role]
        return sum((int(_stat(pid)[11]) + int(_stat(pid)[12])) / TICK for pid in pids)


@contextmanager
def desk(database_url: str, port: int) -> Iterator[Desk]:
    """Start a desk on this database and end it afterwards."""
    env = environment(database_url)
    argv = [sys.executable, "-m", "factcheck.launch", "--port", str(port)]
    began = time.perf_counter()
    with subprocess.Popen(argv, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/accounts/login/", process)
            yield Desk(process, url, time.perf_counter() - began)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def environment(database_url: str) -> dict[str, str]:
    """Return the environment of a desk on this database, which has checkpoints of its own."""
    file = Path(FOLDER.name) / f"{crc32(database_url.encode()):08x}.jsonl"
    ours = {"DATABASE_URL": database_url, "FACTCHECK_CHECKPOINTS": str(file)}
    unbounded = {"FACTCHECK_RATE": "1000000000", "FACTCHECK_RATE_ANONYMOUS": "1000000000"}
    known = {"FACTCHECK_CHECKPOINT_KEY": "known to all who measure this desk"}
    return os.environ | ours | known | unbounded


def manage(database_url: str, *argv: str) -> str:
    """Run one of Django's commands on this database and return what it prints."""
    env = environment(database_url)
    command = [sys.executable, "manage.py", *argv]
    done = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout


def key(database_url: str) -> str:
    """Return a token of Alice's, who contributes."""
    who = ("--user", "alice@harbourdesk.example")
    return manage(database_url, "create_token", *who, "--scopes", "read,suggest").strip()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=PATIENCE).close()
        except HTTPError as error:
            raise SystemExit(f"{url} answers {error.code}.") from error
        except (URLError, ConnectionError):
            time.sleep(0.02)
        else:
            return
    raise SystemExit("The desk did not start; `make run` says why.")


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat after the command; all zero for one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 50


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _role(command: str) -> str:
    for word, role in (("gunicorn", "web"), ("celery", "worker"), ("valkey", "queue")):
        if word in command:
            return role
    return "launcher"


def pss(pid: int) -> float:
    """Return the proportional set size of a process in MB; 0 for one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
