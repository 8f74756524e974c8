"""A Redis that the tests may start, kill and lose."""

import os
import random
import shutil
import socket
import tempfile
from pathlib import Path

from factcheck.launch import redis as bundled
from factcheck.launch.places import CannotStart
from tests.infrastructure.patience import eventually
from tests.infrastructure.process import Process


def lasting_port() -> int:
    """Find a port that nobody uses, below those that systems give to whoever asks for any.

    It has to be free again whenever a killed server comes back.
    """
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


class RedisServer:
    """A server on a port of its own: the bundled Valkey on SQLite, on PostgreSQL a Redis if here.

    The port is chosen before the settings are read and stays, so a killed server comes back at
    the same address.
    """

    def __init__(self) -> None:
        self.port = lasting_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.folder = Path(tempfile.gettempdir()) / f"factcheck-redis-{os.getpid()}"
        place = f"--bind 127.0.0.1 --port {self.port} --dir {self.folder}"
        argv = [str(self.binary()), *place.split(), "--appendonly", "yes", "--save", ""]
        self.process = Process(argv, dict(os.environ), self.folder / "log")

    @staticmethod
    def binary() -> str | None:
        """Answer which server to start, or None where there is none."""
        installed = shutil.which("redis-server")
        if installed and os.environ.get("DATABASE_URL", "").startswith("postgres"):
            return installed
        try:
            return str(bundled.binary())
        except CannotStart:
            return installed

    def start(self) -> None:
        """Start it, with what an earlier run left unless `lose` was called."""
        self.folder.mkdir(exist_ok=True)
        self.process.start()
        eventually(lambda: bundled.answers(self.url), within=10)

    def kill(self) -> None:
        """End it as a power cut would; its append-only file stays."""
        self.process.kill()

    def lose(self) -> None:
        """Kill it and lose everything that it knew."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
