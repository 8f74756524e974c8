"""The real web server, on the tests' database, that may be killed while it works."""

import json
import os
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from factcheck.launch import programs
from tests.infrastructure.patience import eventually
from tests.infrastructure.process import Process

PATIENCE = 120  # seconds for an answer, on a busy machine


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by their names in small letters, and the decoded body."""

    status: int
    headers: dict[str, str]
    body: Any


class Web(Process):
    """Started as `make run` starts it, but on a port of its own."""

    def __init__(self, database_url: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        program = programs.web(0, dict(os.environ | {"DATABASE_URL": database_url}))
        argv = [part.replace("fd://0", f"127.0.0.1:{self.port}") for part in program.argv]
        super().__init__(argv, program.env, folder / "web.log")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        super().start()
        eventually(self._answers)

    def ask(self, method: str, path: str, body: Any, **headers: str) -> Answer:
        """Send one request on a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(
                method, path, json.dumps(body), named | {"Content-Type": "application/json"}
            )
            got = connection.getresponse()
            told = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, told, json.loads(got.read() or b"null"))
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "/healthz", None).status == 200
        except (OSError, HTTPException):
            return False
