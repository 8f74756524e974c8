"""What was found in a request, as it is sent back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def flat(detail: Any, name: str = "") -> Iterator[tuple[str, str, str]]:
    """Give (field, sentence, code) for everything in DRF's nested findings."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            own = "" if key == "non_field_errors" else str(key)
            yield from flat(inner, ".".join(part for part in (name, own) if part))
    elif isinstance(detail, list | tuple):
        for inner in detail:
            yield from flat(inner, name)
    else:
        yield name, str(detail), str(getattr(detail, "code", ""))


def sendable(sentence: Any) -> str:
    """Return it without the halves of characters that it may quote from a request."""
    return str(sentence).encode("utf-8", "backslashreplace").decode()
