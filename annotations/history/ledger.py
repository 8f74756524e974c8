"""Writing lines into streams, and reading them back to see that nobody altered them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC
from typing import Any

from django.utils import timezone

from annotations.history import chain
from annotations.models import Actor, Event, Stream


def facts_of(event: Event, stream_name: str) -> dict[str, Any]:
    """Return everything of a line that its hash covers."""
    return {
        "stream": stream_name,
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "via": event.via,
        "action": event.action,
        "noun": event.noun,
        "object_id": event.object_id,
        "claim_id": event.claim_id,
        "before": event.before,
        "after": event.after,
        "reason": event.reason,
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
        prev=stream.head,
    )
    event.hash = chain.link(event.prev, facts_of(event, stream.name))
    stream.seq, stream.head = event.seq, event.hash
    return event


def first_bad_line(stream: Stream) -> str | None:
    """Return a sentence about the first line that does not fit the chain; None if all do."""
    events = stream.events.order_by("seq")
    bad = chain.first_break(_lines(stream))
    if bad is not None:
        return f"{stream.name}: line {bad + 1} was altered, removed or inserted."
    last = events.last()
    if (last.seq if last else 0, last.hash if last else "") != (stream.seq, stream.head):
        return f"{stream.name}: the lines end at {last.seq if last else 0}, not at {stream.seq}."
    return None


def _lines(stream: Stream) -> Iterator[tuple[dict[str, Any], str, str]]:
    for event in stream.events.order_by("seq").iterator():
        yield facts_of(event, stream.name), event.prev, event.hash
