"""Finished exports in their folder: whole or not there, and for a week."""

from __future__ import annotations

import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

KEPT_DAYS = 7
_UNFINISHED = ".part"


def new_name(ending: str) -> str:
    """Return a name that nobody can guess."""
    return f"{secrets.token_hex(16)}.{ending}"


@contextmanager
def writing(folder: Path, name: str) -> Iterator[IO[bytes]]:
    """Give a file that gets its name when it is whole; whoever is stopped before leaves none."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, suffix=_UNFINISHED, delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, folder / name)  # noqa: PTH105 - of an open file
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def clear(folder: Path) -> None:
    """Remove what is older than it is kept, also what a killed worker left."""
    if not folder.is_dir():
        return
    oldest = time.time() - KEPT_DAYS * 86_400
    for file in folder.iterdir():
        if file.is_file() and file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)
