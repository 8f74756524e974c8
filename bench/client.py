"""A client that keeps its connection, and runs of many requests at once."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bench.desk import Desk


class Client:
    """One connection to the API with one token."""

    def __init__(self, url: str, key: str) -> None:
        parts = urlsplit(url)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        self.headers = {"Authorization": f"Token {key}", "Content-Type": "application/json"}

    def send(self, method: str, path: str, body: Any = None) -> Any:
        """Return the decoded answer; anything but success ends the benchmark."""
        sent = None if body is None else json.dumps(body)
        self.connection.request(method, path, sent, self.headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path} answers {answer.status}: {content[:300]!r}")
        return json.loads(content) if content else None


def measure(
    desk: Desk, key: str, clients: int, times: int, request: Callable[[Client, int], Any]
) -> dict[str, float]:
    """Run `request(client, n)` so many times, shared by so many clients.

    Returns requests per second, the median wall time and the server's processor time of one, in
    milliseconds.
    """
    waits: list[float] = []
    numbers = iter(range(times))
    lock = threading.Lock()

    def work() -> None:
        client = Client(desk.url, key)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            began = time.perf_counter()
            request(client, number)
            waits.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    used, began = desk.cpu("web"), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - began, desk.cpu("web") - used
    median = statistics.median(waits) * 1000
    return {"per_second": times / wall, "wall_ms": median, "cpu_ms": cpu / times * 1000}
