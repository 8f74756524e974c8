"""What the machine thought of words before people chose them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from annotations.models import ArticleVersion, Occurrence, Suggestion
from annotations.models.claim import Triage
from annotations.models.suggestion import Level
from annotations.suggesting.sentences import around
from annotations.text.spans import Span

THOUGHT = ("model_id", "score", "was_proposed")
_STRETCH = 512

Row = dict[str, Any]


class Spotted:
    """Answers for spans of one version, in two or three queries for all of them.

    A sentence that was marked already is proposed no more: its marks remember. Words that the
    machine passed over, such as a title's, have its name and no score.
    """

    def __init__(self, version: ArticleVersion, spans: Sequence[Span]) -> None:
        self._sentences = {span: around(version.text, *span) for span in spans}
        first = min(start for start, _end in self._sentences.values())
        last = max(end for _start, end in self._sentences.values())
        near = {"version": version, "start__lt": last, "end__gt": first}
        # Few are near, so they are sorted here.
        marked = Occurrence.objects.filter(**near).order_by()
        marks: list[Row] = [*marked.values("pk", "start", "end", *THOUGHT, "claim__triage")]
        marks.sort(key=lambda mark: (not mark["was_proposed"], mark["pk"]))
        standing = [mark for mark in marks if mark["claim__triage"] == Triage.OPEN]
        proposed = Suggestion.objects.filter(**near).order_by()
        read: list[Row] = [
            {**row, "was_proposed": row["level"] <= Level.USUAL}
            for row in proposed.values("rank", "start", "end", "model_id", "score", "level")
        ]
        read.sort(key=lambda row: row["rank"])
        self._version = version
        self._known = [_Places(rows) for rows in (standing, read, marks)]
        self._model: Row | None = None

    def at(self, span: Span) -> Row:
        """Return the model's name, its score and whether it proposed these words."""
        start, end = self._sentences[span]
        for places in self._known:
            if found := places.first(start, end):
                return {name: found[name] for name in THOUGHT}
        if self._model is None:
            read = self._version.suggestions.order_by("rank").values("model_id")
            self._model = {**(read.first() or {})}
        return self._model


class _Places:
    """Rows with a start and an end, found by where they are; the first of them comes first."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)
        self._near: dict[int, list[int]] = defaultdict(list)
        for number, row in enumerate(self._rows):
            for stretch in range(row["start"] // _STRETCH, row["end"] // _STRETCH + 1):
                self._near[stretch].append(number)

    def first(self, start: int, end: int) -> Row | None:
        """Return the first row that has characters between these two places."""
        numbers = {
            number
            for stretch in range(start // _STRETCH, end // _STRETCH + 1)
            for number in self._near.get(stretch, ())
            if self._rows[number]["start"] < end and self._rows[number]["end"] > start
        }
        return self._rows[min(numbers)] if numbers else None
