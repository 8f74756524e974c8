"""The places where a claim is made: a further one is marked, and where that is refused."""

import pytest

from annotations.actions.occurrences import MOST_PLACES
from annotations.models import Event, Occurrence
from tests.api.program import refused
from tests.cast import QUOTE, TEXT, a_claim, a_version, again, an_article, in_review
from tests.frontend.visiting import at_desk, words

pytestmark = pytest.mark.django_db

OTHER = "Traffic on the old bridge"
START = TEXT.index(OTHER)
END = START + len(OTHER)


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


@pytest.fixture
def places(claim):
    return f"claims/{claim.pk}/occurrences/"


@pytest.mark.parametrize(
    "sent",
    [
        {"exact": OTHER},
        {"start": START, "end": END, "exact": OTHER},
        {
            "start": len(TEXT[:START].encode("utf-16-le")) // 2,
            "end": len(TEXT[:END].encode("utf-16-le")) // 2,
            "unit": "utf16",
        },
    ],
)
def test_a_further_place_is_added_once(bob, claim, places, sent):
    added = bob.post(places, sent)
    assert added.status_code == 201, added.content
    place = added.json()
    assert (place["start"], place["end"], place["quote"]) == (START, END, OTHER)
    again_sent = bob.post(places, sent | {"article": claim.article_id})
    assert (again_sent.status_code, again_sent.json()) == (200, place)
    assert [one["quote"] for one in bob.get(places).json()["results"]] == [OTHER, QUOTE]
    assert len(bob.get(f"claims/{claim.pk}/").json()["occurrences"]) == 2


def test_who_added_it_worked_on_the_claim_and_the_history_says_so(bob, newsroom, claim, places):
    bob.post(places, {"exact": OTHER})
    assert newsroom.bob.user in claim.contributors.all()
    line = Event.objects.latest("pk")
    assert (line.noun, line.action, line.claim_id) == ("occurrence", "add_occurrence", claim.pk)
    page = words(at_desk(newsroom.alice).get(f"/claims/{claim.pk}/"))
    assert "Bob marked another place of the claim." in page


def test_a_claim_in_two_places_is_one_card_at_the_first(alice, newsroom, claim, places):
    alice.post(places, {"start": 0, "end": 11})
    page = at_desk(newsroom.alice).get(f"/articles/{claim.article_id}/").content.decode()
    assert page.count(f'id="card-claim-{claim.pk}"') == 1


def test_both_places_go_along_to_a_new_text(alice, claim, places):
    alice.post(places, {"exact": OTHER})
    a_version(claim.article, "Before all. " + TEXT)
    shown = alice.get(places).json()["results"]
    assert [(one["version"], one["fit"]) for one in shown] == [(2, "exact")] * 2


def test_words_that_are_gone_are_marked_where_they_are_now(bob, mallory, newsroom, claim, places):
    a_version(claim.article, TEXT.replace(QUOTE, "is free of charge for all of us"))
    [gone] = bob.get(places).json()["results"]
    assert gone["fit"] == "orphan"
    move = f"{places}{gone['id']}/move/"
    refused(mallory.post(move, {"exact": OTHER}), 404)
    refused(bob.post(move, {}), 400)
    refused(bob.post(move, {"exact": QUOTE}), 422)
    moved = bob.post(move, {"exact": OTHER})
    assert moved.status_code == 200, moved.content
    assert moved.json() == bob.get(places).json()["results"][0]
    assert {k: moved.json()[k] for k in ("id", "quote", "fit", "version")} == {
        "id": gone["id"],
        "quote": OTHER,
        "fit": "confirmed",
        "version": 2,
    }
    refused(bob.post(move, {"exact": OTHER}), 409, "not_now")
    page = words(at_desk(newsroom.alice).get(f"/claims/{claim.pk}/"))
    assert "Bob marked where these words are now." in page


def test_only_the_claims_own_article_has_its_places(alice, mallory, newsroom, claim, places):
    other = an_article(newsroom.alice, url="https://other.example/")
    theirs = an_article(newsroom.mallory)
    problem = refused(alice.post(places, {"exact": OTHER, "article": other.pk}), 422, "invalid")
    assert list(problem["errors"]) == ["article"]
    refused(alice.post(places, {"exact": OTHER, "article": theirs.pk}), 404)
    refused(mallory.post(places, {"exact": OTHER}), 404)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 400),
        ({"start": 0}, 400),
        ({"exact": "Nobody said this"}, 422),
        ({"start": 0, "end": 10**9}, 422),
        ({"exact": OTHER, "statement": "Other words."}, 400),
    ],
)
def test_what_is_no_place_is_refused(alice, places, sent, status):
    refused(alice.post(places, sent), status)
    assert Occurrence.objects.count() == 1


def test_nothing_is_added_to_what_is_in_review_nor_without_end(alice, newsroom, claim, places):
    for start in range(MOST_PLACES - 1):
        assert alice.post(places, {"start": start, "end": START}).status_code == 201
    refused(alice.post(places, {"exact": OTHER}), 409, "not_now")
    in_review(newsroom, again(claim))
    refused(alice.post(places, {"start": 0, "end": START}), 409, "not_now")
