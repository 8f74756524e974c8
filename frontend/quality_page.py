"""How good the suggestions are, as the page about them shows it. It only reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from annotations import jobs, workflow
from annotations.actions import rescoring
from annotations.errors import Refusal
from annotations.models import Actor, Heartbeat, Job
from annotations.months import months
from annotations.suggesting import quality
from annotations.suggesting.quality import Balance, Figures
from frontend import charts
from frontend.trends import Chart

FEW = 20
"""With fewer decisions than this, a share says little."""


@dataclass(frozen=True)
class Row:
    """What editors did with a model's proposals; `few` where that is too little to judge by."""

    figures: Figures

    @property
    def decided(self) -> int:
        """How many proposals somebody has decided."""
        return self.figures.taken + self.figures.dropped

    @property
    def is_few(self) -> bool:
        """Whether these are too few to judge by."""
        return self.decided < FEW

    @property
    def precision(self) -> list[int | None]:
        """The share taken of what was decided, at each depth, in per cent."""
        return [_percent(share) for share in self.figures.precision_at.values()]

    @property
    def recall(self) -> int | None:
        """The share of the editors' claims that had been proposed, in per cent."""
        return _percent(self.figures.recall)


@dataclass(frozen=True)
class Name:
    """A claimant's or an outlet's part of what was proposed; `bar` is what is drawn of it."""

    balance: Balance
    bar: list[tuple[str, int, int]]

    @property
    def undecided(self) -> int:
        """How many proposals wait."""
        return self.balance.proposed - self.balance.taken - self.balance.dropped


class Page:
    """All that the page about the suggestions shows, in a fixed number of queries."""

    depths = quality.DEPTHS
    few = FEW

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.found = quality.quality(by)
        self.worker: Heartbeat = jobs.worker()

    @cached_property
    def models(self) -> list[Row]:
        """The models, the newest decisions first."""
        return [Row(figures) for figures in self.found.by_model]

    @cached_property
    def months(self) -> list[Row]:
        """The models by month, newest first."""
        return [Row(figures) for figures in self.found.by_month]

    @property
    def decided(self) -> int:
        """How many proposals were decided in all."""
        return sum(row.decided for row in self.models)

    @cached_property
    def charted(self) -> str:
        """The model whose months are drawn: the one in use, or else the one used last."""
        known = [row.figures.model_id for row in self.months]
        return self.worker.model_id if self.worker.model_id in known else (known or [""])[0]

    @property
    def by_month(self) -> list[tuple[str, Chart]]:
        """Precision at 3 and recall of the charted model, by month, each with its heading."""
        drawn = [row.figures for row in self.months if row.figures.model_id == self.charted]
        precision = _chart(
            _("Of the best three of each article, the share that was taken"),
            {figures.month: _percent(figures.precision_at[3]) for figures in drawn},
        )
        recall = _chart(
            _("Of the desk's own claims, the share that had been proposed"),
            {figures.month: _percent(figures.recall) for figures in drawn},
        )
        return [(_("Precision at 3"), precision), (_("Recall"), recall)]

    @property
    def done(self) -> Chart:
        """What became of the proposals, and what was not proposed."""
        rows = [
            (_("Taken"), sum(row.figures.taken for row in self.models), "open"),
            (_("Dropped"), sum(row.figures.dropped for row in self.models), "suggested"),
            (_("Missed"), sum(row.figures.missed for row in self.models), "none"),
        ]
        said = ", ".join(f"{label} {number}" for label, number, _state in rows)
        note = _("Missed: marked by hand, not proposed")
        return Chart(charts.bars(rows), _("What editors did: %s.") % said, note)

    @cached_property
    def claimants(self) -> list[Name]:
        """Whose words were proposed, most first."""
        return _names(self.found.claimants)

    @cached_property
    def outlets(self) -> list[Name]:
        """Where what was proposed stood, most first."""
        return _names(self.found.outlets)


@dataclass(frozen=True)
class Rescoring:
    """Scoring the team's articles again: the newest job, what there is to do, who may do it."""

    by: Actor
    job: Job | None
    outdated: int

    @property
    def refusal(self) -> Refusal | None:
        """Why this person cannot ask for it, or None."""
        return workflow.refusal("rescore", self.by, self.by.team)

    @property
    def cannot_cancel(self) -> Refusal | None:
        """Why this person cannot cancel it, or None."""
        return workflow.refusal("cancel", self.by, self.job) if self.job else None


def rescoring_of(by: Actor, worker: Heartbeat) -> Rescoring:
    """Return how scoring again stands in the actor's team."""
    job = rescoring.last(by)
    if job is not None and job.is_unfinished:
        return Rescoring(by, job, 0)
    count = rescoring.outdated(by, worker.model_id).count() if worker.model_id else 0
    return Rescoring(by, job, count)


def _chart(note: str, shares: Mapping[dt.date | None, int | None]) -> Chart:
    shown = months()
    values = [shares.get(month) for month in shown]
    known = [
        f"{_month(month)} {value} %"
        for month, value in zip(shown, values, strict=True)
        if value is not None
    ]
    if not known:
        return Chart(None, "", _("Nothing to count yet."))
    drawing = charts.columns(
        [None if value is None else (value, 0) for value in values],
        first=_month(shown[0]),
        last=_month(shown[-1]),
        top=100,
    )
    return Chart(drawing, f"{note}: {', '.join(known)}.", _("%s, in per cent") % note)


def _names(balances: Sequence[Balance]) -> list[Name]:
    most = max((balance.proposed for balance in balances), default=0)
    return [Name(balance, _bar(balance, most)) for balance in balances]


def _bar(balance: Balance, most: int) -> list[tuple[str, int, int]]:
    undecided = balance.proposed - balance.taken - balance.dropped
    places = charts.stacked([balance.taken, balance.dropped, undecided], most)
    kinds = ("is-taken", "is-dropped", "is-undecided")
    return [(kind, *place) for kind, place in zip(kinds, places, strict=True)]


def _percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def _month(month: dt.date) -> str:
    return date_format(month, "M Y")
