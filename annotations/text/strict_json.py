"""JSON as RFC 8259 has it, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from annotations.errors import TooLarge

DEEPEST = 32
MOST_VALUES = 200_000
"""A thousand articles of a bulk request have less than a tenth of it."""

QUOTES = 4 * MOST_VALUES
"""A value has at most a name and a string, with two quotes each."""

_ALL_BUT_SIGNS = bytes(set(range(256)) - set(b"[]{},"))


def loads(body: bytes) -> Any:
    """Return the value of a JSON text. Refuses NaN, Infinity, and names that come twice.

    Raises ValueError with a sentence that says what is wrong, also where it is nested more than
    DEEPEST deep, and TooLarge beyond MOST_VALUES. Where a JSONDecodeError is its cause, that knows
    the line and the column.
    """
    _refuse_bottomless(body)
    try:
        return json.loads(
            body.decode(), parse_constant=_no_number, object_pairs_hook=_no_name_twice
        )
    except UnicodeDecodeError:
        raise ValueError(_("The body is not UTF-8.")) from None
    except ValueError as error:
        raise ValueError(_("The body is not JSON: %s.") % error) from error


def _refuse_bottomless(body: bytes) -> None:
    """Look for too many values, and for too deep ones, before any is made."""
    quoted = body.replace(b"\\\\", b"").replace(b'\\"', b"")  # now every quote opens or closes
    if quoted.count(b'"') > QUOTES:
        raise _too_many()
    between = quoted.split(b'"')[::2]
    signs = b"".join(between).translate(None, _ALL_BUT_SIGNS)
    if signs.count(b",") + signs.count(b"[") + signs.count(b"{") > MOST_VALUES:
        raise _too_many()
    depth = 0
    for sign in signs.replace(b",", b""):
        depth += 1 if sign in b"[{" else -1
        if depth > DEEPEST:
            raise ValueError(_("The body is nested more than %d deep.") % DEEPEST)


def _too_many() -> TooLarge:
    return TooLarge(_("The body has more than %s values.") % f"{MOST_VALUES:,}")


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not a number in JSON")


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        counted = Counter(name for name, _value in pairs)
        twice = next(name for name, times in counted.items() if times > 1)
        raise ValueError(f"the name {twice[:60]!r} comes twice")
    return value
