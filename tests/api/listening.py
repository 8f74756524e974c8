"""A program that follows the feed as server-sent events, over a real connection or without one."""

import json
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPResponse
from typing import Any
from urllib.parse import urlsplit

from tests.api.program import Program

PATIENCE = 60.0

Message = dict[str, Any]


def messages(parts: Iterable[bytes]) -> list[Message]:
    """Read whole messages, such as `{"id": …, "event": …, "data": …}`, until the stream ends."""
    return [found for text in b"".join(parts).decode().split("\n\n") if (found := message(text))]


def message(text: str) -> Message:
    """Read one message; comments say nothing."""
    lines = [line for line in text.split("\n") if line and not line.startswith(":")]
    found: Message = dict(line.split(": ", 1) for line in lines)
    if "data" in found:
        found["data"] = json.loads(found["data"])
    return found


def streamed(program: Program, path: str = "", **headers: str) -> Iterator[bytes]:
    """Ask for the stream, and give its parts as the server makes them."""
    response = program.get(f"events/stream/{path}", **headers)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/event-stream"
    parts: Iterator[bytes] = response.streaming_content
    return parts


class Listener:
    """Listens to a server that runs; what it has understood is that its stream has begun."""

    def __init__(self, server: str, key: str, **headers: str) -> None:
        where = urlsplit(server)
        self.connection = HTTPConnection(where.hostname or "", where.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Authorization": f"Token {key}", "Accept": "text/event-stream"} | named
        self.connection.request("GET", "/api/v1/events/stream/", headers=sent)
        self.response: HTTPResponse = self.connection.getresponse()
        assert self.response.status == 200
        self.began = self.next()

    def next(self) -> Message:
        """Wait for the next message; an empty one is the end."""
        text = ""
        while (line := self.response.readline().decode()) not in {"\n", ""}:
            text += line
        return message(text)

    def close(self) -> None:
        """Hang up."""
        self.response.close()
        self.connection.close()
