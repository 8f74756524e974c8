"""Who is called by name in a text, as in “@Inga Holm, can you look?”."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_CALL = r"(?<!\w)@(%s)(?![\w@])"


def mentions(text: str, names: Iterable[tuple[str, int]]) -> set[int]:
    """Return the ids of those whose name stands behind an @, in any case.

    The longest name that fits is meant; who shares it with others is meant as they are.
    """
    called: dict[str, set[int]] = {}
    for name, person in names:
        if name.strip():
            called.setdefault(_plain(name), set()).add(person)
    longest_first = sorted(called, key=len, reverse=True)
    if not longest_first or "@" not in text:
        return set()
    call = re.compile(_CALL % "|".join(map(re.escape, longest_first)))
    return {person for name in call.findall(_plain(text)) for person in called[name]}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()).casefold())
