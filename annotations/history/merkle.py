"""One hash over many things, and the proof that a thing is among them. Pure.

The tree of RFC 6962, section 2.1: leaves and nodes are hashed apart, and the left half of a tree
is the largest power of two that is smaller than the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from annotations.text.digests import canonical_json

LEFT, RIGHT = "left", "right"


def leaf(value: Any) -> bytes:
    """Return the hash of a JSON value as a leaf."""
    return hashlib.sha256(b"\x00" + canonical_json(value)).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the hash over all leaves, in their order."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    half = _half(len(leaves))
    return _node(root(leaves[:half]), root(leaves[half:]))


def path(leaves: Sequence[bytes], index: int) -> list[tuple[str, str]]:
    """Return what leads from a leaf up to the root: the side and the hash (hex) of each other."""
    if len(leaves) < 2:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*path(leaves[:half], index), (RIGHT, root(leaves[half:]).hex())]
    return [*path(leaves[half:], index - half), (LEFT, root(leaves[:half]).hex())]


def climb(own: bytes, way: Iterable[Sequence[str]]) -> bytes:
    """Return the root that a path leads to from a leaf. Raises ValueError where it is no path."""
    for side, other in way:
        if side not in (LEFT, RIGHT):
            raise ValueError(side)
        beside = bytes.fromhex(other)
        own = _node(beside, own) if side == LEFT else _node(own, beside)
    return own


def _half(size: int) -> int:
    return 1 << (size - 1).bit_length() - 1


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
