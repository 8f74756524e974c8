"""The geometry of the charts stays inside its frame, for any values."""

from __future__ import annotations

from itertools import pairwise

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as some

from frontend import charts

pytestmark = pytest.mark.once

counts = some.integers(min_value=0, max_value=10**6)


@given(some.lists(counts, max_size=8))
def test_bars_stay_inside(values):
    chart = charts.bars([("Open", value, "open") for value in values])
    assert all(0 <= bar.width <= charts.WIDTH - charts.LABELS for bar in chart.rows)
    assert all(bar.y + chart.thickness <= chart.height for bar in chart.rows)


@given(some.lists(some.floats(min_value=0, max_value=1e6), max_size=60))
def test_a_line_stays_inside(values):
    chart = charts.line(values, first="5 Oct", last="23 Nov", guide=3.0)
    assert all(0 <= point.x <= charts.PLOT for point in chart.points)
    assert all(charts.TOP <= point.y <= charts.BASE for point in chart.points)


@given(some.lists(some.none() | some.floats(min_value=-1, max_value=1), max_size=12))
def test_a_line_has_gaps_where_nothing_is_known_and_goes_below_zero(values):
    chart = charts.line(values, first="", last="", guide=0.8)
    known = [value for value in values if value is not None]
    assert [point.value for point in chart.points] == known
    assert all(charts.TOP <= point.y <= charts.BASE for point in chart.points)
    assert all((point.y > chart.base) <= (point.value < 0) for point in chart.points)
    gaps = sum(a is not None and b is None for a, b in pairwise(values))
    ends = bool(values) and values[-1] is not None
    assert len(chart.paths) == gaps + ends
    assert [point.value for point in chart.points if point.is_named] == [
        *known[:1],
        *known[1:][-1:],
    ]


@given(some.lists(some.tuples(counts, counts).map(sorted), max_size=60))
def test_columns_stay_inside(pairs):
    chart = charts.columns([(high, low) for low, high in pairs], first="", last="")
    assert all(column.x + column.width <= charts.WIDTH for column in chart.columns)
    assert all(column.outlined <= column.height for column in chart.columns)


def test_the_greatest_bar_is_the_longest():
    first, second = charts.bars([("Open", 9, "open"), ("Draft", 6, "draft")]).rows
    assert first.width > second.width


def test_values_are_written_on_the_chart():
    chart = charts.columns([(5, 0), (7, 1)], first="5 Oct", last="23 Nov")
    drawn = render_to_string("components/chart_columns.html", {"chart": chart, "name": "Weeks"})
    assert ">7</text>" in drawn
    assert 'aria-label="Weeks"' in drawn
    assert "style=" not in drawn


@given(some.lists(some.none() | some.integers(min_value=0, max_value=100), max_size=12))
def test_shares_stand_in_per_cent_of_the_whole_height_and_nothing_has_no_column(values):
    pairs = [None if value is None else (value, 0) for value in values]
    drawn = charts.columns(pairs, first="", last="", top=100).columns
    assert [column.value for column in drawn] == [value for value in values if value is not None]
    height = charts.BASE - charts.TOP
    assert all(abs(column.height - height * column.value / 100) <= 0.5 for column in drawn)
    assert [column.x for column in drawn] == sorted({column.x for column in drawn})


@given(some.lists(counts, min_size=1, max_size=5), counts)
def test_a_stacked_bar_has_no_gaps_and_stays_inside(parts, more):
    whole = sum(parts) + more
    drawn = charts.stacked(parts, whole)
    ends = [start + width for start, width in drawn]
    assert [start for start, _width in drawn] == [0, *ends[:-1]]
    assert all(width >= 0 for _start, width in drawn)
    assert ends[-1] == (round(100 * sum(parts) / whole) if whole else 0)
