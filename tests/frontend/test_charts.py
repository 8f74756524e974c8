"""The geometry of the charts stays inside its frame, for any values."""

from __future__ import annotations

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
