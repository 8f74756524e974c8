"""The page about how well raters agree: figures of what is over, and names of what is not."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from annotations.agreement.figures import agreement
from tests.annotations.agreement.rating import a_round, rates
from tests.frontend.visiting import at_desk, queries, words

pytestmark = pytest.mark.django_db

PLACE = "/agreement/"
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """It is November 2026, until a test sets it to another moment."""

    def at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(NOW)
    return at


def page(actor):
    return at_desk(actor).get(PLACE)


def rows(answer):
    """The cells of the table, row by row, without its head."""
    body = answer.content.decode().split("<tbody>")[1].split("</table>")[0]
    cells = [re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL) for row in body.split("<tr>")]
    return [[" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row] for row in cells][1:]


def test_an_empty_page_says_what_to_do(newsroom):
    answer = page(newsroom.victor)
    assert "No claim has been rated twice yet" in words(answer)
    assert "ask two people to rate it blind" in words(answer)
    assert b'href="/articles/"' in answer.content
    assert b"<table" not in answer.content
    assert b"<svg viewBox" not in answer.content


def test_months_and_all_of_them_have_their_figures(newsroom, clock):
    clock(dt.datetime(2026, 9, 3, tzinfo=dt.UTC))
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="false", charlie="false")
    clock(NOW)
    a_round(newsroom, bob="false", charlie="unproven", dana="false")
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="true")
    answer = page(newsroom.alice)
    # November: two pairs, one of them equal. Kappa: observed 1/2, expected 1/4. Alpha: the values
    # are 2 false, 1 unproven and 2 true; 1 - 4 * 2 / (25 - 9).
    november = ["Nov 2026", "2", "1", "50 %", "1", "0.33", "0.50", "1.00", "1"]
    september = ["Sep 2026", "2", "0", "100 %", "0", "1.00", "1.00", "1.00", "0"]
    every = rows(answer)
    assert every[:2] == [november, september]
    assert every[2][:5] == ["In all", "4", "1", "75 %", "1"]
    assert "4 claims rated so far: too few to judge." in words(answer)
    kappa = answer.content.decode().split("kappa</h3>")[1].split("</svg>")[0]
    assert re.search(r'aria-label="[^"]*: Sep 2026 1\.00, Nov 2026 0\.33\."', kappa)
    # October is a gap, not a line.
    assert kappa.count("<polyline") == kappa.count("<circle") == 2


def test_what_nothing_defines_is_a_dash_and_never_a_number(newsroom):
    a_round(newsroom, bob="true", charlie="true")
    answer = page(newsroom.alice)
    assert rows(answer)[0] == ["Nov 2026", "1", "0", "100 %", "0", "–", "–", "–", "0"]
    assert "Nothing to count yet." in words(answer)
    assert 'aria-label="not defined"' in answer.content.decode()


def test_what_is_still_being_rated_is_named_with_how_far_it_is(newsroom):
    claim = a_round(newsroom, bob="true")
    differs = a_round(newsroom, bob="true", charlie="false")
    answer = page(newsroom.dana)
    said = words(answer)
    assert "1 of 2 have rated" in said
    assert "Two differ; a third has to rate" in said
    assert f'href="/claims/{claim.pk}/#raters"' in answer.content.decode()
    assert rows(answer)[0][1:3] == ["0", "2"]
    rates(newsroom, differs, dana="true")
    assert "Two differ" not in words(page(newsroom.dana))


@pytest.mark.parametrize("words_so_far", [{"bob": "satire"}, {"bob": "satire", "charlie": "true"}])
def test_a_running_round_changes_no_figure(newsroom, words_so_far):
    a_round(newsroom, bob="true", charlie="false", dana="true")
    claim = a_round(newsroom)
    before = page(newsroom.dana)
    rates(newsroom, claim, **words_so_far)
    after = page(newsroom.dana)
    assert rows(after) == rows(before)
    for answer in (before, after):
        assert "atire" not in words(answer)
    charts = [
        answer.content.decode().split('class="charts')[1].split("<table")[0]
        for answer in (before, after)
    ]
    assert charts[0] == charts[1]


def test_another_teams_rounds_are_not_here(newsroom):
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="true")
    said = words(page(newsroom.mallory))
    assert "No claim has been rated twice yet" in said
    assert "Claim number" not in said


def test_the_number_of_queries_does_not_grow(newsroom):
    client = at_desk(newsroom.victor)
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="true")
    before = queries(client, PLACE)
    for _more in range(4):
        a_round(newsroom, bob="true", charlie="false", dana="true")
        a_round(newsroom, bob="true", charlie="false")
    assert queries(client, PLACE) == before
    assert agreement(newsroom.alice).total.complete == 5


def test_the_menu_leads_to_it_and_who_is_signed_out_is_asked_to_sign_in(newsroom, client):
    assert b'href="/agreement/"' in at_desk(newsroom.victor).get("/queue/").content
    assert client.get(PLACE).status_code == 302
