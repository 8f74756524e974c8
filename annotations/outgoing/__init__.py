"""Asking another machine over HTTP, with an end to everything it can make us wait for.

`post` asks an address that the operator has set. `deliver` and `get` ask addresses that users have
given: they reach the public internet only, and the networks of FACTCHECK_PRIVATE_ADDRESSES.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext as _

from annotations.outgoing.answers import Answer, NoAnswer, seconds, whole
from annotations.outgoing.connections import CONNECT, connection, cut_off
from annotations.outgoing.places import Place, Refused, machines, place

__all__ = ["CONNECT", "Answer", "NoAnswer", "Refused", "check", "deliver", "get", "post", "seconds"]

SILENCE = 20.0
"""Seconds that it may say nothing."""
TOTAL = 25.0
"""Seconds for the whole answer, however busily it drips: less than the usual lease of a job."""
DELIVERY = 10.0
"""The same for a message to a webhook: who gets one says so first, and works on it later."""
MOST_BYTES = 1024 * 1024
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})


def post(address: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Return what an address that the operator has set answers with status 200.

    Raises NoAnswer for all else. Nothing is followed elsewhere and no proxy is asked;
    certificates are checked.
    """
    try:
        there = place(address)
    except Refused as refused:
        raise NoAnswer(str(refused)) from refused
    ask = _Question("POST", there, body, headers)
    return whole(_ask(ask, [there.host], most_bytes=MOST_BYTES, total=TOTAL), MOST_BYTES)


def check(address: str) -> None:
    """Raise Refused where a user's address leads to no public machine, as far as one knows now.

    A name that leads nowhere yet is no reason: it is looked up again whenever it is asked.
    """
    with contextlib.suppress(OSError):
        machines(place(address), settings.PRIVATE_ADDRESSES)


def deliver(address: str, body: bytes, headers: Mapping[str, str], *, most_bytes: int) -> Answer:
    """Return what a user's address answers to a POST: any status, the first bytes of the body.

    Nothing is followed elsewhere. Raises Refused as `check` does, and NoAnswer where none comes.
    """
    ask = _Question("POST", place(address), body, headers)
    return _ask_publicly(ask, most_bytes=most_bytes, total=DELIVERY)


def get(address: str, *, most_bytes: int, accept: str, total: float | None = None) -> Answer:
    """Return what a user's address answers with status 200, after three redirects at most.

    Each hop is checked as `check` does and may raise Refused; all of them together take `total`
    seconds at most, TOTAL unless said. Raises NoAnswer for another status, and for more than
    `most_bytes`.
    """
    until = time.monotonic() + (total or TOTAL)
    headers = {"Accept": accept, "User-Agent": "Factcheck"}
    for _hop in range(MOST_REDIRECTS + 1):
        left = max(0.1, until - time.monotonic())
        ask = _Question("GET", place(address), None, headers)
        answer = _ask_publicly(ask, most_bytes=most_bytes, total=left)
        if answer.status not in REDIRECTS or not answer.headers.get("Location"):
            body = whole(answer, most_bytes)
            return answer._replace(body=body, address=address)
        address = _elsewhere(address, answer.headers["Location"])
    raise NoAnswer(_("It redirects more than %d times.") % MOST_REDIRECTS)


class _Question(NamedTuple):
    method: str
    there: Place
    body: bytes | None
    headers: Mapping[str, str]


def _elsewhere(address: str, location: str) -> str:
    try:
        return urljoin(address, location)
    except ValueError as error:
        raise NoAnswer(_("It redirects to what is no address.")) from error


def _ask_publicly(ask: _Question, *, most_bytes: int, total: float) -> Answer:
    until = time.monotonic() + total
    try:
        numbers = machines(ask.there, settings.PRIVATE_ADDRESSES)
    except OSError as error:
        raise _unreachable(error) from error
    left = max(0.1, until - time.monotonic())
    return _ask(ask, numbers, most_bytes=most_bytes, total=left)


def _ask(ask: _Question, hosts: Sequence[str], *, most_bytes: int, total: float) -> Answer:
    """Ask the first of these hosts that takes a connection; one byte too many shows in the body."""
    try:
        with connection(ask.there, hosts) as made, cut_off(made.sock, total):
            if isinstance(made.sock, ssl.SSLSocket):
                made.sock.do_handshake()
            made.sock.settimeout(SILENCE)
            made.request(ask.method, ask.there.target, ask.body, dict(ask.headers))
            response = made.getresponse()
            return Answer(response.status, response.headers, response.read(most_bytes + 1))
    except (OSError, HTTPException, ValueError) as error:
        raise _unreachable(error) from error


def _unreachable(error: Exception) -> NoAnswer:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return NoAnswer(_("It cannot be reached: %s.") % reason)
