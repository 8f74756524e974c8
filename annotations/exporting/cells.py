"""A table as text: CSV by RFC 4180, or JSON Lines. Pure.

A spreadsheet runs a cell that begins like a formula. Such a cell, and one that begins with an
apostrophe, gets an apostrophe before it; whoever takes one away has the cell as it was.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]

APOSTROPHE = "'"
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*")
_COMMANDS = frozenset("=+-@\u2212")
_CONTROLS = ("\t", "\r", "\n")


@dataclass(frozen=True)
class Format:
    """How rows are written: what comes first, and then so many rows at a time."""

    ending: str
    media_type: str
    head: Callable[[Sequence[str]], bytes]
    rows: Callable[[Iterable[Row]], bytes]


def plain(value: Any) -> Any:
    """Return a value of a row as JSON has it; times are ISO 8601 in UTC."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, dt.date) else value


def defused(text: str) -> str:
    """Return the text as no spreadsheet runs it, also with a full-width sign or spaces before."""
    seen = text[_UNSEEN.match(text).end() :][:1]  # type: ignore[union-attr]  # it matches nothing
    first = unicodedata.normalize("NFKC", seen)[:1]
    if text.startswith((APOSTROPHE, *_CONTROLS)) or first in _COMMANDS:
        return APOSTROPHE + text
    return text


def _csv_head(columns: Sequence[str]) -> bytes:
    """The mark of UTF-8, without which spreadsheets take it for another encoding, and the names."""
    return b"\xef\xbb\xbf" + _csv([columns])


def _csv_rows(rows: Iterable[Row]) -> bytes:
    return _csv([_cell(value) for value in row.values()] for row in rows)


def _csv(lines: Iterable[Sequence[Any]]) -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n").writerows(lines)
    return file.getvalue().encode()


def _cell(value: Any) -> Any:
    """Numbers stay numbers; lists and objects are JSON; nothing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return defused(str(value) if isinstance(value, str) else _json(value))


def _json_rows(rows: Iterable[Row]) -> bytes:
    return "".join(f"{_json(row)}\n" for row in rows).encode()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8; header=present", _csv_head, _csv_rows),
    "jsonl": Format("jsonl", "application/x-ndjson", lambda _columns: b"", _json_rows),
}
