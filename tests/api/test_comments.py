"""Comments by API: saying, answering, resolving, and who may."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import comments
from annotations.models import Comment
from tests.api.program import Program, refused, rows
from tests.cast import Newsroom, a_claim, again, in_review

pytestmark = pytest.mark.django_db


def said(newsroom: Newsroom, text: str = "Which year?", **about: Any) -> Comment:
    claim = a_claim(newsroom.alice)
    return comments.say(claim, by=newsroom.alice, text=text, **about)


def listed(program: Program, claim: int) -> Any:
    return program.get(f"claims/{claim}/comments/").json()["results"]


def test_a_remark_is_made_and_answered(alice, bob, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/comments/"
    first = alice.post(path, {"text": " Is it the total? @Bob "})
    assert (first.status_code, first["ETag"]) == (201, '"1"')
    told = first.json()
    assert (told["text"], told["author"]["name"], told["state"]) == (
        "Is it the total? @Bob",
        "Alice",
        "open",
    )
    assert [person["name"] for person in told["mentioned"]] == ["Bob"]
    assert (told["claim"], told["parent"], told["verdict"]) == (claim.pk, None, None)
    answer = bob.post(path, {"text": "Yes.", "parent": told["id"]}).json()
    assert answer["parent"] == told["id"]
    assert listed(bob, claim.pk) == [answer, told]


def test_what_is_said_during_a_review_names_its_revision(bob, newsroom):
    verdict = in_review(newsroom)
    made = bob.post(f"claims/{verdict.claim_id}/comments/", {"text": "Page 4?"}).json()
    assert made["verdict"] == verdict.pk


def test_a_thread_is_resolved_and_taken_up_again(alice, newsroom):
    comment = said(newsroom)
    path = f"comments/{comment.pk}/"
    stale = alice.post(f"{path}resolve/", If_Match='"9"')
    assert refused(stale, 412, "stale")["current"]["state"] == "open"
    done = alice.post(f"{path}resolve/", If_Match=stale["ETag"])
    assert (done.json()["state"], done.json()["resolved_by"]["name"]) == ("resolved", "Alice")
    assert done["ETag"] != stale["ETag"]
    shut = {a["action"]: a["reason"] for a in done.json()["open_actions"] if not a["allowed"]}
    assert list(shut) == ["resolve"]
    assert refused(alice.post(f"{path}resolve/"), 409, "not_now")["detail"] == shut["resolve"]
    reopened = alice.post(f"{path}reopen/").json()
    assert (reopened["state"], reopened["resolved_at"], reopened["resolved_by"]) == (
        "open",
        None,
        None,
    )


def test_an_answer_is_not_resolved_by_itself(alice, newsroom):
    first = said(newsroom)
    answer = comments.say(first.claim, by=newsroom.bob, text="2025.", parent=first)
    shown = next(row for row in listed(alice, first.claim_id) if row["id"] == answer.pk)
    (resolve,) = [a for a in shown["open_actions"] if a["action"] == "resolve"]
    problem = refused(alice.post(f"comments/{answer.pk}/resolve/"), 409, "not_now")
    assert (problem["detail"], resolve["allowed"]) == (resolve["reason"], False)
    assert again(answer).resolved_at is None


def test_an_answer_to_an_answer_belongs_to_the_thread(alice, newsroom):
    first = said(newsroom)
    answer = comments.say(first.claim, by=newsroom.bob, text="2025.", parent=first)
    path = f"claims/{first.claim_id}/comments/"
    below = alice.post(path, {"text": "Sure?", "parent": answer.pk})
    assert "parent" in refused(below, 422, "invalid")["errors"]
    other = comments.say(a_claim(newsroom.alice, statement="B"), by=newsroom.alice, text="Else.")
    elsewhere = alice.post(path, {"text": "Here.", "parent": other.pk})
    assert "parent" in refused(elsewhere, 422, "invalid")["errors"]


ODD = [
    ({"text": ""}, 422, "text"),
    ({"text": " \n "}, 422, "text"),
    ({"text": "x" * 4001}, 422, "text"),
    ({"text": "a\x00"}, 422, "text"),
    ({"text": "\ud800"}, 422, "text"),
    ({"text": 7}, 400, "text"),
    ({"text": None}, 400, "text"),
    ({}, 400, "text"),
    ({"text": "A", "odd": 1}, 400, "odd"),
    ({"text": "A", "parent": "1"}, 400, "parent"),
    ({"text": "A", "parent": True}, 400, "parent"),
    ({"text": "A", "parent": 10**30}, 404, None),
    ({"text": "A", "parent": 0}, 404, None),
]


@pytest.mark.parametrize(("body", "status", "field"), ODD)
def test_remarks_that_cannot_be(alice, newsroom, body, status, field):
    claim = a_claim(newsroom.alice)
    before = rows()
    problem = refused(alice.post(f"claims/{claim.pk}/comments/", body), status)
    assert field is None or field in problem["errors"]
    assert rows() == before


@pytest.mark.parametrize("verb", ["resolve", "reopen"])
def test_a_thread_takes_nothing_but_its_verbs(alice, newsroom, verb):
    comment = said(newsroom)
    refused(alice.post(f"comments/{comment.pk}/{verb}/", {"odd": 1}), 400, "malformed")
    for pk in (0, 999_999, 10**30, "abc"):
        refused(alice.post(f"comments/{pk}/{verb}/"), 404, "not_found")
    refused(alice.get(f"comments/{comment.pk}/{verb}/"), 405)


def test_the_same_key_says_it_once(alice, newsroom):
    path = f"claims/{a_claim(newsroom.alice).pk}/comments/"
    made = [alice.post(path, {"text": "Once."}, Idempotency_Key="k").json() for _ in range(2)]
    assert made[0] == made[1]
    assert Comment.objects.count() == 1


def test_who_only_reads_says_nothing(victor, newsroom):
    comment = said(newsroom)
    assert listed(victor, comment.claim_id)[0]["text"] == comment.text
    before = rows()
    refused(victor.post(f"claims/{comment.claim_id}/comments/", {"text": "A"}), 403)
    refused(victor.post(f"comments/{comment.pk}/resolve/"), 403)
    assert rows() == before
    claim = victor.get(f"claims/{comment.claim_id}/").json()
    assert not next(a for a in claim["open_actions"] if a["action"] == "comment")["allowed"]


def test_the_number_of_queries_does_not_grow_with_the_comments(alice, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/comments/?page_size=100"

    def talk(number: int) -> int:
        for n in range(number // 2):
            first = comments.say(claim, by=newsroom.alice, text=f"@Bob and @Dana, {n}?")
            comments.say(claim, by=newsroom.bob, text="Yes, @Alice.", parent=first)
            comments.resolve(first, by=newsroom.alice)
        with CaptureQueriesContext(connection) as captured:
            assert len(alice.get(path).json()["results"]) >= number
        return len(captured)

    few = talk(10)
    assert talk(50) == few <= 7
