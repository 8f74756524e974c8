"""Figures side by side: sections, each with its own columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LABEL, CELL = 46, 24
ABSENT = "–"


@dataclass
class Section:
    """A heading, the names of its columns, and rows: a label and a cell for each column."""

    heading: str
    columns: Sequence[str]
    rows: list[tuple[str, list[str]]] = field(default_factory=list)

    def add(self, label: str, *cells: str) -> None:
        """Put a row at the end; a column without a cell has no such figure."""
        missing = len(self.columns) - len(cells)
        self.rows.append((label, [*cells, *[ABSENT] * missing]))


def lines(sections: Iterable[Section]) -> Iterable[str]:
    """Give the table's lines."""
    for section in sections:
        yield f"{section.heading:{LABEL}}" + "".join(f"{name:>{CELL}}" for name in section.columns)
        for label, cells in section.rows:
            yield f"  {label:{LABEL - 2}}" + "".join(f"{cell:>{CELL}}" for cell in cells)
        yield ""
