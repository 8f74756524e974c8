"""Whether a request comes from this very machine."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

SPOKEN_FOR = (
    *("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"),
    "X-Real-IP",
)
"""Any of these headers says that a proxy asks for somebody else."""


def is_local(request: HttpRequest) -> bool:
    """Whether whoever asks is here: the proxies that are known to stand before the desk, too.

    Everybody writes headers as they like, but a proxy adds whom it speaks for at the end.
    """
    on_the_way = [request.META.get("REMOTE_ADDR", "")]
    if any(name in request.headers for name in SPOKEN_FOR):
        said = request.headers.get("X-Forwarded-For", "").split(",")
        if not 0 < settings.PROXIES <= len(said):
            return False
        on_the_way += said[-settings.PROXIES :]
    return all(_is_loopback(address.strip()) for address in on_the_way)


def _is_loopback(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback
