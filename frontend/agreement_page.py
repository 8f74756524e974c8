"""How well raters agree, as the page about it shows it. It only reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from annotations.agreement.figures import Figures, agreement
from annotations.agreement.rounds import running
from annotations.models import Actor
from annotations.months import months
from frontend import charts
from frontend.trends import Chart

FEW = 20
"""With fewer rounds than this, a coefficient says little."""
RELIABLE = 0.8
"""From here on readers may rely on ratings, by Krippendorff's custom: “Content Analysis” (2004),
p. 241; below .667 not even tentatively."""
MOST = 50
"""So many running rounds are named."""


@dataclass(frozen=True)
class Row:
    """The figures of a month, or of all of them."""

    figures: Figures

    @property
    def equal(self) -> int | None:
        """The share of rounds in which the first two gave the same rating, in per cent."""
        share = self.figures.equal
        return None if share is None else round(100 * share)

    @property
    def coefficients(self) -> list[str]:
        """The three coefficients, written; empty where nothing defines one."""
        found = (self.figures.kappa, self.figures.alpha, self.figures.ordinal_alpha)
        return ["" if value is None else number_format(value, 2) for value in found]

    @property
    def is_few(self) -> bool:
        """Whether these are too few rounds to judge by."""
        return self.figures.complete < FEW


class Page:
    """All that the page about agreement shows, in a fixed number of queries."""

    def __init__(self, by: Actor) -> None:
        found = agreement(by)
        self.total = Row(found.total)
        self.months = [Row(figures) for figures in found.by_month]
        self._running = running(by).select_related("article", "current", "assignee")

    @cached_property
    def running(self) -> list[Any]:
        """The claims with a round under way, the oldest first."""
        return list(self._running[: MOST + 1])

    @property
    def named(self) -> list[Any]:
        """Those of them that are named."""
        return self.running[:MOST]

    @property
    def has_more(self) -> bool:
        """Whether there are others."""
        return len(self.running) > MOST

    @property
    def charts(self) -> list[tuple[str, Chart]]:
        """The coefficients by month, each with its heading."""
        drawn = [row.figures for row in self.months]
        kappa = {figures.month: figures.kappa for figures in drawn}
        alpha = {figures.month: figures.alpha for figures in drawn}
        ordinal = {figures.month: figures.ordinal_alpha for figures in drawn}
        return [
            (_("Cohen's kappa"), _chart(_("Of the first two raters"), kappa)),
            (_("Krippendorff's alpha"), _chart(_("Of all raters"), alpha)),
            (_("Ordinal alpha"), _chart(_("Of all raters, by how far apart they are"), ordinal)),
        ]


def _chart(note: str, values: Mapping[dt.date | None, float | None]) -> Chart:
    shown = months()
    by_month = [values.get(month) for month in shown]
    known = [
        f"{_month(month)} {number_format(value, 2)}"
        for month, value in zip(shown, by_month, strict=True)
        if value is not None
    ]
    if not known:
        return Chart(None, "", _("Nothing to count yet."))
    drawing = charts.line(
        [None if value is None else round(value, 2) for value in by_month],
        first=_month(shown[0]),
        last=_month(shown[-1]),
        guide=RELIABLE,
        guide_label=number_format(RELIABLE),
    )
    return Chart(drawing, f"{note}: {', '.join(known)}.", note)


def _month(month: dt.date) -> str:
    return date_format(month, "M Y")
