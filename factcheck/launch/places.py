"""Where the desk keeps its state: everything under `var/`, one running desk per folder."""

import fcntl
import os
import secrets
import socket
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"


class CannotStart(Exception):
    """The desk cannot start; the message is one sentence for the person at the terminal."""


def claim_folder(var: Path = VAR) -> IO[str]:
    """Create `var/` and lock it until the answered file is closed.

    Raises CannotStart where a desk already runs in this folder: two would share one Valkey log.
    """
    var.mkdir(mode=0o700, exist_ok=True)
    lock = (var / "running").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        with lock:
            lock.seek(0)
            process = lock.read().strip()
        raise CannotStart(
            f"The desk of this folder already runs (process {process}). Stop it first."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock


def secret_key(var: Path = VAR) -> str:
    """Read the key that signs sessions; the first call makes one that only its owner can read."""
    return _secret(var / "secret_key")


def checkpoint_key(var: Path = VAR) -> str:
    """Read the key that signs the history's checkpoints; made likewise."""
    return _secret(var / "checkpoint_key")


def _secret(path: Path) -> str:
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything starts; the web server inherits the socket.

    Raises CannotStart where the address is taken, or is not this machine's.
    """
    if not 0 < port < 65536:
        raise CannotStart(f"There is no port {port}: choose one from 1 to 65535.")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # It closes what it cannot bind; IPv6 addresses stay IPv6 alone.
        listener = socket.create_server(address[:2], family=family, backlog=256)
    except OSError as error:
        reason = str(error.strerror).partition(" (")[0]
        raise CannotStart(
            f"Port {port} on {host} cannot be used ({reason}). "
            "Choose another one: make run PORT=8123"
        ) from error
    return listener


def free_port() -> int:
    """Find a port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
