"""What a webhook sends to: a server on this machine that writes down what it gets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook as Verifier

ENOUGH = 100_000


@dataclass(frozen=True)
class Message:
    """One request: its headers by lower-case name, and its body as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def type(self) -> str:
        return str(self.said["type"])

    def verified(self, secret: str) -> Any:
        """What the receivers' own library makes of it; raises where the signature is wrong."""
        return Verifier(secret).verify(self.body, self.headers)


@dataclass
class Reply:
    """An answer; `length` is what it claims to have, `silence` how long it waits, in seconds."""

    status: int = 200
    body: bytes = b"ok"
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    silence: float = 0


class Receiver:
    """Answers each message by `reply(message)`. `messages` are all, `taken` those that it took."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.taken: list[Message] = []
        self.reply: Callable[[Message], Reply] = lambda _message: Reply()
        self.closing = threading.Event()
        self._server = _Server(self)
        self.address = f"http://127.0.0.1:{self._server.server_port}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def types(self) -> list[str]:
        """The names of what it took, in the order in which it came."""
        return [message.type for message in self.taken]

    def close(self) -> None:
        """Take the server down; it does not answer from now on."""
        self.closing.set()
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 50

    def __init__(self, receiver: Receiver) -> None:
        self.receiver = receiver
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, *_args: Any) -> None:
        """The desk left, as it should."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        receiver = self.server.receiver
        body = self.rfile.read(min(ENOUGH, int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        message = Message(self.path, headers, body)
        receiver.messages.append(message)
        reply = receiver.reply(message)
        receiver.closing.wait(reply.silence)
        if 200 <= reply.status < 300:
            receiver.taken.append(message)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        length = len(reply.body) if reply.length is None else reply.length
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, *_args: Any) -> None:
        """The tests look at the messages."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver for as long as it is looked at."""
    receiver = Receiver()
    try:
        yield receiver
    finally:
        if not receiver.closing.is_set():
            receiver.close()
