"""The doorbell: it rings for whoever waits for something new in a team's feed.

Within a process it rings at the commit. What other processes write is seen by looking: once a
second, and once for all who wait.
"""

from __future__ import annotations

from threading import Condition
from time import monotonic

from django.db import connection

from annotations.models import FeedEntry

LOOKS_EVERY = 1.0
"""Seconds after which somebody who waits looks for what other processes wrote."""


class Bell:
    """The doorbell of one team. Nobody who waits at it holds a connection to the database."""

    def __init__(self, team_id: int) -> None:
        self.rings = 0
        self._team_id = team_id
        self._newest: int | None = None
        self._looked = monotonic()
        self._rang = Condition()

    def ring(self, newest: int) -> None:
        """Wake all who wait: the feed goes on to this position."""
        with self._rang:
            self.rings += 1
            self._newest = newest
            self._rang.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Return when it has rung more often than `heard`, or after so many seconds.

        `heard` is what `rings` was before the feed was read, so that no ring is missed.
        """
        until = monotonic() + seconds
        while (left := until - monotonic()) > 0:
            with self._rang:
                pause = min(left, LOOKS_EVERY)
                if self._rang.wait_for(lambda: self.rings != heard, pause):
                    return
                looks = self._takes_the_look()
            if looks:
                self._look()

    def _takes_the_look(self) -> bool:
        now = monotonic()
        if now - self._looked < LOOKS_EVERY:
            return False
        self._looked = now
        return True

    def _look(self) -> None:
        try:
            newest = FeedEntry.objects.of(self._team_id).newest()
        finally:
            connection.close()
        if newest != self._newest:
            self.ring(newest)


_bells: dict[int, Bell] = {}


def of(team_id: int) -> Bell:
    """Return the doorbell of this team."""
    return _bells.setdefault(team_id, Bell(team_id))
