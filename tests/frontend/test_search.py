"""The search, and the way in."""

import pytest
from django.test import Client

from annotations.actions.external_checks import import_checks
from annotations.finding import MOST
from annotations.models import Membership, Role
from tests.cast import TEXT, a_claim, a_claim_review, an_article, in_review, published, retracted
from tests.frontend.visiting import at_desk, queries, words
from tests.frontend.waiting import many_claims


def test_search_finds_all_words_in_any_order_in_the_own_team(newsroom):
    a_claim(newsroom.alice, statement="The tunnel cost 412 million euros.")
    a_claim(newsroom.mallory, statement="Another tunnel cost nothing.")
    said = words(at_desk(newsroom.alice).get("/search/?q=COST+tunnel"))
    assert "The tunnel cost 412 million euros." in said
    assert "Another tunnel" not in said


def test_search_finds_fact_checks_claims_and_articles_with_the_words_marked(newsroom):
    article = an_article(newsroom.alice, text=f"{TEXT} Ferries & <b>boats</b> were cheaper.")
    published(newsroom, a_claim(newsroom.alice, article, statement="Ferries are cheaper."))
    answer = at_desk(newsroom.alice).get("/search/?q=ferr")
    drawn, said = answer.content.decode(), words(answer)
    for heading in ("Fact-checks", "Claims", "Articles"):
        assert heading in said
    assert drawn.count('<mark class="hit">Ferries</mark> are cheaper.') == 2
    assert '<mark class="hit">Ferries</mark> &amp; &lt;b&gt;boats&lt;/b&gt; were' in drawn
    assert f'href="/fact-checks/harbour-desk/{article.claims.get().pk}/"' in drawn
    assert f'href="/articles/{article.pk}/"' in drawn


def test_search_finds_what_was_imported_with_its_rating(newsroom):
    import_checks([a_claim_review(1), a_claim_review(2)], by=newsroom.alice)
    import_checks(a_claim_review(3), by=newsroom.mallory)
    answer = at_desk(newsroom.victor).get("/search/?q=1+lorries")
    said = words(answer)
    assert "Imported fact-checks (1)" in said
    assert "The bridge carries 1 lorries a day. Inga Holm" in said
    assert "checked by Checks · 20 November 2025 Mostly false" in said
    assert '<mark class="hit">lorries</mark>' in answer.content.decode()
    assert "Imported fact-checks (2)" in words(at_desk(newsroom.victor).get("/search/"))


def test_search_without_words_says_what_it_finds(newsroom):
    alice = at_desk(newsroom.alice)
    assert "Finds the team's published fact-checks, claims, articles" in words(
        alice.get("/search/")
    )
    assert "Finds the team's" not in words(alice.get("/search/?q=tunnel"))


def test_a_claim_that_was_found_by_its_claimant_shows_them(newsroom):
    a_claim(newsroom.alice, claimant="Inga Holm")
    answer = at_desk(newsroom.alice).get("/search/?q=holm").content.decode()
    assert 'Inga <mark class="hit">Holm</mark>' in answer


def test_search_names_what_was_retracted(newsroom):
    retracted(newsroom, published(newsroom))
    assert "Retracted" in words(at_desk(newsroom.alice).get("/search/?q=accounts"))


@pytest.mark.parametrize("asked", ["%", "_", "\0", "' OR 1=1", "<script>", "x" * 60_000])
def test_search_takes_anything(newsroom, asked):
    a_claim(newsroom.alice)
    answer = at_desk(newsroom.alice).get("/search/", {"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_search_says_that_nothing_has_the_words(newsroom):
    a_claim(newsroom.alice)
    assert "Nothing here has all these words" in words(at_desk(newsroom.alice).get("/search/?q=x"))
    assert "Nothing here" not in words(at_desk(newsroom.alice).get("/search/"))


def test_search_says_when_there_is_more(newsroom):
    many_claims(newsroom.alice, MOST + 2)
    said = words(at_desk(newsroom.alice).get("/search/?q=gates"))
    assert f"The newest {MOST}. Add a word to find fewer." in said


def test_home_leads_people_to_their_queue_and_strangers_to_what_is_public(newsroom):
    assert at_desk(newsroom.alice).get("/").headers["Location"] == "/queue/"
    assert Client().get("/").headers["Location"] == "/fact-checks/"


def test_the_address_of_the_choice_of_a_team_leads_to_the_team(newsroom):
    assert at_desk(newsroom.alice).get("/team/").headers["Location"] == "/team/settings/"


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
