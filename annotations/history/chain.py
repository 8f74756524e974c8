"""How a line of the history is hashed and chained, and what is wrong with a chain. No Django.

What a line says is sealed: SHA-256 over the canonical JSON (sorted keys, no spaces, UTF-8) of its
facts and its salt. Its hash is SHA-256 over the hash of the line before it and that seal. So the
chain can be followed past a line of which only the seal is told, and whoever changes, drops or
inserts a line breaks it there. docs/verify.md has the recipe for others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from annotations.text.digests import digest

NEARBY = 100


class Line(NamedTuple):
    """A line as it is stored."""

    facts: Mapping[str, Any]
    salt: str
    prev: str
    hash: str


class End(NamedTuple):
    """How a stream ends by its own account: the number and the hash of its last line."""

    seq: int
    head: str


class Mark(NamedTuple):
    """What a checkpoint saw: the hash of one line."""

    hash: str
    checkpoint: int


class Walked(NamedTuple):
    """What came out: lines read, up to which one checkpoints vouch, and what is wrong first."""

    lines: int
    vouched: int
    wrong: str | None


def seal(facts: Mapping[str, Any], salt: str) -> str:
    """Return the hash of what a line says, which tells nothing of it."""
    return digest({**facts, "salt": salt})


def link(prev: str, sealed: str) -> str:
    """Return the hash of a line with this seal that follows the line hashed `prev`."""
    return hashlib.sha256(f"{prev}{sealed}".encode()).hexdigest()


def hash_of(prev: str, facts: Mapping[str, Any], salt: str) -> str:
    """Return the hash of a line. Lines without a salt are from before there was a seal."""
    return link(prev, seal(facts, salt)) if salt else digest({**facts, "prev": prev})


def walk(lines: Iterable[Line], end: End, marks: Mapping[int, Mark]) -> Walked:
    """Follow one stream from its first line to its end, and stop at the first that does not fit.

    `marks` are what checkpoints saw, by the number of the line.
    """
    at, head, before, vouched = 0, "", "", 0
    for line in lines:
        wrong = _misfit(line, at, head, before)
        mark = None if wrong else marks.get(at + 1)
        if mark and mark.hash != line.hash:
            wrong = f"{_lines(vouched + 1, at + 1)} written anew: {_saw(mark, at + 1)}"
        if wrong:
            return Walked(at, vouched, wrong)
        at, head, before = at + 1, line.hash, head
        vouched = at if mark else vouched
    return Walked(at, vouched, _cut(at, marks) or _wrong_end(at, head, end))


def _misfit(line: Line, at: int, head: str, before: str) -> str | None:
    """Return what is wrong with the line that should follow line `at`, hashed `head`."""
    seq = line.facts["seq"]
    if seq != at + 1:
        return f"line {at + 1} is missing: line {seq} stands in its place."
    if hash_of(line.prev, line.facts, line.salt) != line.hash:
        return f"line {seq} was {_how(line)}"
    if line.prev == head:
        return None
    if at == 0:
        return f"line {seq} was put there: it follows a line that is gone."
    # It is whole, and names the line that it follows: the one before it is not that line.
    what = "put there" if line.prev == before else "altered and hashed again"
    return f"line {at} was {what}: line {seq} follows another one."


def _how(line: Line) -> str:
    """Say whether the line is whole and was written in another place, not far away."""
    seq = line.facts["seq"]
    for place in range(max(1, seq - NEARBY), seq + NEARBY):
        if hash_of(line.prev, {**line.facts, "seq": place}, line.salt) == line.hash:
            return f"moved: it was written as line {place}."
    return "altered: its hash is not that of what it says."


def _cut(at: int, marks: Mapping[int, Mark]) -> str | None:
    lost = max(marks, default=0)
    if lost <= at:
        return None
    return f"{_lines(at + 1, lost)} removed: {_saw(marks[lost], lost, other=False)}"


def _wrong_end(at: int, head: str, end: End) -> str | None:
    if at < end.seq:
        return f"{_lines(at + 1, end.seq)} removed: the stream ends at line {end.seq}."
    if at > end.seq:
        return f"{_lines(end.seq + 1, at)} put there: the stream ends at line {end.seq}."
    if head != end.head:
        return f"line {at} was altered and hashed again: the stream ends with another one."
    return None


def _lines(first: int, last: int) -> str:
    return f"line {last} was" if first == last else f"lines {first} to {last} were"


def _saw(mark: Mark, seq: int, *, other: bool = True) -> str:
    return f"checkpoint {mark.checkpoint} saw {'another' if other else 'a'} line {seq}."
