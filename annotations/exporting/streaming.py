"""An export while somebody waits for it, whom nothing else has to wait for."""

from __future__ import annotations

from collections.abc import Iterator
from threading import BoundedSemaphore

from django.db import connection
from django.utils.translation import gettext as _

from annotations.errors import Unavailable
from annotations.exporting.exports import Export
from annotations.models import Actor

AT_ONCE = 2
"""So many threads of the web's process may be busy with slow readers; others take a job."""
PAUSE = 30

_turns = BoundedSemaphore(AT_ONCE)


class Stream:
    """The bytes of an export; `close` gives its turn back, whether it was read or not.

    Raises Unavailable where as many as may be are under way.
    """

    def __init__(self, export: Export, by: Actor) -> None:
        if not _turns.acquire(blocking=False):
            raise Unavailable(
                _("Others are exporting just now. Try again in a while, or ask for a file."), PAUSE
            )
        self._is_open = True
        self._chunks = _chunks(export, by)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        """Let the next one begin."""
        if self._is_open:
            self._is_open = False
            _turns.release()


def _chunks(export: Export, by: Actor) -> Iterator[bytes]:
    for chunk in export.chunks(by):
        if not connection.in_atomic_block:
            # A slow reader holds no connection: the next page takes one again.
            connection.close()
        yield chunk.data
