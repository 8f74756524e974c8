"""Blind double rating: two rate before they see each other; where they differ a third decides."""

import json

import pytest
from django.core.management import call_command

from annotations.actions import claims, raters, reviews, verdicts
from annotations.agreement.rounds import round_of, running
from annotations.errors import Invalid, NotAllowed, NotNow
from annotations.history.keeping import keep
from annotations.models import BlindRating, Event, Role
from tests.annotations.agreement.rating import rates
from tests.annotations.at_once import at_once
from tests.cast import (
    a_claim,
    a_draft,
    a_member,
    a_rating,
    again,
    evidence_for,
    in_review,
)

pytestmark = pytest.mark.django_db

PEOPLE = ("alice", "bob", "charlie", "dana", "erin", "victor", "mallory")


@pytest.fixture
def claim(newsroom):
    """A claim for which Alice asked two people."""
    return raters.ask(a_claim(newsroom.alice), by=newsroom.alice)


def result(claim):
    agreed = again(claim).agreed_rating
    return agreed and agreed.slug


# ------------------------------------------------------------------ what a round comes to


@pytest.mark.parametrize(
    ("words", "agreed"),
    [
        ({}, None),
        ({"bob": "false"}, None),
        ({"bob": "false", "charlie": "false"}, "false"),
        ({"bob": "satire", "charlie": "satire"}, "satire"),
        ({"bob": "false", "charlie": "true"}, None),
        ({"bob": "false", "charlie": "true", "dana": "true"}, "true"),
        ({"bob": "false", "charlie": "true", "dana": "false"}, "false"),
        ({"bob": "false", "charlie": "true", "dana": "unproven"}, "unproven"),
    ],
)
def test_two_that_agree_decide_and_else_the_third_does(newsroom, claim, words, agreed):
    rates(newsroom, claim, **words)
    assert result(claim) == agreed
    assert round_of(again(claim), newsroom.alice).is_running is (agreed is None)


def test_whoever_asks_and_whoever_wrote_the_claim_may_rate_too(newsroom, claim):
    rates(newsroom, claim, alice="true", bob="true")
    assert result(claim) == "true"


def test_every_line_of_a_round_is_in_the_history_in_the_end(newsroom, claim):
    rates(newsroom, claim, bob="false", charlie="true", dana="true")
    lines = Event.objects.visible_to(newsroom.victor).filter(claim_id=claim.pk)
    told = [(e.action, e.noun, e.actor_name) for e in lines.order_by("seq")][2:]
    assert told == [
        ("ask_for_raters", "claim", "Alice"),
        ("rate", "blindrating", "Bob"),
        ("rate", "blindrating", "Charlie"),
        ("rate", "blindrating", "Dana"),
        ("rate", "claim", "Dana"),
    ]
    last = lines.order_by("seq").last()
    assert (last.before, last.after) == (
        {"agreed_rating": None},
        {"agreed_rating": a_rating(newsroom.team, "true").pk},
    )


def test_the_draft_has_to_follow_the_raters(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    draft = verdicts.draft(claim, by=newsroom.alice)
    with pytest.raises(NotNow, match="Two people rate this claim first"):
        verdicts.edit(draft, by=newsroom.alice, rating=a_rating(newsroom.team, "true"))
    rates(newsroom, claim, bob="false", charlie="false")
    verdicts.discard(draft, by=newsroom.alice)
    draft = a_draft(again(claim), newsroom.alice, rating=a_rating(newsroom.team, "true"))
    with pytest.raises(NotNow, match="This is not the rating that the raters came to"):
        verdicts.submit(draft, by=newsroom.alice)
    verdicts.edit(draft, by=newsroom.alice, rating=a_rating(newsroom.team, "false"))
    assert verdicts.submit(draft, by=newsroom.alice).status == "in_review"


# ------------------------------------------------------------------ rounds


def test_a_second_round_begins_with_nothing_and_keeps_the_first(newsroom, claim):
    rates(newsroom, claim, bob="false", charlie="false")
    raters.ask(claim, by=newsroom.dana)
    assert (again(claim).double_rating, result(claim)) == (2, None)
    rates(newsroom, claim, bob="true")
    seen = BlindRating.objects.visible_to(newsroom.alice).filter(claim=claim)
    assert [(r.round, r.rating.slug) for r in seen] == [(1, "false"), (1, "false")]
    rates(newsroom, claim, charlie="true")
    assert result(claim) == "true"


def test_a_round_in_which_nobody_rated_is_stopped_without_a_trace_on_the_claim(newsroom, claim):
    stopped = raters.stop(claim, by=newsroom.bob)
    assert (stopped.double_rating, stopped.agreed_rating) == (0, None)
    raters.ask(claim, by=newsroom.bob)
    rates(newsroom, claim, bob="false", charlie="true", dana="unproven")
    raters.ask(claim, by=newsroom.alice)
    raters.stop(claim, by=newsroom.alice)
    assert (again(claim).double_rating, result(claim)) == (1, "unproven")


# ------------------------------------------------------------------ refusals


def rated_by(**words):
    return lambda n, claim: rates(n, claim, **words)


def reviewed(n, claim):
    raters.stop(claim, by=n.alice)
    in_review(n, again(claim))


def drafted(n, claim):
    raters.stop(claim, by=n.alice)
    a_draft(again(claim), n.alice)


ASKED = "Raters were asked already."
RATED = "You have rated this claim already."
ROLE = "You are a viewer here; this takes a contributor."
OPEN = "Claim is dismissed; for this it has to be open."
REFUSALS = [
    # who, does, after, refusal, sentence
    ("victor", "ask", None, NotAllowed, ROLE),
    ("victor", "rate", None, NotAllowed, ROLE),
    ("victor", "stop", None, NotAllowed, ROLE),
    ("mallory", "ask", None, NotAllowed, "This belongs to another team."),
    ("mallory", "rate", None, NotAllowed, "This belongs to another team."),
    ("mallory", "stop", None, NotAllowed, "This belongs to another team."),
    ("alice", "ask", None, NotNow, ASKED),
    ("alice", "ask", rated_by(bob="false"), NotNow, ASKED),
    ("alice", "ask", rated_by(bob="false", dana="true"), NotNow, ASKED),
    ("alice", "ask", reviewed, NotNow, "A revision is being reviewed or waits for publication."),
    ("alice", "ask", drafted, NotNow, "Take the rating out of the draft first"),
    ("bob", "rate", rated_by(bob="false"), NotNow, RATED),
    ("bob", "rate", rated_by(bob="false", dana="true"), NotNow, RATED),
    (
        "erin",
        "rate",
        rated_by(bob="false", dana="false"),
        NotNow,
        "Nobody is asked to rate this claim now.",
    ),
    (
        "alice",
        "rate",
        lambda n, c: raters.stop(c, by=n.alice),
        NotNow,
        "Nobody is asked to rate this claim now.",
    ),
    ("alice", "stop", rated_by(bob="false"), NotNow, "Somebody has rated this claim already"),
    (
        "alice",
        "stop",
        rated_by(bob="true", dana="true"),
        NotNow,
        "Nobody is asked to rate this claim now.",
    ),
    (
        "alice",
        "stop",
        lambda n, c: raters.stop(c, by=n.bob),
        NotNow,
        "Nobody is asked to rate this claim now.",
    ),
    ("alice", "rate", lambda n, c: claims.dismiss(c, by=n.bob), NotNow, OPEN),
    ("alice", "ask", lambda n, c: claims.dismiss(c, by=n.bob), NotNow, OPEN),
]


@pytest.mark.parametrize("row", REFUSALS)
def test_what_the_door_refuses(newsroom, claim, row):
    who, does, after, refusal, sentence = row
    if after:
        after(newsroom, claim)
    by = getattr(newsroom, who)
    given = {"rating": a_rating(newsroom.team)} if does == "rate" else {}
    lines = Event.objects.count()
    with pytest.raises(refusal, match=sentence):
        getattr(raters, does)(claim, by=by, **given)
    assert Event.objects.count() == lines


def test_an_integration_asks_and_never_rates(newsroom, claim):
    robot = a_member(newsroom.team, "Robot", Role.ADMIN, is_integration=True)
    with pytest.raises(NotAllowed, match="An integration cannot"):
        raters.rate(claim, by=robot, rating=a_rating(newsroom.team))
    raters.stop(claim, by=robot)
    assert raters.ask(claim, by=robot).double_rating == 1


def test_a_rating_of_another_teams_scale_is_refused(newsroom, claim):
    foreign = a_rating(newsroom.mallory.team)
    with pytest.raises(Invalid, match="not on the team's scale"):
        raters.rate(claim, by=newsroom.bob, rating=foreign)


def test_a_note_is_no_longer_than_it_may_be(newsroom, claim):
    with pytest.raises(Invalid, match="at most 2,000 characters"):
        raters.rate(claim, by=newsroom.bob, rating=a_rating(newsroom.team), note="n" * 2001)
    assert not BlindRating.objects.exists()


# ------------------------------------------------------------------ what nobody learns too early


def seers(newsroom, of, **about):
    return {
        who
        for who in PEOPLE
        if of.objects.visible_to(getattr(newsroom, who)).filter(**about).exists()
    }


@pytest.mark.parametrize("words", [{"bob": "false"}, {"bob": "false", "charlie": "true"}])
def test_until_the_round_is_over_each_sees_the_own_rating_and_no_other(newsroom, claim, words):
    before = again(claim)
    rates(newsroom, claim, **words)
    for who in PEOPLE:
        by = getattr(newsroom, who)
        own = {who} & set(words)
        seen = BlindRating.objects.visible_to(by)
        assert {rating.rater.name.lower() for rating in seen} == own
        lines = Event.objects.visible_to(by).filter(noun="blindrating")
        assert {line.actor_name.lower() for line in lines} == own
        if who != "mallory":
            found = round_of(again(claim), by)
            assert {rating.rater.name.lower() for rating in found.ratings} == own
            assert [str(rater).lower() for rater in found.raters] == list(words)
            assert (found.result, found.differs) == (None, len(words) > 1)
    # Nor does the claim tell of it, by its version or otherwise.
    assert again(claim).version == before.version
    assert Event.objects.exclude(noun="blindrating").filter(action="rate").count() == 0


def test_when_the_round_is_over_the_team_sees_all_of_it_and_others_nothing(newsroom, claim):
    rates(newsroom, claim, bob="false", charlie="true", dana="true")
    team = set(PEOPLE) - {"mallory"}
    assert seers(newsroom, BlindRating) == team
    assert seers(newsroom, Event, noun="blindrating") == team
    assert seers(newsroom, Event, claim_id=claim.pk, action="rate", noun="claim") == team
    shown = round_of(again(claim), newsroom.victor)
    assert [(str(r.rater), r.rating.slug, r.note) for r in shown.ratings] == [
        ("Bob", "false", "bob thinks false."),
        ("Charlie", "true", "charlie thinks true."),
        ("Dana", "true", "dana thinks true."),
    ]


def test_what_is_exported_of_a_fact_check_has_no_rating_of_anybody(
    newsroom, settings, tmp_path, claim
):
    file = tmp_path / "checkpoints.jsonl"
    settings.CHECKPOINTS = settings.CHECKPOINTS._replace(file=file, key="k" * 40, mail="")
    rates(newsroom, claim, bob="mostly-true", charlie="mostly-true")
    sent = in_review(newsroom, again(claim))
    reviews.review(sent, by=newsroom.erin, vote="approve")
    verdicts.publish(sent, by=newsroom.dana)
    raters.ask(claim, by=newsroom.alice)
    rates(newsroom, claim, bob="false")
    keep(at_once=True)
    exported = tmp_path / "fact-check.json"
    call_command("export_dossier", str(claim.pk), str(exported))
    text = exported.read_text()
    assert "thinks" not in text
    told = [line["facts"] for line in json.loads(text)["lines"] if "facts" in line]
    assert {facts["noun"] for facts in told} == {
        "claim", "occurrence", "evidence", "verdict", "review"
    }  # fmt: skip
    assert [facts["action"] for facts in told if facts["noun"] == "claim"] == [
        "highlight", "ask_for_raters", "rate"
    ]  # fmt: skip


def test_running_rounds_are_listed_with_how_many_have_rated_and_no_more(newsroom, claim):
    other = raters.ask(a_claim(newsroom.alice, quote="3.2 kilometres"), by=newsroom.bob)
    over = raters.ask(a_claim(newsroom.alice, quote="March 2025"), by=newsroom.bob)
    rates(newsroom, over, bob="false", charlie="false")
    rates(newsroom, claim, bob="false", charlie="true")
    found = [(c.pk, c.have_rated) for c in running(newsroom.victor)]
    assert found == [(claim.pk, 2), (other.pk, 0)]
    raters.ask(over, by=newsroom.alice)
    assert [c.have_rated for c in running(newsroom.victor)] == [2, 0, 0]
    assert not running(newsroom.mallory)


# ------------------------------------------------------------------ at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [2, 3, 8])
def test_however_many_rate_at_once_the_round_ends_with_the_result(newsroom, claim, times):
    """Two that agree leave no place for a third, and three none for a fourth."""
    people = [a_member(newsroom.team, f"Rater{n}", Role.CONTRIBUTOR) for n in range(times)]
    words = [a_rating(newsroom.team, slug) for slug in ("true", "false", "unproven")]
    answers = at_once(times, lambda n: raters.rate(claim, by=people[n], rating=words[n % 3]))
    given = [a for a in answers if isinstance(a, BlindRating)]
    assert all(isinstance(a, NotNow) for a in answers if a not in given)
    kept = [*BlindRating.objects.filter(claim=claim).order_by("pk")]
    assert {r.pk for r in kept} == {r.pk for r in given}
    assert again(claim).agreed_rating == raters.came_to([r.rating for r in kept])
    equal = len(kept) > 1 and kept[0].rating == kept[1].rating
    assert len(kept) == (2 if equal else min(times, 3))


@pytest.mark.django_db(transaction=True)
def test_one_person_at_two_screens_rates_once(newsroom, claim):
    word = a_rating(newsroom.team)
    answers = at_once(4, lambda _n: raters.rate(claim, by=newsroom.bob, rating=word))
    assert sum(isinstance(a, BlindRating) for a in answers) == 1
    assert result(claim) is None
