"""Asking another machine over HTTP, with an end to everything it can make us wait for."""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

CONNECT = 3.0
"""Seconds for a connection to be made."""
SILENCE = 20.0
"""Seconds that it may say nothing."""
TOTAL = 25.0
"""Seconds for the whole answer, however busily it drips: less than the usual lease of a job."""
MOST_BYTES = 1024 * 1024


class NoAnswer(Exception):
    """There is no answer to use. Its text is a sentence that says why.

    `after` is in how many seconds it wants to be asked again, where it said so.
    """

    def __init__(self, sentence: str, *, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


def post(address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return what an http(s) address answers with status 200; raises NoAnswer for all else.

    Nothing is followed elsewhere and no proxy is asked; certificates are checked.
    """
    try:
        with _connection(address) as connection, _cut_off(connection.sock, TOTAL):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            connection.sock.settimeout(SILENCE)
            connection.request("POST", urlsplit(address).path, body, dict(headers))
            return _read(connection.getresponse())
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise NoAnswer(_("It cannot be reached: %s.") % reason) from error


def _read(response: HTTPResponse) -> bytes:
    if response.status != 200:
        raise NoAnswer(
            _("It answers with status %d.") % response.status,
            after=_seconds(response.headers.get("Retry-After", "")),
        )
    answer = response.read(MOST_BYTES + 1)
    if len(answer) > MOST_BYTES:
        raise NoAnswer(_("Its answer is larger than a megabyte."))
    return answer


def _seconds(retry_after: str) -> float | None:
    # It may be a date too; then our own pause is as good.
    return float(retry_after) if re.fullmatch(r"\d{1,6}", retry_after.strip()) else None


@contextlib.contextmanager
def _connection(address: str) -> Iterator[HTTPConnection]:
    """Connect the socket here, so that it is in reach while it is being read."""
    parts = urlsplit(address)
    secure, host = parts.scheme == "https", parts.hostname or ""
    # Said in full: what looks for a port in a bare IPv6 address finds one.
    port = parts.port or (443 if secure else 80)
    connection = (HTTPSConnection if secure else HTTPConnection)(host, port)
    sock = socket.create_connection((host, port), CONNECT)
    try:
        if secure:
            context = ssl.create_default_context()
            sock = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
        connection.sock = sock
        yield connection
    finally:
        connection.close()
        sock.close()


@contextlib.contextmanager
def _cut_off(sock: socket.socket, seconds: float) -> Iterator[None]:
    """End the connection at a moment: limits on a socket start anew with every byte."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        with contextlib.suppress(OSError):
            # Not SSLSocket's, which takes the socket from under the thread that reads it.
            socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if late.is_set():
            raise NoAnswer(_("It takes longer than %d seconds.") % seconds)
