"""Where an address leads: the machines behind a name, and whether everybody may ask them."""

from __future__ import annotations

import re
import socket
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from django.utils.translation import gettext as _

Network = IPv4Network | IPv6Network

MOST_CHARACTERS = 2000
MOST_MACHINES = 3
"""Of those behind one name, so many are tried."""
LOOK_UP = 5.0
"""Seconds in which a name has to lead somewhere."""
_LOOK_UPS = BoundedSemaphore(32)
"""So many names are looked up at once, also those for which nobody waits any more."""
NOT_WEB = frozenset({*range(1, 80), 110, 111, 135, 139, 143, 389, 445, 465, 587, 993, 995})
"""Ports of mail, shells and file shares, which can be made to read a request as their own."""
_V4_INTERNET = ip_network("0.0.0.0/0")
_V6_INTERNET = ip_network("2000::/3")
"""All that the IANA has given out as global unicast: no mapped, translated or local address."""
_KEPT = [
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        # Teredo and its neighbours, documentation, 6to4, documentation.
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
]
"""The IANA's special-purpose registries: parts of the above that lead nowhere public."""
_UNFIT = re.compile(r"[\s\\\x00-\x1f\x7f]")
"""Readers of addresses disagree about these."""
_AS_THEY_ARE = "!#$%&'()*+,/:;=?@[]~"


class Refused(Exception):
    """The desk does not ask this address. Its text is a sentence that says why."""


class Place(NamedTuple):
    """Where to ask: a host's name in ASCII, its port, and what to ask it for."""

    secure: bool
    host: str
    port: int
    target: str


def place(address: str) -> Place:
    """Return what an address names; raises Refused where it is no plain address of the web."""
    if len(address) > MOST_CHARACTERS:
        raise Refused(_("The address is longer than %d characters.") % MOST_CHARACTERS)
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode().removesuffix(".")
        path, query = (quote(part, safe=_AS_THEY_ARE) for part in (parts.path or "/", parts.query))
    except ValueError as error:
        raise Refused(_("This is not an address of the web.")) from error
    if parts.scheme not in {"http", "https"} or not host or _UNFIT.search(address):
        raise Refused(_("An address of the web begins with http:// or https:// and a name."))
    if "@" in parts.netloc or "%" in parts.netloc:
        raise Refused(
            _("The address must have no user name, no password and no % before its path.")
        )
    secure = parts.scheme == "https"
    target = f"{path}?{query}" if query else path
    return Place(secure, host, port or (443 if secure else 80), target)


def machines(there: Place, allowed: Sequence[Network]) -> list[str]:
    """Return the numeric addresses behind a place that a user has named, each one public.

    Raises Refused where one of them is not, unless it lies in a network of `allowed`; OSError
    where the name leads nowhere. Connect to one of these: the name may lead elsewhere by then.
    """
    if there.port in NOT_WEB:
        raise Refused(_("No web server listens on port %d.") % there.port)
    try:
        found = _looked_up(there.host, there.port)
    except UnicodeError as error:
        raise Refused(_("This is not an address of the web.")) from error
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(is_public(number) or _lies_in(number, allowed) for number in numbers):
        raise Refused(_("The desk asks no address of a private network."))
    return numbers[:MOST_MACHINES]


def _looked_up(host: str, port: int) -> Sequence[Any]:
    """Return what a name leads to; raises OSError for nothing, or where it takes too long.

    The system's resolver cannot be stopped, so whoever waits goes on without it.
    """
    answer: SimpleQueue[Any] = SimpleQueue()
    turns = _LOOK_UPS

    def look() -> None:
        try:
            answer.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except Exception as error:  # it is raised where it was asked for
            answer.put(error)
        finally:
            turns.release()

    if not turns.acquire(timeout=LOOK_UP):
        raise TimeoutError(_("its name was not found in time"))
    Thread(target=look, daemon=True).start()
    try:
        found = answer.get(timeout=LOOK_UP)
    except Empty:
        raise TimeoutError(_("its name was not found in time")) from None
    if isinstance(found, Exception):
        raise found
    return found  # type: ignore[no-any-return]


def is_public(number: str) -> bool:
    """Whether this numeric address is a machine's of the public internet, by the IANA's lists."""
    return _lies_in(number, [_V4_INTERNET, _V6_INTERNET]) and not _lies_in(number, _KEPT)


def _lies_in(number: str, networks: Sequence[Network]) -> bool:
    return any(ip_address(number) in network for network in networks)
