"""The charts over the queue: work under way, and what the last weeks brought."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from statistics import median

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations.models import Actor, Verdict
from annotations.models.verdict import Kind
from frontend import charts
from frontend.board import UNDER_WAY, Standing
from frontend.templatetags.look import css_state, state_word

WEEKS = 8
DAY = 86400

Publication = tuple[dt.datetime, str, dt.datetime]
"""When a revision was published, its kind, and when its claim was made."""


@dataclass(frozen=True)
class Chart:
    """A drawing, what it says in a sentence, and a line under its heading.

    Without a drawing, `note` says why there is none.
    """

    drawing: charts.Bars | charts.Line | charts.Columns | None
    name: str
    note: str


def work(standing: Standing) -> Chart:
    """Return how many claims are in each state that leads to something."""
    rows = [
        (str(state_word(state)), standing.by_state.get(state, 0), css_state(state))
        for state in UNDER_WAY
    ]
    if not standing.under_way:
        return Chart(None, "", _("Nothing is under way."))
    claims = ngettext("%d claim", "%d claims", standing.under_way) % standing.under_way
    articles = ngettext("%d article", "%d articles", standing.articles) % standing.articles
    said = ", ".join(f"{label} {number}" for label, number, _state in rows)
    note = _("%(claims)s in %(articles)s") % {"claims": claims, "articles": articles}
    return Chart(charts.bars(rows), _("Claims under way: %s.") % said, note)


def recent(by: Actor) -> tuple[Chart, Chart]:
    """Return the days from claim to publication, and how much was published, by week."""
    monday = _first_monday()
    found = Verdict.objects.visible_to(by).filter(published_at__gte=monday)
    weeks: list[list[Publication]] = [[] for _week in range(WEEKS)]
    for at, kind, made in found.values_list("published_at", "kind", "claim__created_at"):
        if at is not None:
            weeks[min((at - monday).days // 7, WEEKS - 1)].append((at, kind, made))
    return _days(weeks, monday), _published(weeks, monday)


def _days(weeks: list[list[Publication]], monday: dt.datetime) -> Chart:
    """Only weeks in which something was first published have a point."""
    points = [
        (monday + dt.timedelta(weeks=place), round(median(days), 1))
        for place, week in enumerate(weeks)
        for days in [[_took(at, made) for at, kind, made in week if kind == Kind.FIRST]]
        if days
    ]
    if len(points) < 2:
        return Chart(None, "", _("This needs two weeks with publications."))
    (first, _was), (last, now) = points[0], points[-1]
    drawing = charts.line([days for _week, days in points], first=_day(first), last=_day(last))
    name = _("Median days from claim to publication, now %s.") % now
    return Chart(drawing, name, _("Median per week"))


def _took(published: dt.datetime, made: dt.datetime) -> float:
    """Return the days between."""
    return (published - made).total_seconds() / DAY


def _published(weeks: list[list[Publication]], monday: dt.datetime) -> Chart:
    total = sum(len(week) for week in weeks)
    if not total:
        return Chart(None, "", _("Nothing was published in the last eight weeks."))
    changed = [sum(kind != Kind.FIRST for _at, kind, _made in week) for week in weeks]
    drawing = charts.columns(
        [(len(week), corrections) for week, corrections in zip(weeks, changed, strict=True)],
        first=_day(monday),
        last=_day(monday + dt.timedelta(weeks=WEEKS - 1)),
    )
    name = _("%(total)d published in eight weeks, %(now)d of them this week.") % {
        "total": total,
        "now": len(weeks[-1]),
    }
    note = _("Outlined: corrections, %(changed)d in %(total)d") % {
        "changed": sum(changed),
        "total": total,
    }
    return Chart(drawing, name, note)


def _first_monday() -> dt.datetime:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today - dt.timedelta(days=today.weekday(), weeks=WEEKS - 1)


def _day(moment: dt.datetime) -> str:
    return date_format(moment, "j M")
