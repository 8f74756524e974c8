"""The programs of the desk, and the environment that they share."""

import os
import sys
from pathlib import Path

from factcheck.launch.children import Program
from factcheck.launch.places import ROOT, VAR, checkpoint_key, secret_key
from factcheck.launch.redis import USUAL, BundledValkey, answers, binary

PYTHON = sys.executable
# Waiting for the database is most of a request. A stream of events, and a file that is made while
# somebody reads it, keep a thread while they last.
THREADS = 8 + 24 + 8


def environment(base_url: str, redis_url: str, host: str) -> dict[str, str]:
    """What the person set stays as it is; what is missing is filled in."""
    ours = {
        "FACTCHECK_BASE_URL": base_url,
        "FACTCHECK_ALLOWED_HOSTS": f"localhost,127.0.0.1,[::1],{host}",
        "DJANGO_SETTINGS_MODULE": "factcheck.settings",
        "PYTHONUNBUFFERED": "1",
        # Fewer arenas keep the memory of threads small; glibc reads it, others do not mind.
        "MALLOC_ARENA_MAX": "2",
    }
    if "FACTCHECK_SECRET_KEY" not in os.environ:
        ours["FACTCHECK_SECRET_KEY"] = secret_key()
    if "FACTCHECK_CHECKPOINT_KEY" not in os.environ:
        checkpoint_key()  # the programs read the file
    return ours | os.environ | {"REDIS_URL": redis_url}


def choose_redis() -> tuple[str, BundledValkey | None]:
    """Take the Redis that answers at REDIS_URL (or at the usual place), else bring our own."""
    url = os.environ.get("REDIS_URL") or USUAL
    if answers(url):
        return url, None
    bundled = BundledValkey.fresh()
    return bundled.url, bundled


def valkey(bundled: BundledValkey, env: dict[str, str], var: Path = VAR) -> Program:
    """The queue's server; its append-only file is under `var/valkey`."""
    return Program("valkey", [str(binary()), str(bundled.configure(var / "valkey"))], env)


def web(listener: int, env: dict[str, str]) -> Program:
    """The pages and the API: one process, since threads share its memory, on an open socket."""
    options = f"--bind fd://{listener} --workers 1 --worker-class gthread --threads {THREADS}"
    quiet = "--log-level warning --graceful-timeout 4 --keep-alive 30 --no-control-socket"
    argv = [PYTHON, "-m", "gunicorn", *options.split(), *quiet.split(), "factcheck.wsgi"]
    return Program("web", argv, env, keeps=(listener,))


def worker(env: dict[str, str], var: Path = VAR) -> Program:
    """The worker with its clock. A forked pool, because only a process can be stopped in time."""
    options = "--beat --pool prefork --concurrency 1 --prefetch-multiplier 1 --loglevel WARNING"
    calm = "--without-gossip --without-mingle --without-heartbeat --max-tasks-per-child 500"
    schedule = ["--schedule", str(var / "beat")]
    argv = [PYTHON, "-m", "celery", "--quiet", "-A", "factcheck", "worker"]
    # Celery warns root because of pickled messages; ours are JSON, and nothing else is accepted.
    root = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges"}
    return Program("worker", [*argv, *options.split(), *calm.split(), *schedule], root | env)


def prepare(*, demo: bool) -> list[str]:
    """The command that brings the database up to date and, with the demo, says how to sign in."""
    command = [PYTHON, str(ROOT / "factcheck" / "launch" / "prepare.py")]
    return [*command, "--demo"] if demo else command
