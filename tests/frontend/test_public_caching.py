"""Public pages as caches see them: the same for all, asked for again, and cheap to say so."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations.actions import evidence, reviews, verdicts
from annotations.models import Claim, Team, User, Verdict
from tests.cast import a_claim, an_article, corrected, published
from tests.frontend.visiting import at_desk, queries

FEEDS = [
    "/fact-checks/",
    "/fact-checks/harbour-desk/",
    "/fact-checks/feed.atom",
    "/fact-checks/harbour-desk/feed.atom",
    "/sitemap.xml",
    "/api/v1/published/claimreview.json",
]


def pages(verdict):
    own = f"/fact-checks/harbour-desk/{verdict.claim_id}/"
    return [*FEEDS, own, f"{own}card/"]


def body(answer):
    return answer.getvalue()


def number_of_queries(place, client=None, **headers):
    with CaptureQueriesContext(connection) as captured:
        body((client or Client()).get(place, headers=headers))
    return len(captured)


@pytest.mark.parametrize("number", range(8))
def test_a_reader_who_has_it_already_gets_no_second_copy(newsroom, number):
    verdict = published(newsroom)
    place = pages(verdict)[number]
    first = Client().get(place)
    assert body(first)
    assert first["Cache-Control"] == "public, max-age=0, must-revalidate"
    for known in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = Client().get(place, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == first["Cache-Control"]


@pytest.mark.parametrize("number", range(8))
def test_a_correction_is_visible_at_once(newsroom, number):
    verdict = published(newsroom)
    place = pages(verdict)[number]
    first = Client().get(place)
    had = body(first)
    corrected(newsroom, verdict, summary="Another summary.")
    changed = Client().get(place, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert body(changed) != had


@pytest.mark.parametrize("number", range(8))
def test_the_answer_is_the_same_for_all_and_sets_no_cookie(newsroom, number):
    verdict = published(newsroom)
    place = pages(verdict)[number]
    stranger, alice = Client().get(place), at_desk(newsroom.alice).get(place)
    assert body(stranger) == body(alice)
    assert stranger["ETag"] == alice["ETag"]
    for answer in (stranger, alice):
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()


def test_whoever_reads_a_public_page_stays_signed_in(newsroom):
    alice, verdict = at_desk(newsroom.alice), published(newsroom)
    alice.get(pages(verdict)[6])
    assert alice.get("/queue/").status_code == 200


@pytest.mark.parametrize("who", ["Alice", "Bob", "Dana"])
def test_another_name_on_the_page_is_another_edition(newsroom, who):
    place = pages(published(newsroom))[6]
    first = Client().get(place)
    User.objects.filter(name=who).update(name="Another")
    assert Client().get(place, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_another_page_of_a_list_is_another_edition(newsroom):
    published(newsroom)
    one, two = (Client().get(f"/fact-checks/?page={number}")["ETag"] for number in (1, 2))
    assert one != two


def test_to_say_that_nothing_changed_takes_few_queries(newsroom):
    verdict = published(newsroom)
    most = dict.fromkeys(FEEDS, 1) | dict.fromkeys(pages(verdict)[6:], 2)
    # A team's pages ask for the team, too.
    most["/fact-checks/harbour-desk/"] = most["/fact-checks/harbour-desk/feed.atom"] = 2
    for place, number in most.items():
        known = {"if-none-match": Client().get(place)["ETag"]}
        for client in (Client(), at_desk(newsroom.alice)):
            assert number_of_queries(place, client, **known) <= number, place


def test_the_number_of_queries_does_not_grow_with_what_is_published(newsroom):
    article = an_article(newsroom.alice)
    first = published(newsroom, a_claim(newsroom.alice, article, statement="Claim 0"))
    copies(first, 9)
    few = [number_of_queries(place) for place in pages(first)]
    copies(first, 190)
    assert Verdict.objects.public().count() == 200
    assert [number_of_queries(place) for place in pages(first)] == few


def test_the_number_of_queries_does_not_grow_with_what_hangs_on_a_fact_check(newsroom):
    latest = first = published(newsroom)
    own = pages(first)[6]
    few = queries(Client(), own)
    corrected(newsroom, first)
    earlier = queries(Client(), f"{own}revisions/1/")
    for _number in range(3):
        latest = Verdict.objects.public().get()
        draft = verdicts.revise(latest, by=newsroom.alice, kind="minor", reason="Spelling.")
        evidence.cite(draft.claim, by=newsroom.alice, url="https://a.example", stance="context")
        again = verdicts.submit(draft, by=newsroom.alice)
        reviews.review(again, by=newsroom.charlie, vote="approve")
        verdicts.publish(again, by=newsroom.dana)
    assert queries(Client(), own) == few
    assert queries(Client(), f"{own}revisions/4/") == earlier


def copies(verdict, number):
    """So many fact-checks more, each of a claim of its own. Written straight, to be quick."""
    for _number in range(number):
        claim = Claim.objects.get(pk=verdict.claim_id)
        claim.pk = None
        claim.statement = f"Claim {Claim.objects.count()}"
        claim.fingerprint, claim.current = claim.statement, None
        claim.save(force_insert=True)
        revision = Verdict.objects.get(pk=verdict.pk)
        revision.pk, revision.claim = None, claim
        revision.save(force_insert=True)


def test_a_team_that_nobody_knows_has_no_feed(db):
    assert not Team.objects.exists()
    assert Client().get("/fact-checks/nobody/feed.atom").status_code == 404
