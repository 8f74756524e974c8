"""What somebody can do to the history who owns the database and knows the desk's code."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from annotations.history import chain, ledger
from annotations.models import Stream


def sql(statement: str, *values: Any) -> None:
    """Run one statement past everything."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def on_line(stream: Stream, seq: int, column: str, value: Any) -> None:
    """Write one column of one line."""
    place = "WHERE stream_id = %s AND seq = %s"
    sql(f"UPDATE annotations_event SET {column} = %s {place}", value, stream.pk, seq)


def edit(stream: Stream, seq: int) -> None:
    """Let a line say something else."""
    on_line(stream, seq, "reason", "Because I say so.")


def hash_again(stream: Stream, seq: int) -> None:
    """Give a line the hash of what it says now, after the line before it."""
    line = stream.events.get(seq=seq)
    before = stream.events.filter(seq=seq - 1).values_list("hash", flat=True).first() or ""
    own = chain.hash_of(before, ledger.facts_of(line, stream.name), line.salt)
    on_line(stream, seq, "prev", before)
    on_line(stream, seq, "hash", own)


def hash_on(stream: Stream, first: int) -> None:
    """Hash again from this line to the end, and put the stream's end right."""
    for seq in stream.events.filter(seq__gte=first).order_by("seq").values_list("seq", flat=True):
        hash_again(stream, seq)
    put_end_right(stream)


def put_end_right(stream: Stream) -> None:
    """Let the stream end with the last line that is there."""
    seq, head = stream.events.order_by("-seq").values_list("seq", "hash").first() or (0, "")
    update = "UPDATE annotations_stream SET seq = %s, head = %s WHERE id = %s"
    sql(update, seq, head, stream.pk)


def drop(stream: Stream, *, first: int, last: int = 10_000) -> None:
    """Delete these lines, and what tells of them."""
    place = "WHERE stream_id = %s AND seq BETWEEN %s AND %s"
    told = f"WHERE event_id IN (SELECT id FROM annotations_event {place})"
    sql(f"DELETE FROM annotations_notification {told}", stream.pk, first, last)
    sql(f"DELETE FROM annotations_feedentry {told}", stream.pk, first, last)
    sql(f"DELETE FROM annotations_event {place}", stream.pk, first, last)


def shift(stream: Stream, first: int, by: int) -> None:
    """Count the lines from this one on otherwise."""
    place = "WHERE stream_id = %s AND seq >= %s"
    # In two steps, since two lines never have the same number.
    sql(f"UPDATE annotations_event SET seq = seq + 5000 {place}", stream.pk, first)
    sql(f"UPDATE annotations_event SET seq = seq - %s {place}", 5000 - by, stream.pk, 5000)


def swap(stream: Stream, one: int, other: int) -> None:
    """Let two lines change places."""
    on_line(stream, one, "seq", 5000)
    on_line(stream, other, "seq", one)
    on_line(stream, 5000, "seq", other)


def insert(stream: Stream, seq: int) -> None:
    """Put a copy of the line before in this place."""
    shift(stream, seq, 1)
    copy(stream, seq - 1, seq)


def copy(stream: Stream, seq: int, to: int) -> None:
    """Write a line a second time."""
    fields = [field.column for field in stream.events.model._meta.concrete_fields]
    names = ", ".join(f'"{name}"' for name in fields if name not in {"id", "seq"})
    statement = f"INSERT INTO annotations_event (seq, {names}) SELECT %s, {names}"
    place = "FROM annotations_event WHERE stream_id = %s AND seq = %s"
    sql(f"{statement} {place}", to, stream.pk, seq)


def erase(stream: Stream) -> None:
    """Leave nothing of a stream."""
    drop(stream, first=0)
    sql("DELETE FROM annotations_stream WHERE id = %s", stream.pk)


def steps(*done: Callable[[Stream], None]) -> Callable[[Stream], None]:
    """Do one after the other."""

    def act(stream: Stream) -> None:
        for step in done:
            step(stream)

    return act
