"""Writing lines into streams, and reading them back to see that nobody altered them."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils import timezone

from annotations.history import chain, feed
from annotations.history.chain import End, Line, Mark
from annotations.models import Actor, Event, Stream

FIELDS = (
    *("seq", "at", "actor_id", "actor_name", "via", "action", "noun", "object_id", "claim_id"),
    *("before", "after", "reason"),
)
"""The columns that a line's hash covers, besides the name of its stream."""
_CHAINED = (*FIELDS, "salt", "prev", "hash")


def facts_of(event: Event, stream_name: str) -> dict[str, Any]:
    """Return everything of a line that its hash covers."""
    return facts(stream_name, *(getattr(event, name) for name in FIELDS))


def facts(
    stream_name: str, seq: int, at: dt.datetime, actor_id: int, actor_name: str, *rest: Any
) -> dict[str, Any]:
    """Return the same from the values of FIELDS."""
    via, action, noun, object_id, claim_id, before, after, reason = rest
    return {
        "stream": stream_name,
        "seq": seq,
        "at": at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "actor": actor_id,
        "actor_name": actor_name,
        "via": via,
        "action": action,
        "noun": noun,
        "object_id": object_id,
        "claim_id": claim_id,
        "before": before,
        "after": after,
        "reason": reason,
    }


def append(
    stream: Stream,
    *,
    by: Actor,
    action: str,
    noun: str,
    object_id: int,
    claim_id: int | None,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    reason: str = "",
) -> Event:
    """Return the stream's next line, not yet saved, and move the stream's head to it.

    The caller holds the stream's row lock and saves both.
    """
    event = Event(
        stream=stream,
        seq=stream.seq + 1,
        at=timezone.now(),
        actor=by.user,
        actor_name=str(by.user)[:150],
        via=by.via,
        action=action,
        noun=noun,
        object_id=object_id,
        claim_id=claim_id,
        before=dict(before),
        after=dict(after),
        reason=reason,
        salt=secrets.token_hex(16),
        prev=stream.head,
    )
    event.hash = chain.hash_of(event.prev, facts_of(event, stream.name), event.salt)
    stream.seq, stream.head = event.seq, event.hash
    return event


def write(lines: Sequence[Event], *, team_id: int) -> None:
    """Save lines of a team, whose streams have their keys, and hand them on to its feed."""
    feed.announce(Event.objects.bulk_create(lines), team_id=team_id)


def first_bad_line(stream: Stream, marks: Mapping[int, Mark] | None = None) -> str | None:
    """Return a sentence about the first line that does not fit the chain; None if all do.

    `marks` are what checkpoints saw of this stream, by the number of the line.
    """
    rows = stream.events.order_by("seq").values_list(*_CHAINED).iterator()
    lines = (line_of(stream.name, row) for row in rows)
    wrong = chain.walk(lines, End(stream.seq, stream.head), marks or {}).wrong
    return f"{stream.name}: {wrong}" if wrong else None


def everything() -> Iterator[tuple[Any, ...]]:
    """Give the rows of all streams, in order, as one reading: what is written meanwhile is not in.

    Each is the stream's id, team, article, seq and head, and then what `line_of` takes.
    """
    of_stream = ("stream_id", "stream__team_id", "stream__article_id", "stream__seq")
    lines = Event.objects.order_by("stream_id", "seq")
    yield from lines.values_list(*of_stream, "stream__head", *_CHAINED).iterator(chunk_size=2_000)


def line_of(stream_name: str, values: Sequence[Any]) -> Line:
    """Return a line of the chain from its columns."""
    *said, salt, prev, own = values
    return Line(facts(stream_name, *said), salt, prev, own)
