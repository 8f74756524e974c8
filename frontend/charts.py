"""The geometry of the charts: values in, whole pixels of an SVG out. Nothing here draws.

The origin is at the top left, as in SVG. Coordinates are whole numbers, so that no language's
decimal comma gets into the markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

WIDTH = 360
LABELS = 98
VALUES = 34
ROW, BAR = 28, 14

PLOT = 300
HEIGHT = 112
TOP, BASE = 24, 88
CAPTION = 104
MARGIN = 14


@dataclass(frozen=True)
class Bar:
    """A lying bar with its label; `state` gives it the state's colours."""

    label: str
    value: int
    state: str
    y: int
    width: int

    @property
    def middle(self) -> int:
        """Where the middle of the words stands."""
        return self.y + BAR // 2

    @property
    def end(self) -> int:
        """Where the value is written, just behind the bar."""
        return LABELS + self.width + 9


@dataclass(frozen=True)
class Bars:
    """A chart of lying bars."""

    rows: tuple[Bar, ...]
    width: int = WIDTH
    start: int = LABELS
    thickness: int = BAR

    @property
    def height(self) -> int:
        """Return the height that all rows need."""
        return ROW * len(self.rows)


@dataclass(frozen=True)
class Point:
    """A value over time; `is_named` where the value is written at it."""

    x: int
    y: int
    value: float
    is_named: bool = False


@dataclass(frozen=True)
class Line:
    """A line over time with a guide to compare it with; `base` is where zero stands.

    `runs` are the points that follow one another without a gap.
    """

    runs: tuple[tuple[Point, ...], ...]
    first: str
    last: str
    guide: int | None = None
    guide_label: str = ""
    width: int = WIDTH
    plot: int = PLOT
    height: int = HEIGHT
    base: int = BASE
    caption: int = CAPTION

    @property
    def points(self) -> list[Point]:
        """All points, from the first to the last."""
        return [point for run in self.runs for point in run]

    @property
    def paths(self) -> list[str]:
        """Return each run as SVG's `polyline` takes it."""
        return [" ".join(f"{point.x},{point.y}" for point in run) for run in self.runs]


@dataclass(frozen=True)
class Column:
    """A standing column; `outlined` is the part of it that is drawn as an outline at its foot."""

    x: int
    y: int
    width: int
    height: int
    value: int
    outlined: int
    is_last: bool

    @property
    def middle(self) -> int:
        """Where the value is written, over the column."""
        return self.x + self.width // 2

    @property
    def outlined_y(self) -> int:
        """Where the outline begins."""
        return BASE - self.outlined


@dataclass(frozen=True)
class Columns:
    """A chart of standing columns over time."""

    columns: tuple[Column, ...]
    first: str
    last: str
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE
    caption: int = CAPTION


def bars(rows: Sequence[tuple[str, int, str]]) -> Bars:
    """Return lying bars for (label, value, state); the greatest value takes the whole width."""
    unit = (WIDTH - LABELS - VALUES) / max([value for _, value, _ in rows] + [1])
    return Bars(
        tuple(
            Bar(label, value, state, y=ROW * place + (ROW - BAR) // 2, width=round(value * unit))
            for place, (label, value, state) in enumerate(rows)
        )
    )


def line(
    values: Sequence[float | None],
    *,
    first: str,
    last: str,
    guide: float | None = None,
    guide_label: str = "",
) -> Line:
    """Return a line through the values; their first and last are written, and the times below.

    What is None has its place in time, and the line a gap there. Values below zero stand below the
    axis.
    """
    known = {place: value for place, value in enumerate(values) if value is not None}
    scale = (min([*known.values(), 0]), max([*known.values(), guide or 0, 1]))
    gap = (PLOT - 2 * MARGIN) / max(len(values) - 1, 1)
    ends = {min(known, default=0), max(known, default=0)}
    points = {
        place: Point(MARGIN + round(gap * place), _height(value, *scale), value, place in ends)
        for place, value in known.items()
    }
    return Line(
        _runs(map(points.get, range(len(values)))),
        first,
        last,
        guide=None if guide is None else _height(guide, *scale),
        guide_label=guide_label,
        base=_height(0, *scale),
    )


def _runs(points: Iterable[Point | None]) -> tuple[tuple[Point, ...], ...]:
    """Return the points that follow one another without a gap."""
    groups = groupby(points, key=lambda point: point is not None)
    runs = (tuple(point for point in group if point) for _is_known, group in groups)
    return tuple(run for run in runs if run)


def columns(
    values: Sequence[tuple[int, int] | None], *, first: str, last: str, top: int | None = None
) -> Columns:
    """Return columns for (value, how much of it is outlined), the times of both ends below.

    What is None has its place in time and no column. `top` is the value that takes all the height,
    otherwise the greatest one does.
    """
    most = top or max([value[0] for value in values if value] + [1])
    pitch = (WIDTH - MARGIN) / max(len(values), 1)
    width = round(min(pitch * 0.6, 40))
    return Columns(
        tuple(
            Column(
                x=round(pitch * place) + MARGIN // 2,
                y=_height(value[0], 0, most),
                width=width,
                height=BASE - _height(value[0], 0, most),
                value=value[0],
                outlined=BASE - _height(value[1], 0, most),
                is_last=place == len(values) - 1,
            )
            for place, value in enumerate(values)
            if value is not None
        ),
        first,
        last,
    )


def stacked(parts: Sequence[float], whole: float) -> list[tuple[int, int]]:
    """Return where each part begins in a bar of 100, and how wide it is; `whole` fills the bar."""
    edges = [0, *(round(100 * edge / whole) if whole else 0 for edge in accumulate(parts))]
    return [(start, end - start) for start, end in pairwise(edges)]


def _height(value: float, bottom: float, top: float) -> int:
    """Return how far down a value stands, between the top and the base line."""
    return BASE - round((BASE - TOP) * (value - bottom) / (top - bottom))
