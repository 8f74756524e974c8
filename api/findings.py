"""What was found in a request, as it is sent back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

LONGEST_NAME, LONGEST_SENTENCE = 100, 400
"""Characters."""

MOST = 50
"""Fields that are named in one answer, and sentences about each."""


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


def told(errors: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    """Return what is wrong, field by field; of very much the beginning."""
    return {
        sendable(name, LONGEST_NAME): [sendable(sentence) for sentence in said[:MOST]]
        for name, said in islice(errors.items(), MOST)
    }


def sendable(words: Any, most: int = LONGEST_SENTENCE) -> str:
    """Return them without the middle of what is endless, and the halves of characters.

    Both may be quoted from a request.
    """
    said = str(words).encode("utf-8", "backslashreplace").decode()
    half = most // 2
    return said if len(said) <= most else f"{said[:half]}…{said[-half:]}"
