"""What checkpoints saw of the history, as far as they can be believed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from annotations.history import entries, files
from annotations.history.chain import Mark
from annotations.history.entries import Entry
from annotations.models import Checkpoint

Marks = dict[str, dict[int, Mark]]
"""By the stream's name and the number of the line."""


@dataclass
class Seen:
    """The marks, how many checkpoints there are, what is wrong, and what could not be checked."""

    marks: Marks = field(default_factory=dict)
    checkpoints: int = 0
    wrong: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def seen(path: Path, key: str) -> Seen:
    """Read the file and hold it against what the database knows. Without a key, that is all."""
    found = Seen()
    try:
        with files.reading(path) as file:
            # Under the file's lock: whoever writes a checkpoint notes it before letting go.
            _Reader(key, _known(), found).read(file)
    except OSError as error:
        _without(f"{path} cannot be read ({error.strerror})", found)
    if found.checkpoints and not key:
        found.unchecked.append("Who signed the checkpoints: there is no FACTCHECK_CHECKPOINT_KEY.")
    return found


def _known() -> dict[int, str]:
    return dict(Checkpoint.objects.values_list("number", "hash"))


def _without(said: str, found: Seen) -> None:
    written = Checkpoint.objects.count()
    if written:
        found.wrong.append(f"Checkpoints: {said}; {written:,} were written.")
    else:
        found.unchecked.append(f"Checkpoints: {said}; none was written yet.")


class _Reader:
    """Reads one entry after the other; each is judged by the one before."""

    def __init__(self, key: str, known: dict[int, str], found: Seen) -> None:
        self.key, self.known, self.found = key, known, found
        self.newest = max(known, default=0)
        self.number, self.last = 0, ""

    def read(self, file: BinaryIO) -> None:
        for text in files.texts(file):
            self.number += 1
            try:
                self._take(entries.read(text))
            except ValueError as error:
                self.last = ""
                self._complain(f"Checkpoint {self.number} was altered: {error}")
        if self.number < self.newest:
            self._complain(
                f"The checkpoints end at {self.number}, and {self.newest} were written: "
                "the file was cut or replaced."
            )

    def _take(self, entry: Entry) -> None:
        is_ours = not self.key or entry.is_signed_with(self.key)
        if wrong := self._misfit(entry, is_ours=is_ours):
            self._complain(wrong)
        self.number, self.last = entry.number, entry.hash
        if is_ours:
            self.found.checkpoints += 1
            for name, seq, own in entry.heads:
                # What the first one saw counts: a later one may have seen what was done since.
                marks = self.found.marks.setdefault(name, {})
                marks.setdefault(seq, Mark(own, entry.number))

    def _misfit(self, entry: Entry, *, is_ours: bool) -> str | None:
        number = entry.number
        if not is_ours:
            return f"Checkpoint {number} is forged: it is not signed with this desk's key."
        if number != self.number:
            return f"Checkpoint {self.number} is missing: {number} stands in its place."
        if number <= self.newest and self.known.get(number) != entry.hash:
            return f"Checkpoint {number} is not the one that was written: the file was replaced."
        if entry.prev != self.last and (self.last or number == 1):
            return f"Checkpoint {number} follows another one: the one before it was replaced."
        return None

    def _complain(self, sentence: str) -> None:
        self.found.wrong.append(sentence)
