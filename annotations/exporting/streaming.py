"""An export while somebody waits for it, whom nothing else has to wait for."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Lock

from django.db import connection
from django.utils.translation import gettext as _

from annotations.errors import Unavailable
from annotations.exporting.exports import Export
from annotations.models import Actor

AT_ONCE = 8
"""So many threads of the web's process may be busy with slow readers; others take a job."""
PAUSE = 30


class _Turns:
    """Who has a file under way: nobody two, so that one reader holds up no other team."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._lock = Lock()

    def take(self, user_id: int) -> None:
        """Take a turn. Raises Unavailable where there is none."""
        with self._lock:
            if user_id in self._taken:
                sentence = _("You are exporting already. Try again in a while, or ask for a file.")
                raise Unavailable(sentence, PAUSE)
            if len(self._taken) >= AT_ONCE:
                sentence = _(
                    "Others are exporting just now. Try again in a while, or ask for a file."
                )
                raise Unavailable(sentence, PAUSE)
            self._taken.add(user_id)

    def give_back(self, user_id: int) -> None:
        with self._lock:
            self._taken.discard(user_id)


_turns = _Turns()


class Stream:
    """The bytes of an export; `close` gives its turn back, whether it was read or not.

    Raises Unavailable where this person has one under way, or as many as may be have.
    """

    def __init__(self, export: Export, by: Actor) -> None:
        self._user_id = by.user.pk
        _turns.take(self._user_id)
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
            _turns.give_back(self._user_id)


def _chunks(export: Export, by: Actor) -> Iterator[bytes]:
    for chunk in export.chunks(by):
        if not connection.in_atomic_block:
            # A slow reader holds no connection: the next page takes one again.
            connection.close()
        yield chunk.data
