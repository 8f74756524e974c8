"""Connections that end when we want them to."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPSConnection

from django.utils.translation import gettext as _

from annotations.outgoing.answers import NoAnswer
from annotations.outgoing.places import Place

CONNECT = 3.0
"""Seconds for a connection to be made, to whichever of a name's machines."""


@contextlib.contextmanager
def connection(there: Place, hosts: Sequence[str]) -> Iterator[HTTPConnection]:
    """Give a connection to the first of these hosts that takes one.

    The socket is made here, so that it is in reach while it is being read.
    """
    # The port is said in full: what looks for one in a bare IPv6 address finds one.
    made = (HTTPSConnection if there.secure else HTTPConnection)(there.host, there.port)
    sock = _connected(hosts, there.port)
    try:
        if there.secure:
            context = ssl.create_default_context()
            sock = context.wrap_socket(
                sock, server_hostname=there.host, do_handshake_on_connect=False
            )
        made.sock = sock
        yield made
    finally:
        made.close()
        sock.close()


def _connected(hosts: Sequence[str], port: int) -> socket.socket:
    *others, last = hosts
    seconds = CONNECT / len(hosts)
    for host in others:
        with contextlib.suppress(OSError):
            return socket.create_connection((host, port), seconds)
    return socket.create_connection((last, port), seconds)


@contextlib.contextmanager
def cut_off(sock: socket.socket, seconds: float) -> Iterator[None]:
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
