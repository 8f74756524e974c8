"""Notifications by API: reading one's own, marking them, and choosing how they are mailed."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import assignments, comments
from annotations.models import Notification
from annotations.models.notification import News
from tests.api.program import Program, refused
from tests.cast import a_claim, a_token, in_review

pytestmark = pytest.mark.django_db

AT_ONCE = dict.fromkeys(News.values, "at_once")
CHOICES = "notifications/choices/"


def mention(newsroom, number: int = 1) -> None:
    claim = a_claim(newsroom.alice)
    for n in range(number):
        comments.say(claim, by=newsroom.alice, text=f"@Bob, number {n}?")


def unread(program: Program) -> list[int]:
    return [n["id"] for n in program.get("notifications/").json()["results"] if not n["read_at"]]


def test_one_sees_ones_own_newest_first(alice, bob, newsroom):
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    mention(newsroom)
    newest, oldest = bob.get("notifications/").json()["results"]
    assert (newest["kind"], oldest["kind"]) == ("mentioned", "assigned")
    assert oldest["event"]["claim"] == verdict.claim_id
    assert oldest["event"]["actor"] == {"id": newsroom.alice.user.pk, "name": "Alice"}
    assert newest["event"]["after"]["text"] == "@Bob, number 0?"
    assert alice.get("notifications/").json()["results"] == []


def test_they_come_in_pages(bob, newsroom):
    mention(newsroom, 5)
    whole = unread(bob)
    first = bob.get("notifications/?page_size=3").json()
    rest = bob.get(first["next"].removeprefix("http://testserver")).json()
    assert [n["id"] for n in first["results"] + rest["results"]] == whole
    assert whole == sorted(whole, reverse=True)
    for odd in ("page_size=0", "cursor=nonsense", "unknown=1", "user=1"):
        refused(bob.get(f"notifications/?{odd}"), 400)


def test_they_are_read_up_to_one_and_then_all(bob, newsroom):
    mention(newsroom, 3)
    newest, middle, oldest = unread(bob)
    assert bob.post("notifications/read/", {"up_to": middle}).json() == {"read": 2}
    assert unread(bob) == [newest]
    assert bob.post("notifications/read/", {"up_to": oldest}).json() == {"read": 0}
    once = [bob.post("notifications/read/", Idempotency_Key="k").json() for _ in range(2)]
    assert once == [{"read": 1}] * 2
    assert bob.post("notifications/read/", {}).json() == {"read": 0}


def test_nobody_reads_those_of_others(alice, mallory, newsroom):
    mention(newsroom)
    for who in (alice, mallory):
        assert who.post("notifications/read/").json() == {"read": 0}
    assert Notification.objects.get().read_at is None


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"up_to": "1"}, 400),
        ({"up_to": None}, 400),
        ({"up_to": True}, 400),
        ({"odd": 1}, 400),
        ({"up_to": 10**30}, 200),
        ({"up_to": -1}, 422),
        ({"up_to": 0}, 422),
    ],
)
def test_odd_places_to_read_up_to(bob, sent, status):
    assert bob.post("notifications/read/", sent).status_code == status


def test_each_kind_is_mailed_as_one_chooses(bob, victor):
    read = bob.get(CHOICES)
    assert read.json() == AT_ONCE
    to = {"mentioned": "daily", "approved": "never"}
    chosen = bob.patch(CHOICES, to, If_Match=read["ETag"])
    assert (chosen.status_code, chosen.json()) == (200, AT_ONCE | to)
    assert bob.get(CHOICES).json() == AT_ONCE | to
    assert chosen["ETag"] == bob.get(CHOICES)["ETag"] != read["ETag"]
    stale = bob.patch(CHOICES, {"mentioned": "never"}, If_Match=read["ETag"])
    assert refused(stale, 412, "stale")["current"] == AT_ONCE | to
    assert stale["ETag"] == chosen["ETag"]
    assert bob.patch(CHOICES, {"mentioned": "never"}, If_Match=stale["ETag"]).status_code == 200
    assert victor.get(CHOICES).json() == AT_ONCE


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"mentioned": "weekly"}, 422, "mentioned"),
        ({"mentioned": ""}, 422, "mentioned"),
        ({"mentioned": 1}, 422, "mentioned"),
        ({"mentioned": None}, 400, "mentioned"),
        ({"mentioned": ["daily"]}, 422, "mentioned"),
        ({"odd": "daily"}, 400, "odd"),
    ],
)
def test_choices_that_cannot_be(bob, sent, status, field):
    tag = bob.get(CHOICES)["ETag"]
    assert field in refused(bob.patch(CHOICES, sent, If_Match=tag), status)["errors"]
    assert bob.get(CHOICES).json() == AT_ONCE


def test_a_choice_names_the_choices_that_were_read(bob):
    refused(bob.patch(CHOICES, {"mentioned": "daily"}), 428, "precondition_required")
    refused(bob.patch(CHOICES, {"mentioned": "daily"}, If_Match="1"), 400, "malformed")


@pytest.mark.django_db(transaction=True)
def test_of_several_choices_at_once_that_were_read_alike_one_is_made(bob):
    tag, start = bob.get(CHOICES)["ETag"], threading.Barrier(len(News.values))

    def choose(kind):
        start.wait(60)
        try:
            return bob.patch(CHOICES, {kind: "never"}, If_Match=tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(News.values)) as pool:
        statuses = [*pool.map(choose, News.values)]
    assert sorted(statuses) == [200] + [412] * (len(News.values) - 1)
    assert [*bob.get(CHOICES).json().values()].count("never") == 1


def test_whoever_minds_no_version_may_choose(bob):
    for _ in range(2):
        assert bob.patch(CHOICES, {"mentioned": "daily"}, If_Match="*").status_code == 200


def test_a_token_that_only_reads_changes_nothing(newsroom):
    mention(newsroom)
    reader = Program(a_token(newsroom.bob, ["read"]))
    (mine,) = unread(reader)
    refused(reader.post("notifications/read/"), 403, "not_allowed")
    tag = reader.get(CHOICES)["ETag"]
    refused(reader.patch(CHOICES, {"mentioned": "never"}, If_Match=tag), 403, "not_allowed")
    assert unread(reader) == [mine]
    assert reader.get(CHOICES).json() == AT_ONCE


def test_without_a_token_there_is_nothing(stranger):
    for path in ("notifications/", CHOICES):
        refused(stranger.get(path), 401, "not_authenticated")
    refused(stranger.post("notifications/read/"), 401, "not_authenticated")


def test_the_number_of_queries_does_not_grow_with_the_notifications(bob, newsroom):
    def queries(number: int) -> int:
        mention(newsroom, number)
        with CaptureQueriesContext(connection) as captured:
            assert len(bob.get("notifications/?page_size=100").json()["results"]) >= number
        return len(captured)

    few = queries(10)
    assert queries(50) == few <= 5
