"""The one way to write a JSON value, and its hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any

# Made once: a history has hundreds of thousands of lines to hash.
_WRITER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical_json(value: Any) -> bytes:
    """Return a JSON value as bytes: sorted keys, no spaces, UTF-8."""
    return _WRITER.encode(value).encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of a JSON value's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()
