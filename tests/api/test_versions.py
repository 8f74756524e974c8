"""A new text of an article by the API, and the words that changed under its claims."""

import pytest

from annotations.models import ArticleVersion, Event, Occurrence, Role
from tests.annotations.intake.test_pages import PAGE
from tests.api.program import Program, refused
from tests.cast import QUOTE, TEXT, TITLE, a_claim, a_member, a_token, an_article, in_review

pytestmark = pytest.mark.django_db

OTHER = TEXT.replace(QUOTE, "did not cost 412 million euros").replace("38 %", "48 %")


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


def address(claim):
    return f"articles/{claim.article_id}/versions/"


def test_a_new_text_makes_a_version_and_tells_how_the_claims_fit(alice, newsroom, claim):
    for quote in ("fell by 38 %", "No other tunnel was built faster", "on Tuesday"):
        a_claim(newsroom.alice, claim.article, quote=quote)
    gone = OTHER.replace("“No other tunnel was built faster”, said Mayor Inga Holm.", "")
    answer = alice.post(address(claim), {"text": gone})
    assert answer.status_code == 201
    version = answer.json()
    assert (version["number"], version["text"], version["created"]) == (2, gone, True)
    assert version["counts"] == {"exact": 1, "changed": 2, "orphan": 1}
    assert version["source"] == "api"
    shown = alice.get(f"{address(claim)}2/").json()
    assert shown == {name: version[name] for name in shown}
    assert alice.get(f"articles/{claim.article_id}/").json()["version"] == 2


def test_the_text_that_is_there_is_answered_with_its_version(alice, claim):
    answer = alice.post(address(claim), {"text": TEXT})
    assert answer.status_code == 200
    assert (answer.json()["number"], answer.json()["created"]) == (1, False)
    assert answer.json()["counts"] == {"exact": 1, "changed": 0, "orphan": 0}


def test_a_text_for_an_article_that_has_moved_on_is_refused_with_what_it_is_now(alice, claim):
    read = alice.get(f"articles/{claim.article_id}/")["ETag"]
    assert alice.post(address(claim), {"text": OTHER}, If_Match=read).status_code == 201
    stale = alice.post(address(claim), {"text": TEXT}, If_Match=read)
    assert refused(stale, 412, "stale")["current"]["text"] == OTHER
    assert stale["ETag"] == alice.get(f"articles/{claim.article_id}/")["ETag"]
    assert alice.post(address(claim), {"text": TEXT}, If_Match=stale["ETag"]).status_code == 201


def test_a_page_may_be_the_new_text(alice, claim):
    answer = alice.post(address(claim), {"html": PAGE, "url": "https://port.example/"})
    assert (answer.status_code, answer.json()["source"]) == (201, "html")
    assert answer.json()["counts"] == {"exact": 1, "changed": 0, "orphan": 0}
    refused(alice.post(address(claim), {"url": "http://127.0.0.1/"}), 422, "invalid")


def test_a_corrected_headline_comes_with_the_text_and_stands_in_the_history(alice, claim):
    read = alice.get(f"articles/{claim.article_id}/")
    sent = {"text": OTHER, "title": "  It opens in June ", "byline": "Noor Haddad"}
    assert alice.post(address(claim), sent).status_code == 201
    article = alice.get(f"articles/{claim.article_id}/")
    assert (article.json()["title"], article.json()["byline"]) == (
        "It opens in June",
        sent["byline"],
    )
    assert article["ETag"] != read["ETag"]
    line = Event.objects.get(noun="article", action="add_version")
    assert line.before == {"title": TITLE, "byline": ""}
    assert line.after == {"title": "It opens in June", "byline": "Noor Haddad"}
    alone = alice.post(address(claim), {"text": OTHER, "title": "It opens in July"})
    assert (alone.status_code, alone.json()["created"]) == (200, False)
    assert alice.get(f"articles/{claim.article_id}/").json()["title"] == "It opens in July"
    written = Event.objects.count()
    alice.post(address(claim), {"text": OTHER, "title": "It opens in July"})
    assert Event.objects.count() == written


def test_with_a_headline_that_cannot_be_now_neither_it_nor_the_text_is_taken(
    alice, newsroom, claim
):
    refused(alice.post(address(claim), {"text": OTHER, "title": " "}), 422, "invalid")
    refused(alice.post(address(claim), {"text": OTHER, "title": "x" * 501}), 422, "invalid")
    in_review(newsroom, claim)
    refused(alice.post(address(claim), {"text": OTHER, "title": "Other"}), 409, "not_now")
    assert alice.get(f"articles/{claim.article_id}/").json()["title"] == TITLE
    assert ArticleVersion.objects.count() == 1
    same = {"text": OTHER, "title": TITLE}
    assert alice.post(address(claim), same).status_code == 201


@pytest.mark.parametrize(
    "sent",
    [{}, {"text": "A", "url": "B"}, {"text": "A", "html": "B"}, {"text": 7}, {"title": "A"}, []],
)
def test_exactly_one_form_of_a_text_is_taken(alice, claim, sent):
    refused(alice.post(address(claim), sent), 400, "malformed")


def test_who_may_add_a_version(alice, victor, mallory, stranger, claim):
    refused(victor.post(address(claim), {"text": OTHER}), 403, "not_allowed")
    refused(victor.post(address(claim), {"html": PAGE}), 403, "not_allowed")
    refused(mallory.post(address(claim), {"text": OTHER}), 404)
    refused(stranger.post(address(claim), {"text": OTHER}), 401)
    refused(alice.post(address(claim), {"text": " "}), 422, "invalid")
    refused(alice.post(address(claim), {"text": "word " * 250_000}), 413)
    assert ArticleVersion.objects.count() == 1


def test_changed_words_are_shown_with_what_was_marked_and_confirmed_once(alice, bob, claim):
    alice.post(address(claim), {"text": OTHER})
    places = f"claims/{claim.pk}/occurrences/"
    (place,) = alice.get(places).json()["results"]
    assert (place["fit"], place["marked"]) == ("changed", QUOTE)
    assert (place["version"], place["quote"]) == (2, "did not cost 412 million euros")
    confirm = f"{places}{place['id']}/confirm/"
    refused(bob.post(confirm, {"version": 1}), 409, "not_now")
    refused(bob.post(confirm, {"version": "2"}), 400)
    answer = bob.post(confirm, {"version": 2})
    assert (answer.status_code, answer.json()["fit"]) == (200, "confirmed")
    refused(bob.post(confirm), 409, "not_now")
    assert alice.get(f"claims/{claim.pk}/").json()["occurrences"][0]["fit"] == "confirmed"


def test_who_may_confirm(alice, victor, mallory, newsroom, claim):
    alice.post(address(claim), {"text": OTHER})
    confirm = f"claims/{claim.pk}/occurrences/{Occurrence.objects.get().pk}/confirm/"
    refused(victor.post(confirm), 403, "not_allowed")
    refused(mallory.post(confirm), 404)
    other = a_claim(newsroom.alice, an_article(newsroom.alice, text="Another text."), quote="text")
    refused(alice.post(confirm.replace(f"claims/{claim.pk}", f"claims/{other.pk}")), 404)
    robot = a_member(newsroom.team, "Robot", Role.CONTRIBUTOR, is_integration=True)
    problem = refused(Program(a_token(robot)).post(confirm), 403, "not_allowed")
    assert "a person has to" in problem["detail"]


def test_the_claims_of_an_article_come_with_where_they_are_now(alice, claim):
    alice.post(address(claim), {"text": f"New.\n\n{TEXT}"})
    article = alice.get(f"articles/{claim.article_id}/?expand=claims").json()
    (place,) = article["claims"][0]["occurrences"]
    assert article["text"][place["start"] : place["end"]] == QUOTE == place["quote"]
