"""What people look for, made safe for any database."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 200
"""So many characters of it count. SQLite compares no longer pattern than 50,000 bytes."""


def asked(request: HttpRequest) -> str:
    """Return the words in the address, without what PostgreSQL has no place for."""
    return request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
