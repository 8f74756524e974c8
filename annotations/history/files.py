"""The file of checkpoints: locked while it is read or written, one entry a line."""

from __future__ import annotations

import fcntl
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from annotations.history import entries
from annotations.history.entries import Entry


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Open the file for appending, alone; raises OSError.

    A line that has no end is taken away: who wrote it died, and nobody knows of it.
    """
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        whole = sum(len(line) for line in file if line.endswith(b"\n"))
        file.truncate(whole)
        yield file


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open the file while nobody writes; raises OSError."""
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield file


def texts(file: BinaryIO) -> Iterator[str]:
    """Give the lines that are complete, from the first on."""
    file.seek(0)
    for line in file:
        if line.endswith(b"\n"):
            yield line[:-1].decode("utf-8", "replace")


def entries_of(file: BinaryIO) -> Iterator[Entry]:
    """Give the entries from the first on; raises ValueError at a line that is none."""
    return map(entries.read, texts(file))


def last(file: BinaryIO) -> Entry | None:
    """Return the last entry; None in an empty file. Raises ValueError where it is none."""
    newest = deque(texts(file), maxlen=1)
    return entries.read(newest[0]) if newest else None
