"""Blind double rating on the page of a claim: who sees what, and what can be done about it."""

import re

import pytest

from annotations.actions import raters
from annotations.models import BlindRating, Role
from tests.annotations.agreement.rating import a_round, rates
from tests.cast import a_claim, a_draft, a_member, a_rating, again, in_review
from tests.frontend.visiting import at_desk, is_grey, queries, words

pytestmark = pytest.mark.django_db

ASK = "Ask two people to rate this blind"
RATE = "Rate without seeing the others"
PEOPLE = ("alice", "bob", "charlie", "dana", "erin", "victor")


def page(actor, claim):
    return at_desk(actor).get(f"/claims/{claim.pk}/?history=all")


def panel(actor, claim):
    """What the section of the raters says."""
    answer = page(actor, claim)
    found = re.search(
        r'<section class="section" id="raters".*?</section>', answer.content.decode(), re.DOTALL
    )
    return plain(found[0]) if found else ""


def plain(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def rate(actor, claim, slug="true", note=""):
    typed = {"rating": a_rating(actor.team, slug).pk if slug else "", "note": note}
    return at_desk(actor).post(f"/claims/{claim.pk}/rate/", typed, follow=True)


def test_somebody_asks_two_rate_and_the_page_says_the_result(newsroom):
    claim = a_claim(newsroom.alice)
    assert ASK in panel(newsroom.alice, claim)
    asked = at_desk(newsroom.alice).post(f"/claims/{claim.pk}/ask-for-raters/", follow=True)
    assert "Two people can rate this claim now" in words(asked)
    assert "0 of 2 have rated" in panel(newsroom.bob, claim)
    rate(newsroom.bob, claim, note="The accounts say so.")
    assert "1 of 2 have rated" in panel(newsroom.charlie, claim)
    rate(newsroom.charlie, claim, note="I found the accounts.")
    said = panel(newsroom.victor, claim)
    assert re.search(r"Bob True “The accounts say so.”.*Charlie True “I found the accounts.”", said)
    assert "Result True Both rated it so." in said
    assert again(claim).agreed_rating == a_rating(newsroom.team, "true")


def test_two_that_differ_wait_for_a_third_who_decides(newsroom):
    claim = a_round(newsroom, bob="true", charlie="false")
    said = panel(newsroom.dana, claim)
    assert "2 of 3 have rated" in said
    assert "The two differ; a third person has to rate, and decides." in said
    assert "One more person" in said
    rate(newsroom.dana, claim, "unproven")
    assert "Result Unproven The two differed; Dana decided." in panel(newsroom.alice, claim)


def test_until_the_round_is_over_the_page_tells_each_their_own_rating_and_no_other(newsroom):
    claim = a_round(newsroom, bob="satire", charlie="unproven")
    for who in PEOPLE:
        answer = page(getattr(newsroom, who), claim)
        body = answer.content.decode()
        own = {"bob": {"satire"}, "charlie": {"unproven"}}.get(who, set())
        assert {word for word in ("satire", "unproven") if f"thinks {word}" in body} == own
        said = panel(getattr(newsroom, who), claim)
        assert ("Bob has rated" in said) is (who != "bob")
        assert ("Charlie has rated" in said) is (who != "charlie")
        # Nobody's box is chosen, and the history has no line of somebody else's rating.
        assert " checked" not in body
        history = plain(body.split('id="history"')[1])
        assert ("satire" in history.lower()) is False or who == "bob"


def test_other_pages_that_tell_what_happened_do_not_tell_of_it_either(newsroom):
    claim = a_round(newsroom, bob="satire")
    client = at_desk(newsroom.charlie)
    for address in (
        f"/articles/{claim.article_id}/",
        f"/articles/{claim.article_id}/pulse/?since=0&announced=0",
        "/queue/",
        "/agreement/",
        "/search/?q=Claim",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "thinks" not in answer.content.decode(), address


def test_a_rating_is_not_offered_in_the_draft_while_a_round_runs(newsroom):
    claim = a_round(newsroom)
    body = page(newsroom.alice, claim).content.decode()
    form = body.split('id="verdict-form"')[1].split("</form>")[0]
    assert 'name="rating"' not in form
    rates(newsroom, claim, bob="true", charlie="true")
    body = page(newsroom.alice, claim).content.decode()
    assert 'name="rating"' in body.split('id="verdict-form"')[1].split("</form>")[0]


# ------------------------------------------------------------------ refusals


def test_a_rating_has_to_be_chosen_and_the_note_is_kept(newsroom):
    claim = a_round(newsroom)
    answer = rate(newsroom.bob, claim, slug="", note="I am not sure.")
    assert answer.status_code == 422
    assert "Choose a rating." in words(answer)
    assert "I am not sure." in answer.content.decode()


def test_another_teams_rating_is_no_choice(newsroom):
    claim = a_round(newsroom)
    foreign = a_rating(newsroom.mallory.team)
    answer = at_desk(newsroom.bob).post(f"/claims/{claim.pk}/rate/", {"rating": foreign.pk})
    assert answer.status_code == 422
    assert not BlindRating.objects.exists()


@pytest.mark.parametrize(
    ("who", "before", "status", "sentence"),
    [
        ("bob", {"bob": "true"}, 409, "You have rated this claim already."),
        (
            "dana",
            {"bob": "true", "charlie": "true"},
            409,
            "Nobody is asked to rate this claim now.",
        ),
        ("victor", {}, 403, "You are a viewer here; this takes a contributor."),
    ],
)
def test_who_rates_too_late_reads_why_and_keeps_the_note(newsroom, who, before, status, sentence):
    claim = a_round(newsroom, **before)
    count = BlindRating.objects.count()
    answer = rate(getattr(newsroom, who), claim, note="What I typed.")
    assert answer.status_code == status
    assert sentence in words(answer)
    assert "What I typed." in answer.content.decode()
    assert BlindRating.objects.count() == count


def test_an_integration_at_a_screen_is_told_that_a_person_has_to(newsroom):
    robot = a_member(newsroom.team, "Robot", Role.CONTRIBUTOR, is_integration=True)
    assert "An integration cannot" in panel(robot, a_round(newsroom))


def test_a_draft_with_a_rating_says_what_to_do_first(newsroom):
    claim = a_claim(newsroom.alice)
    a_draft(claim, newsroom.alice)
    answer = page(newsroom.alice, claim)
    assert is_grey(answer, ASK)
    assert "Take the rating out of the draft first" in panel(newsroom.alice, claim)
    refused = at_desk(newsroom.alice).post(f"/claims/{claim.pk}/ask-for-raters/", follow=True)
    assert "Take the rating out of the draft first" in words(refused)


def test_where_nobody_could_ask_the_page_does_not_speak_of_it(newsroom):
    claim = a_claim(newsroom.alice)
    assert panel(newsroom.victor, claim) == ""
    in_review(newsroom, claim)
    assert panel(newsroom.alice, claim) == ""


def test_a_round_that_nobody_rated_in_is_stopped(newsroom):
    claim = a_round(newsroom)
    answer = at_desk(newsroom.bob).post(f"/claims/{claim.pk}/stop-rating/", follow=True)
    assert "Nobody is asked to rate this claim any more." in words(answer)
    assert again(claim).double_rating == 0
    running = a_round(newsroom, bob="true")
    assert "Ask nobody after all" not in panel(newsroom.alice, running)
    answer = at_desk(newsroom.alice).post(f"/claims/{running.pk}/stop-rating/", follow=True)
    assert "Somebody has rated this claim already; let the others finish." in words(answer)


def test_after_a_result_two_people_can_be_asked_again(newsroom):
    claim = a_round(newsroom, bob="true", charlie="true")
    assert "Ask two people again" in panel(newsroom.alice, claim)
    raters.ask(claim, by=newsroom.alice)
    said = panel(newsroom.dana, claim)
    assert "0 of 2 have rated" in said
    assert "Bob" not in said


@pytest.mark.parametrize("verb", ["ask-for-raters", "rate", "stop-rating"])
def test_another_teams_claim_is_not_there(newsroom, verb):
    claim = a_round(newsroom)
    assert at_desk(newsroom.mallory).post(f"/claims/{claim.pk}/{verb}/").status_code == 404


def test_what_a_rater_writes_cannot_become_markup(newsroom):
    claim = a_round(newsroom)
    rate(newsroom.bob, claim, note="<script>x</script>")
    rate(newsroom.charlie, claim)
    assert "<script>x" not in page(newsroom.alice, claim).content.decode()


def test_the_number_of_queries_does_not_grow_with_raters_and_rounds(newsroom):
    claim = a_round(newsroom, bob="true")
    client, place = at_desk(newsroom.dana), f"/claims/{claim.pk}/"
    before = queries(client, place)
    rates(newsroom, claim, charlie="false")
    assert queries(client, place) == before
    # A claim that nobody rates takes the two less that say who has rated, and what.
    plain = a_claim(newsroom.alice, quote="3.2 kilometres")
    assert queries(client, f"/claims/{plain.pk}/") == before - 2
