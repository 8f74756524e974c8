"""How a line of the history is hashed and chained. Pure: no Django.

A line's hash is SHA-256, in hexadecimal, over the canonical JSON (sorted keys, no spaces, UTF-8)
of its facts together with the hash of the line before it. Whoever changes, drops or inserts a
line breaks every hash after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.text.digests import digest


def link(prev: str, facts: Mapping[str, Any]) -> str:
    """Return the hash of a line with these facts that follows the line hashed `prev`."""
    return digest({**facts, "prev": prev})


def first_break(lines: Iterable[tuple[Mapping[str, Any], str, str]]) -> int | None:
    """Return the index of the first of `(facts, prev, hash)` that does not fit; None if all do."""
    head = ""
    for index, (facts, prev, own) in enumerate(lines):
        if prev != head or link(prev, facts) != own:
            return index
        head = own
    return None
