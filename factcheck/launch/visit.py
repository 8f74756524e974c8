"""The first visitor: asks for the front page, and says when it answers."""

import selectors
import socket
from collections.abc import Callable


class FirstVisit:
    """One request that waits in the listener's queue until the web server takes it."""

    def __init__(
        self, address: tuple[str, int], selector: selectors.BaseSelector, ready: Callable[[], None]
    ) -> None:
        self.address = address
        self.selector = selector
        self.ready = ready
        self._ask()

    def _ask(self) -> None:
        self.socket = socket.create_connection(self.address, timeout=5)
        host = f"[{self.address[0]}]" if ":" in self.address[0] else self.address[0]
        head = ["GET / HTTP/1.1", f"Host: {host}:{self.address[1]}", "Connection: close", "", ""]
        self.socket.sendall("\r\n".join(head).encode())
        self.selector.register(self.socket, selectors.EVENT_READ, self._hear)

    def _hear(self) -> None:
        try:
            answer = self.socket.recv(64)
        except OSError:
            answer = b""
        self.selector.unregister(self.socket)
        self.socket.close()
        if answer:
            self.ready()
        else:  # the server died while it held the request: ask the next one
            self._ask()
