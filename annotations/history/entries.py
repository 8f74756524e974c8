"""An entry of the checkpoints' file: how it is signed, written and read. Pure.

An entry holds the heads of the streams that changed since the entry before: name, number and hash
of the last line. All entries together hold the heads of all streams. `root` is the Merkle root of
these heads; the hash of an entry covers its number, its moment, how many lines the history had,
the hash of the entry before, and the root; `mac` is HMAC-SHA256 over that hash, with a key that
the database does not hold.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from annotations.history import merkle
from annotations.text.digests import canonical_json, digest

Head = tuple[str, int, str]


@dataclass(frozen=True)
class Entry:
    """One checkpoint. `at` is ISO 8601 in UTC, `lines` counts those of all streams together."""

    number: int
    at: str
    lines: int
    prev: str
    heads: tuple[Head, ...]
    root: str
    mac: str

    @property
    def header(self) -> dict[str, Any]:
        """Return what the hash covers."""
        names = ("number", "at", "lines", "prev", "root")
        return {name: getattr(self, name) for name in names}

    @property
    def hash(self) -> str:
        """Return the hash by which the next entry names this one."""
        return digest(self.header)

    def is_signed_with(self, key: str) -> bool:
        """Whether somebody who has this key wrote it."""
        return hmac.compare_digest(self.mac.encode(), _mac(self.hash, key).encode())

    def text(self) -> str:
        """Return the entry as one line of JSON."""
        value = {**self.header, "heads": self.heads, "mac": self.mac}
        return canonical_json(value).decode()


def signed(after: Entry | None, *, at: str, lines: int, heads: Sequence[Head], key: str) -> Entry:
    """Return the entry that follows `after`."""
    number, prev = (after.number + 1, after.hash) if after else (1, "")
    unsigned = Entry(number, at, lines, prev, tuple(heads), root_of(heads), "")
    return replace(unsigned, mac=_mac(unsigned.hash, key))


def read(text: str) -> Entry:
    """Return the entry of a line; raises ValueError where it is not one, or its heads are others.

    Whether it is signed, and follows the entry before it, is not looked at.
    """
    try:
        value = json.loads(text)
        heads = tuple((str(name), int(seq), str(own)) for name, seq, own in value["heads"])
        words = {name: str(value[name]) for name in ("at", "prev", "root", "mac")}
        entry = Entry(int(value["number"]), lines=int(value["lines"]), heads=heads, **words)
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError("It is not an entry.") from error
    if entry.text() != text or entry.root != root_of(heads):
        raise ValueError("Its heads do not give its root.")
    return entry


def root_of(heads: Sequence[Head]) -> str:
    """Return the Merkle root of these heads, in hexadecimal."""
    return merkle.root([merkle.leaf(head) for head in heads]).hex()


def _mac(own: str, key: str) -> str:
    return hmac.new(key.encode(), own.encode(), hashlib.sha256).hexdigest()
