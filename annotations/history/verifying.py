"""Reading the whole history, and all its checkpoints, to see that nobody altered them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef

from annotations.history import chain, ledger
from annotations.history.chain import End, Line
from annotations.history.marks import Marks, seen
from annotations.models import Event, Stream
from annotations.models.append_only import AppendOnly
from annotations.models.event import stream_name

_STREAM = range(5)  # what `ledger.everything` says of the stream


@dataclass
class Report:
    """What was read, what is wrong (a sentence each), and what could not be looked at."""

    lines: int = 0
    vouched: int = 0
    streams: int = 0
    checkpoints: int = 0
    reached: tuple[str, int] = ("", 0)
    wrong: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def verify(path: Path, key: str) -> Report:
    """Check the chain of every stream, and all of it against the checkpoints in the file.

    Memory grows with the checkpoints, and not with the history. What is written meanwhile is
    left for the next time.
    """
    found = seen(path, key)
    report = Report(checkpoints=found.checkpoints, wrong=found.wrong, unchecked=found.unchecked)
    try:
        _read_streams(found.marks, report)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        # Only raw SQL can put there what Django's fields cannot read.
        name, seq = report.reached
        report.wrong.append(f"{name}: line {seq} or the one after it cannot be read: {error}")
        return report
    report.wrong += _gone(found.marks)
    report.wrong += _unguarded()
    if report.lines > report.vouched:
        report.unchecked.append(
            f"Whether the {report.lines - report.vouched:,} lines that no checkpoint covers yet "
            "were written anew, each with a new hash."
        )
    return report


def _read_streams(marks: Marks, report: Report) -> None:
    for (_pk, team, article, *end), rows in groupby(ledger.everything(), key=itemgetter(*_STREAM)):
        name = stream_name(team, article)
        walked = chain.walk(_lines(name, rows, report), End(*end), marks.pop(name, {}))
        report.streams += 1
        report.lines += walked.lines
        report.vouched += walked.vouched
        if walked.wrong:
            report.wrong.append(f"{name}: {walked.wrong}")


def _lines(name: str, rows: Iterable[tuple[Any, ...]], report: Report) -> Iterator[Line]:
    for row in rows:
        values = row[len(_STREAM) :]
        report.reached = (name, values[0])
        yield ledger.line_of(name, values)


def _gone(marks: Marks) -> list[str]:
    """Return what is wrong with streams of which there is no line."""
    lines = Event.objects.filter(stream=OuterRef("pk"))
    empty = Stream.objects.filter(~Exists(lines), seq__gt=0).order_by("pk")
    wrong = [ledger.first_bad_line(stream, marks.pop(stream.name, {})) for stream in empty]
    for name, of_stream in marks.items():
        walked = chain.walk([], End(0, ""), of_stream)
        wrong.append(f"{name}: the whole stream is gone; {walked.wrong}")
    homeless = Event.objects.filter(~Exists(Stream.objects.filter(pk=OuterRef("stream_id"))))
    if line := homeless.order_by("stream_id", "seq").first():
        wrong.append(f"Line {line.seq} belongs to stream {line.stream_id}, which is gone.")
    return [sentence for sentence in wrong if sentence]


def _unguarded() -> list[str]:
    guards = [one for one in Event._meta.constraints if isinstance(one, AppendOnly)]
    if all(guard.is_there(Event, connection) for guard in guards):
        return []
    return ["The database lets events be altered: somebody took its triggers away."]
