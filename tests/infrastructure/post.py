"""A mail server on this machine that keeps what it gets, and can refuse, wait or be closed."""

import socketserver
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage


class _Session(socketserver.StreamRequestHandler):
    """One conversation, as far as RFC 5321 asks for it."""

    server: "PostOffice"

    def handle(self) -> None:
        self.say("220 post.example")
        while line := self.rfile.readline().decode().strip():
            if line.upper() == "DATA":
                self.say("354 Go on")
                self.take()
            elif not self.refused(line):
                self.say("250 OK")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def refused(self, line: str) -> bool:
        for word, code in self.server.refuses.items():
            if word in line.upper():
                self.say(f"{code} No.")
                return True
        return False

    def take(self) -> None:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        # Half a message is none: its sender was killed.
        if line and not self.refused("DATA"):
            self.server.received.append(b"".join(lines))
            self.server.answers.wait(60)
            self.say("250 It is on its way")


class PostOffice(socketserver.ThreadingTCPServer):
    """Listens on a port of its own.

    `refuses` maps a part of a command, in capitals, to its refusal: {"BOB@": 550}, {"DATA": 451}.
    While `answers` is cleared it keeps a message without saying so.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Session)
        self.port = int(self.server_address[1])
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.received: list[bytes] = []
        self.refuses: dict[str, int] = {}
        self.answers = threading.Event()
        self.answers.set()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hangs up in the middle was killed by its test."""

    def messages(self) -> list[EmailMessage]:
        """Parse what has come so far."""
        return [message_from_bytes(raw, policy=policy.default) for raw in [*self.received]]

    def close(self) -> None:
        """Let nobody wait, and listen no more."""
        self.answers.set()
        self.shutdown()
        self.server_close()
