"""Server-sent events: the feed, told as it grows (WHATWG HTML, section 9.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from time import monotonic
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled

from annotations.history.doorbell import Bell
from annotations.history.feed import Page
from annotations.models import Event
from api.renderers import JSONRenderer

MEDIA_TYPE = "text/event-stream"
MOST = 24
"""So many are open at once in this process; gunicorn has as many threads besides the usual."""
MOST_OF_ONE = 4
HEARTBEAT = 15.0
"""Seconds of silence before a sign of life is sent; it also finds out who has gone."""
LASTS = 300.0
"""Seconds after which a stream ends by itself, and its reader comes back."""
RETRY = 2_000
"""Milliseconds after which a reader comes back."""
SIGN_OF_LIFE = ": still here\n"


class EventStreamRenderer(JSONRenderer):
    """What is negotiated; a refusal is JSON all the same."""

    media_type = MEDIA_TYPE


class Places:
    """Who has how many streams open."""

    def __init__(self) -> None:
        self._taken: Counter[int] = Counter()
        self._lock = Lock()

    def __len__(self) -> int:
        return self._taken.total()

    def take(self, user_id: int) -> Callable[[], None]:
        """Return what gives the place back, once. Raises Throttled where there is none."""
        with self._lock:
            if self._taken[user_id] >= MOST_OF_ONE or len(self) >= MOST:
                sentence = _("So many streams are open already that there is no place for another.")
                raise Throttled(wait=2 * HEARTBEAT, detail=sentence)
            self._taken[user_id] += 1
        held = [user_id]

        def give_back() -> None:
            with self._lock:
                self._taken.subtract(held)
                held.clear()

        return give_back


places = Places()


class EventStream(StreamingHttpResponse):
    """An answer that lasts; its place is given back when the server is done with it."""

    def __init__(self, parts: Iterable[str], give_back: Callable[[], None]) -> None:
        # No proxy may keep it, nor hold it back until it is whole.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(parts, content_type=MEDIA_TYPE, headers=headers)
        self._give_back = give_back

    def close(self) -> None:
        """End it, whether or not anything of it was read."""
        try:
            super().close()
        finally:
            self._give_back()


def told(
    read: Callable[[int], Page | None],
    show: Callable[[list[Event]], Iterable[dict[str, Any]]],
    *,
    bell: Bell,
    since: int,
) -> Iterator[str]:
    """Give the feed after a position as it grows, until `read` gives None or the time is over.

    `read` holds no connection to the database when it returns: streams outnumber connections.
    """
    spoke = monotonic()
    ends = spoke + LASTS
    yield f"retry: {RETRY}\nid: {since}\n\n"
    heard = bell.rings
    while (page := read(since)) is not None:
        for line in show(page.lines):
            yield _message(line)
            spoke = monotonic()
        since = page.position
        if not page.more:
            bell.wait(heard, min(spoke + HEARTBEAT, ends) - monotonic())
        if monotonic() >= ends:
            return
        if monotonic() - spoke >= HEARTBEAT:
            yield SIGN_OF_LIFE
            spoke = monotonic()
        heard = bell.rings


def _message(line: dict[str, Any]) -> str:
    data = JSONRenderer().render(line).decode()
    return f"id: {line['cursor']}\nevent: {line['noun']}.{line['action']}\ndata: {data}\n\n"
