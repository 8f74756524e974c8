"""What editors make of the suggestions, against counts worked out by hand."""

import datetime as dt
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from annotations.models import Claim, Occurrence, Suggestion
from annotations.models.suggestion import Level
from annotations.suggesting import quality as room
from annotations.suggesting.quality import Balance, quality
from tests.cast import a_claim, an_article

NOVEMBER = dt.date(2026, 11, 1)
OCTOBER = dt.date(2026, 10, 1)
OSLO = ZoneInfo("Europe/Oslo")
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
PLACES = count()
LONG = "One two three four five six seven eight nine ten. " * 40


@pytest.fixture(autouse=True)
def november_in_oslo(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with timezone.override(OSLO):
        yield


@pytest.fixture
def article(newsroom):
    return an_article(newsroom.alice, text=LONG, publisher="The Harbour Post")


def a_suggestion(article, **about):
    """One that nobody has decided, on words of its own."""
    start = next(PLACES) % 1000
    given = {
        "model_id": "minilm-1",
        "rank": 1,
        "level": 2,
        "score": 0.5,
        "scores": {},
        "reasons": [],
    }
    version = article.current
    return Suggestion.objects.create(version=version, start=start, end=start + 3, **given | about)


def decided(article, by, state, rank, *, at=NOVEMBER, **about):
    who = {"decided_by": by.user, "decided_at": noon(at)}
    return a_suggestion(article, state=state, rank=rank, **who, **about)


def taken(article, by, rank, **about):
    return decided(article, by, "accepted", rank, **about)


def dropped(article, by, rank, **about):
    return decided(article, by, "dismissed", rank, **about)


def marked(by, article, number, *, at=NOVEMBER, **about):
    """A claim of somebody's own, with what the machine thought of its words."""
    claim = a_claim(by, article, quote=LONG[number : number + 9], statement=f"Statement {number}")
    given = {"model_id": "minilm-1", "score": 0.5, "was_proposed": True}
    claim.occurrences.update(**given | about)
    Claim.objects.filter(pk=claim.pk).update(created_at=noon(at))
    return claim


def noon(day):
    return dt.datetime.combine(day, dt.time(12), OSLO)


def test_where_nothing_was_decided_nothing_is_said(newsroom, article):
    a_suggestion(article)
    found = quality(newsroom.victor)
    assert (found.by_model, found.by_month) == ([], [])
    assert found.claimants == [Balance("", proposed=1, taken=0, dropped=0)]


def test_precision_at_k_counts_what_was_decided_among_the_k_best(newsroom, article):
    other = an_article(newsroom.alice, title="Another", text=LONG + "End.")
    for rank in (1, 3):
        taken(article, newsroom.alice, rank)
    for rank in (2, 5):
        dropped(article, newsroom.alice, rank)
    a_suggestion(article, rank=4)
    dropped(other, newsroom.bob, 1)
    for rank in (2, 12):
        taken(other, newsroom.bob, rank)
    [figures] = quality(newsroom.victor).by_model
    assert (figures.model_id, figures.taken, figures.dropped) == ("minilm-1", 4, 3)
    # First places: one taken, one dropped. First three: 1, 3 and 2 taken, 2 and 1 dropped.
    assert figures.precision_at == {1: 1 / 2, 3: 3 / 5, 5: 3 / 6, 10: 3 / 6}
    assert figures.precision == 4 / 7
    assert figures.recall is None


def test_what_was_decided_counts_however_it_came_to_be_shown(newsroom, article):
    for level in Level:
        taken(article, newsroom.alice, 1, level=level)
        a_suggestion(article, level=level)
    found = quality(newsroom.victor)
    assert found.by_model[0].taken == 4
    assert found.outlets == [Balance("The Harbour Post", proposed=4, taken=2, dropped=0)]


def test_recall_is_the_share_of_the_editors_claims_that_had_been_proposed(newsroom, article):
    for number in range(3):
        marked(newsroom.alice, article, number)
    marked(newsroom.bob, article, 3, was_proposed=False)
    marked(newsroom.bob, article, 4, was_proposed=False, score=None)
    marked(newsroom.bob, article, 5, was_proposed=False, model_id="", score=None)
    dismissed = marked(newsroom.bob, article, 6, was_proposed=False)
    Claim.objects.filter(pk=dismissed.pk).update(triage="dismissed")
    [figures] = quality(newsroom.victor).by_model
    assert (figures.claims, figures.missed, figures.recall) == (5, 2, 3 / 5)
    assert figures.precision is None
    assert set(figures.precision_at.values()) == {None}


def test_what_was_accepted_on_request_was_not_missed(newsroom, article):
    claim = marked(newsroom.alice, article, 0, was_proposed=False)
    taken(article, newsroom.alice, 7, level=Level.BROAD)
    Suggestion.objects.update(claim=claim)
    [figures] = quality(newsroom.victor).by_model
    assert (figures.claims, figures.missed, figures.recall) == (1, 0, 1)


def test_models_and_months_are_counted_apart_newest_first(newsroom, article):
    taken(article, newsroom.alice, 1)
    taken(article, newsroom.alice, 1, at=OCTOBER)
    dropped(article, newsroom.alice, 4, at=OCTOBER)
    dropped(article, newsroom.alice, 1, at=OCTOBER, model_id="rules-1")
    marked(newsroom.alice, article, 1, at=OCTOBER, was_proposed=False)
    marked(newsroom.alice, article, 2, at=dt.date(2026, 9, 30), model_id="rules-1")
    found = quality(newsroom.victor)
    assert [(f.model_id, f.taken, f.dropped, f.claims, f.missed) for f in found.by_model] == [
        ("rules-1", 0, 1, 1, 0),
        ("minilm-1", 2, 1, 1, 1),
    ]
    assert [
        (f.month, f.model_id, f.precision_at[1], f.precision_at[5], f.recall)
        for f in found.by_month
    ] == [
        (NOVEMBER, "minilm-1", 1, 1, None),
        (OCTOBER, "rules-1", 0, 0, None),
        (OCTOBER, "minilm-1", 1, 1 / 2, 0),
        (dt.date(2026, 9, 1), "rules-1", None, None, 1),
    ]


def test_a_month_begins_at_midnight_of_the_desk(newsroom, article):
    midnight = dt.datetime(2026, 11, 1, tzinfo=OSLO)
    first, last = (taken(article, newsroom.alice, 1) for _time in range(2))
    Suggestion.objects.filter(pk=first.pk).update(decided_at=midnight)
    Suggestion.objects.filter(pk=last.pk).update(decided_at=midnight - dt.timedelta(seconds=1))
    months = [(figures.month, figures.taken) for figures in quality(newsroom.victor).by_month]
    assert months == [(NOVEMBER, 1), (OCTOBER, 1)]


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (dt.date(2026, 11, 20), dt.date(2025, 12, 1)),
        (dt.date(2026, 12, 31), dt.date(2026, 1, 1)),
        (dt.date(2026, 1, 1), dt.date(2025, 2, 1)),
    ],
)
def test_twelve_months_are_looked_back_on(newsroom, article, monkeypatch, today, first):
    monkeypatch.setattr(timezone, "now", lambda: noon(today).astimezone(dt.UTC))
    begins = dt.datetime.combine(first, dt.time(), OSLO)
    for moment in (begins, begins - dt.timedelta(microseconds=1)):
        made = taken(article, newsroom.alice, 1)
        Suggestion.objects.filter(pk=made.pk).update(decided_at=moment, made_at=moment)
        claim = marked(newsroom.alice, article, made.start)
        Claim.objects.filter(pk=claim.pk).update(created_at=moment)
    found = quality(newsroom.victor)
    [figures], [month] = found.by_model, found.by_month
    assert (figures.taken, figures.claims, month.month) == (1, 1, first)
    assert [balance.proposed for balance in found.outlets] == [1]


def test_other_teams_never_count(newsroom, article):
    theirs = an_article(newsroom.mallory, text=LONG, publisher="The Ridge Post")
    taken(theirs, newsroom.mallory, 1, speaker="Mallory")
    marked(newsroom.mallory, theirs, 1)
    dropped(article, newsroom.alice, 1, speaker="Inga Holm")
    found = quality(newsroom.victor)
    [figures] = found.by_model
    assert (figures.taken, figures.dropped, figures.claims) == (0, 1, 0)
    assert found.outlets == [Balance("The Harbour Post", proposed=1, taken=0, dropped=1)]
    assert found.claimants == [Balance("Inga Holm", proposed=1, taken=0, dropped=1)]


def test_the_balance_goes_by_the_claim_s_claimant_before_the_sentence_s_speaker(newsroom, article):
    holm = a_claim(newsroom.alice, article, quote=LONG[:9], claimant="Inga Holm")
    nobody = a_claim(newsroom.alice, article, quote=LONG[:8])
    taken(article, newsroom.alice, 1, speaker="Mayor Holm", claim=holm)
    taken(article, newsroom.alice, 1, speaker="Jonas Berg", claim=nobody)
    dropped(article, newsroom.alice, 2, speaker="Jonas Berg")
    a_suggestion(article, speaker="Jonas Berg")
    a_suggestion(article)
    assert quality(newsroom.victor).claimants == [
        Balance("Jonas Berg", proposed=3, taken=1, dropped=1),
        Balance("", proposed=1, taken=0, dropped=0),
        Balance("Inga Holm", proposed=1, taken=1, dropped=0),
    ]


def test_the_balance_names_the_most_proposed_only(newsroom, article):
    for number in range(room.MOST_NAMES + 5):
        a_suggestion(article, speaker=f"Speaker {number:02}")
    taken(article, newsroom.alice, 1, speaker="Speaker 24")
    names = [balance.name for balance in quality(newsroom.victor).claimants]
    assert len(names) == room.MOST_NAMES
    assert names[:2] == ["Speaker 24", "Speaker 00"]


@pytest.mark.parametrize("many", [10, 200])
def test_however_many_were_decided_it_takes_the_same_queries(
    newsroom, article, django_assert_num_queries, many
):
    for number in range(many):
        taken(article, newsroom.alice, number, speaker=f"Speaker {number}", model_id=f"m-{number}")
    Occurrence.objects.filter(claim=marked(newsroom.alice, article, 1)).update(model_id="m-1")
    with django_assert_num_queries(6):
        assert len(quality(newsroom.victor).by_model) == many
