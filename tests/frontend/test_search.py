"""The search, and the way in."""

import pytest
from django.test import Client

from annotations.models import Membership, Role
from tests.cast import a_claim, in_review
from tests.frontend.visiting import at_desk, queries, words
from tests.frontend.waiting import many_claims


def test_search_finds_all_words_in_any_order_in_the_own_team(newsroom):
    a_claim(newsroom.alice, statement="The tunnel cost 412 million euros.")
    a_claim(newsroom.mallory, statement="Another tunnel cost nothing.")
    said = words(at_desk(newsroom.alice).get("/search/?q=COST+tunnel"))
    assert "The tunnel cost 412 million euros." in said
    assert "Another tunnel" not in said


@pytest.mark.parametrize("asked", ["%", "_", "\0", "' OR 1=1", "<script>", "x" * 60_000])
def test_search_takes_anything(newsroom, asked):
    a_claim(newsroom.alice)
    answer = at_desk(newsroom.alice).get("/search/", {"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_search_says_when_there_is_more(newsroom):
    many_claims(newsroom.alice, 52)
    said = words(at_desk(newsroom.alice).get("/search/?q=gates"))
    assert "The newest 50 claims with these words." in said


def test_home_leads_people_to_their_queue_and_strangers_to_what_is_public(newsroom):
    assert at_desk(newsroom.alice).get("/").headers["Location"] == "/queue/"
    assert Client().get("/").headers["Location"] == "/fact-checks/"


def test_a_person_goes_to_another_of_their_teams_only(newsroom):
    other = newsroom.mallory.team
    alice = at_desk(newsroom.alice)
    alice.post("/team/", {"team": other.pk})
    assert "The Ridge Post" not in words(alice.get("/queue/"))
    Membership.objects.create(user=newsroom.alice.user, team=other, role=Role.VIEWER)
    alice.post("/team/", {"team": other.pk})
    assert alice.get("/queue/").context["actor"].team == other


def test_the_number_of_queries_of_a_search_does_not_grow(newsroom):
    for claim in many_claims(newsroom.alice, 2):
        in_review(newsroom, claim)
    bob = at_desk(newsroom.bob)
    few = queries(bob, "/search/?q=harbour")
    for claim in many_claims(newsroom.alice, 15):
        in_review(newsroom, claim)
    assert queries(bob, "/search/?q=harbour") == few
