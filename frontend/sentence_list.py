"""The sentences of an article one by one, for those who cannot select in a text."""

from __future__ import annotations

from dataclasses import dataclass

from frontend.cards import Card
from frontend.reading import Room


@dataclass(frozen=True)
class Sentence:
    """A sentence, its bounds in code points, and the claim that it is already, if it is one."""

    words: str
    start: int
    end: int
    claim: Card | None


def listed(room: Room) -> list[Sentence]:
    """Return every sentence of the text in order."""
    claims = {(s.start, s.end): c for c in room.cards if c.kind == "claim" for s in c.spans}
    text = room.version.text
    return [
        Sentence(text[start:end], start, end, claims.get((start, end)))
        for start, end in room.sentences
    ]
