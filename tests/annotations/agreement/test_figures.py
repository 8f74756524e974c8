"""How well a team's raters agree, by the month in which a round began."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import claims, raters
from annotations.agreement.figures import Figures, agreement
from annotations.agreement.statistics import cohen_kappa, krippendorff_alpha
from annotations.months import months
from tests.annotations.agreement.rating import a_round, rates

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
NOTHING = Figures(None, 0, 0, 0, 0, None, None, None)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """It is November 2026, until a test sets it to another moment."""

    def at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(NOW)
    return at


def test_who_never_rated_has_no_figures(newsroom):
    found = agreement(newsroom.alice)
    assert (found.total, found.by_month) == (NOTHING, [])


def test_a_month_is_measured_by_its_rounds_that_have_a_result(newsroom):
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, charlie="false", bob="false")
    a_round(newsroom, bob="false", charlie="mostly-false", dana="false")
    a_round(newsroom, bob="unproven", charlie="true", dana="true")
    found = agreement(newsroom.victor)
    firsts = [("T", "T"), ("F", "F"), ("F", "MF"), ("U", "T")]
    units = ["TT", "FF", ("F", "MF", "F"), "UTT"]
    values = ["55", "11", "121", "55"]
    assert found.total == Figures(
        month=None,
        complete=4,
        incomplete=0,
        to_a_third=2,
        off_scale=1,
        kappa=cohen_kappa(firsts),
        alpha=pytest.approx(krippendorff_alpha(units)),
        ordinal_alpha=pytest.approx(krippendorff_alpha(values, order="125")),
    )
    assert found.total.equal == 0.5
    assert found.by_month == [replace(found.total, month=dt.date(2026, 11, 1))]


@pytest.mark.parametrize("words", [{}, {"bob": "false"}, {"bob": "false", "charlie": "true"}])
def test_a_running_round_is_counted_as_incomplete_and_measured_by_nobody(newsroom, words):
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="true", charlie="false", dana="true")
    before = agreement(newsroom.bob)
    a_round(newsroom, **words)
    for who in (newsroom.bob, newsroom.charlie, newsroom.dana):
        after = agreement(who)
        assert after.total == replace(before.total, incomplete=1)
        assert [f.incomplete for f in after.by_month] == [1]


def test_where_every_rating_is_the_same_nothing_is_said_of_chance(newsroom):
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="true", charlie="true")
    total = agreement(newsroom.alice).total
    assert (total.complete, total.equal) == (2, 1.0)
    assert (total.kappa, total.alpha, total.ordinal_alpha) == (None, None, None)


def test_a_round_belongs_to_the_month_in_which_it_began(newsroom, clock):
    clock(dt.datetime(2026, 9, 30, 12, tzinfo=dt.UTC))
    late = a_round(newsroom, bob="true")
    a_round(newsroom, bob="true", charlie="false", dana="true")
    clock(NOW)
    rates(newsroom, late, charlie="false", dana="unproven")
    a_round(newsroom, bob="true", charlie="true")
    found = agreement(newsroom.alice)
    assert [(f.month, f.complete, f.to_a_third) for f in found.by_month] == [
        (dt.date(2026, 11, 1), 1, 0),
        (dt.date(2026, 9, 1), 2, 2),
    ]
    assert (found.total.complete, found.total.to_a_third) == (3, 2)


def test_the_last_twelve_months_count_and_no_more(newsroom, clock):
    for moment in (
        dt.datetime(2025, 11, 29, tzinfo=dt.UTC),
        dt.datetime(2025, 12, 2, tzinfo=dt.UTC),
    ):
        clock(moment)
        a_round(newsroom, bob="true", charlie="false", dana="false")
    clock(NOW)
    found = agreement(newsroom.alice)
    assert [f.month for f in found.by_month] == [dt.date(2025, 12, 1)] == months()[:1]
    assert found.total.complete == 1


def test_rounds_are_units_of_their_own_and_a_stopped_one_is_none(newsroom, clock):
    claim = a_round(newsroom, bob="true", charlie="true")
    clock(NOW + dt.timedelta(days=20))
    rates(newsroom, raters.ask(claim, by=newsroom.alice), bob="false", charlie="false")
    raters.ask(claim, by=newsroom.alice)
    raters.stop(claim, by=newsroom.alice)
    raters.stop(a_round(newsroom), by=newsroom.alice)
    found = agreement(newsroom.alice)
    assert [(f.month.month, f.complete, f.incomplete) for f in found.by_month] == [
        (12, 1, 0),
        (11, 1, 0),
    ]
    # Asked for again, it begins when it was asked for again.
    clock(NOW + dt.timedelta(days=50))
    raters.ask(claim, by=newsroom.alice)
    newest = agreement(newsroom.alice).by_month[0]
    assert (newest.month, newest.incomplete) == (dt.date(2027, 1, 1), 1)


def test_a_claim_that_was_dismissed_meanwhile_is_not_dropped(newsroom):
    claims.dismiss(a_round(newsroom, bob="true"), by=newsroom.alice)
    assert agreement(newsroom.alice).total == replace(NOTHING, incomplete=1)


def test_another_teams_ratings_are_not_here(newsroom):
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="true")
    assert agreement(newsroom.mallory).total == NOTHING


def test_the_number_of_queries_does_not_grow_with_rounds(newsroom):
    for _round in range(12):
        a_round(newsroom, bob="true", charlie="false", dana="true")
    with CaptureQueriesContext(connection) as captured:
        assert agreement(newsroom.alice).total.complete == 12
    assert len(captured) == 2
