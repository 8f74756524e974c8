"""A POST that is sent twice is done once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from annotations.models import Article, Claim, Event, Membership, Role
from api.models import IdempotentAnswer
from tests.api.program import Program, refused, rows
from tests.cast import QUOTE, a_claim, a_token, an_article

BODY = {"title": "The ferry", "text": "The ferry carries 900 cars a day."}


@pytest.mark.django_db
def test_the_same_key_and_body_gets_the_first_answer_again(alice):
    first = alice.post("articles/", BODY, Idempotency_Key="a-1")
    before = rows()
    second = alice.post("articles/", BODY, Idempotency_Key="a-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json() == first.json()
    assert second["Content-Type"] == first["Content-Type"]
    assert rows() == before


@pytest.mark.django_db
def test_the_etag_comes_along(alice, newsroom):
    body = {"article": an_article(newsroom.alice).pk, "exact": QUOTE}
    answers = [alice.post("claims/", body, Idempotency_Key="k") for _ in range(2)]
    assert [(a.status_code, a["ETag"], a.json()["created"]) for a in answers] == [
        (201, '"1"', True)
    ] * 2


@pytest.mark.django_db
def test_the_same_key_with_another_request_is_refused(alice):
    alice.post("articles/", BODY, Idempotency_Key="a-1")
    before = rows()
    other = alice.post("articles/", BODY | {"title": "Another"}, Idempotency_Key="a-1")
    refused(other, 422, "invalid")
    refused(alice.post("articles/bulk/", [BODY], Idempotency_Key="a-1"), 422, "invalid")
    assert rows() == before


@pytest.mark.django_db
def test_a_refusal_is_remembered_too_and_writes_nothing(alice, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}/reopen/"
    first = refused(alice.post(path, Idempotency_Key="k"), 409, "not_now")
    before = rows()
    assert refused(alice.post(path, Idempotency_Key="k"), 409, "not_now") == first
    assert rows() == before


@pytest.mark.django_db
def test_after_a_stale_tag_the_same_key_tries_again_with_a_fresh_one(alice, newsroom):
    path = f"claims/{a_claim(newsroom.alice).pk}/dismiss/"
    for _ in range(2):
        stale = alice.post(path, {}, Idempotency_Key="k", If_Match='"7"')
        refused(stale, 412, "stale")
    assert not IdempotentAnswer.objects.exists()
    done = alice.post(path, {}, Idempotency_Key="k", If_Match=stale["ETag"])
    assert (done.status_code, done.json()["state"]) == (200, "dismissed")
    again = alice.post(path, {}, Idempotency_Key="k", If_Match=stale["ETag"])
    assert (again.status_code, again.json(), again["ETag"]) == (200, done.json(), done["ETag"])


@pytest.mark.django_db
def test_a_key_is_somebodys_own(alice, bob, mallory):
    ids = [
        who.post("articles/", BODY, Idempotency_Key="same").json()["id"]
        for who in (alice, bob, mallory)
    ]
    assert ids[0] == ids[1] != ids[2]
    assert IdempotentAnswer.objects.count() == 3


@pytest.mark.django_db
def test_a_key_is_of_those_scopes_with_which_it_was_used(alice, newsroom):
    reader = Program(a_token(newsroom.alice, scopes=["read"]))
    for _ in range(2):
        refused(reader.post("articles/", BODY, Idempotency_Key="k"), 403, "not_allowed")
        assert alice.post("articles/", BODY, Idempotency_Key="k").status_code == 201
    assert IdempotentAnswer.objects.count() == 1


@pytest.mark.django_db
def test_who_may_do_it_by_now_does_it_with_the_same_key(newsroom, victor):
    refused(victor.post("articles/", BODY, Idempotency_Key="k"), 403, "not_allowed")
    Membership.objects.filter(user=newsroom.victor.user).update(role=Role.CONTRIBUTOR)
    assert victor.post("articles/", BODY, Idempotency_Key="k").status_code == 201


@pytest.mark.django_db
def test_after_a_day_a_key_is_free_again(alice):
    alice.post("articles/", BODY, Idempotency_Key="old")
    IdempotentAnswer.objects.update(created_at=timezone.now() - timedelta(hours=25))
    other = alice.post("articles/", BODY | {"text": "Other words."}, Idempotency_Key="old")
    assert other.status_code == 201
    assert IdempotentAnswer.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 256, "a\x00", "sch\xf6n"])
def test_a_key_that_is_none(alice, key):
    refused(alice.post("articles/", BODY, Idempotency_Key=key), 400, "malformed")
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_bug_is_not_remembered(alice, monkeypatch):
    monkeypatch.setattr("annotations.actions.versions.canonical", lambda _text: 1 / 0)
    refused(alice.post("articles/", BODY, Idempotency_Key="k"), 500, "error")
    monkeypatch.undo()
    assert alice.post("articles/", BODY, Idempotency_Key="k").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_with_one_key_are_one(alice, newsroom):
    article = an_article(newsroom.alice)
    body = {"article": article.pk, "exact": QUOTE}
    start, answers = threading.Barrier(12), []

    def send() -> None:
        start.wait()
        answers.append(alice.post("claims/", body, Idempotency_Key="once"))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(a.status_code, a.json()["created"]) for a in answers} == {(201, True)}
    assert Claim.objects.count() == 1
    assert Event.objects.filter(action="highlight", noun="claim").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_mark_the_same_words_at_once_make_one_claim(alice, bob, newsroom):
    article = an_article(newsroom.alice)
    body = {"article": article.pk, "exact": QUOTE}
    start, answers = threading.Barrier(8), []

    def send(who) -> None:
        start.wait()
        answers.append(who.post("claims/", body))
        connection.close()

    threads = [threading.Thread(target=send, args=[who]) for who in (alice, bob) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(a.status_code for a in answers) == [200] * 7 + [201]
    assert len({a.json()["id"] for a in answers}) == 1
    assert all("already" in a.json()["detail"] for a in answers if a.status_code == 200)
