"""The feed as server-sent events: live, resumed, bounded, and ended with the right to read."""

from datetime import timedelta
from itertools import islice
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from annotations.actions import claims, comments, reviews, teams
from annotations.history import doorbell
from annotations.models import FeedEntry, Membership, Role, Token
from api import streams
from factcheck.launch import programs
from tests.api.listening import Listener, message, messages, streamed
from tests.api.program import Program, refused
from tests.cast import a_claim, a_token, again, an_article, evidence_for, in_review
from tests.infrastructure.patience import eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def brief(monkeypatch):
    """Streams that tell what there is, and end."""
    monkeypatch.setattr(streams, "LASTS", 0.0)


@pytest.fixture
def server(live_server, monkeypatch):
    """A server that finds out soon who has hung up."""
    monkeypatch.setattr(streams, "HEARTBEAT", 0.2)
    return live_server.url


@pytest.fixture(autouse=True)
def every_place_is_given_back():
    yield
    assert eventually(lambda: len(streams.places) == 0)


def newest(newsroom) -> str:
    return str(FeedEntry.objects.of(newsroom.team.pk).newest())


def test_a_listener_hears_what_happens_from_now_on_and_what_it_missed(server, newsroom):
    claim, key = a_claim(newsroom.alice), a_token(newsroom.victor)
    listener = Listener(server, key)
    assert listener.began == {"retry": "2000", "id": newest(newsroom)}
    source = evidence_for(claim, newsroom.bob)
    heard = listener.next()
    assert (heard["event"], heard["data"]["object_id"]) == ("evidence.cite", source.pk)
    listener.close()
    said = [comments.say(claim, by=newsroom.bob, text=f"Remark {n}").pk for n in range(3)]
    again_there = Listener(server, key, Last_Event_ID=heard["id"])
    assert [again_there.next()["data"]["object_id"] for _ in said] == said
    claims.dismiss(claim, by=newsroom.alice)
    last = again_there.next()
    assert (last["event"], last["id"]) == ("claim.dismiss", newest(newsroom))
    again_there.close()


def test_a_listener_hears_what_another_process_wrote(live_server, newsroom, monkeypatch):
    monkeypatch.setattr(streams, "HEARTBEAT", 3600.0)
    claim = a_claim(newsroom.alice)
    hidden = FeedEntry.objects.order_by("-pk").first()
    assert hidden
    FeedEntry.objects.filter(pk=hidden.pk).delete()
    listener = Listener(live_server.url, a_token(newsroom.victor))
    # As the worker would: nothing rings in this process.
    FeedEntry.objects.create(team=newsroom.team, event=hidden.event)
    assert listener.next()["data"]["claim"] == claim.pk
    Token.objects.all().delete()
    comments.say(claim, by=newsroom.bob, text="Not for Victor any more.")
    assert listener.next() == {}
    listener.close()


def test_the_doorbell_wakes_a_listener_at_the_commit(live_server, newsroom, monkeypatch):
    # Nobody looks for himself, and nothing else breaks the silence.
    monkeypatch.setattr(doorbell, "LOOKS_EVERY", 3600.0)
    monkeypatch.setattr(streams, "HEARTBEAT", 3600.0)
    monkeypatch.setattr(streams, "LASTS", 3600.0)
    claim = a_claim(newsroom.alice)
    listener = Listener(live_server.url, a_token(newsroom.victor))
    comments.say(claim, by=newsroom.bob, text="Which year?")
    assert listener.next()["event"] == "comment.comment"
    Token.objects.all().delete()
    comments.say(claim, by=newsroom.bob, text="Not for Victor any more.")
    assert listener.next() == {}
    listener.close()


def test_the_stream_ends_when_the_token_is_revoked_and_tells_nothing_more(server, newsroom):
    claim, key = a_claim(newsroom.alice), a_token(newsroom.victor)
    listener = Listener(server, key)
    Token.objects.all().delete()
    comments.say(claim, by=newsroom.bob, text="Not for Victor any more.")
    assert listener.next() == {}
    listener.close()


@pytest.mark.needs("postgres")
def test_streams_hold_no_connection_while_they_wait(server, newsroom):
    an_article(newsroom.alice)
    people = (newsroom.alice, newsroom.bob, newsroom.victor)
    listeners = [Listener(server, a_token(person)) for person in people]
    others = """SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()"""

    def nobody_else() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(others)
            return not any(cursor.fetchone())

    assert eventually(nobody_else)
    comments.say(a_claim(newsroom.alice), by=newsroom.bob, text="Still there?")
    assert all(listener.next()["event"] == "claim.highlight" for listener in listeners)
    for listener in listeners:
        listener.close()


def test_a_stream_tells_the_same_as_the_list(newsroom, victor, brief):
    in_review(newsroom)
    told = messages(streamed(victor, "?since=0"))
    listed = victor.get("events/?page_size=200").json()["results"]
    assert [one["data"] for one in told[1:]] == listed
    assert [one["id"] for one in told[1:]] == [line["cursor"] for line in listed]
    assert told[1]["event"] == "article.add_article"
    narrowed = messages(streamed(victor, "?since=0&noun=verdict"))
    assert [one["event"] for one in narrowed[1:]] == ["verdict.draft", "verdict.submit"]


def test_what_the_header_names_is_newer_than_what_the_address_does(newsroom, victor, brief):
    in_review(newsroom)
    (began,) = messages(streamed(victor, "?since=0", Last_Event_ID=newest(newsroom)))
    assert began["id"] == newest(newsroom)
    assert len(messages(streamed(victor, Last_Event_ID="0"))) > 5
    refused(victor.get("events/stream/", Last_Event_ID="odd"), 400, "malformed")


def test_it_takes_a_reader_who_asks_for_it(newsroom, victor, stranger):
    refused(stranger.get("events/stream/"), 401, "not_authenticated")
    blind = Program(a_token(newsroom.alice, ["suggest"]))
    refused(blind.get("events/stream/", Accept="text/event-stream"), 403, "not_allowed")
    refused(victor.get("events/stream/", Accept="application/json"), 406, "not_acceptable")
    refused(victor.post("events/stream/"), 405, "method_not_allowed")
    head = victor.ask("HEAD", "events/stream/")
    assert (head.status_code, head["Content-Type"]) == (200, "text/event-stream")
    assert (head["Cache-Control"], head["X-Accel-Buffering"]) == ("no-store", "no")


def test_one_person_has_four_streams_and_others_have_theirs(newsroom, victor, bob):
    an_article(newsroom.alice)
    opened = [victor.get("events/stream/") for _ in range(streams.MOST_OF_ONE)]
    assert [response.status_code for response in opened] == [200] * 4
    fifth = victor.get("events/stream/")
    refused(fifth, 429, "throttled")
    assert int(fifth["Retry-After"]) > 0
    opened.append(bob.get("events/stream/"))
    opened.pop(0).close()
    opened.append(victor.get("events/stream/"))
    assert [response.status_code for response in opened] == [200] * 5
    for response in opened:
        response.close()
        response.close()


def test_so_many_streams_are_open_that_requests_still_have_threads(newsroom):
    six = ("alice", "bob", "charlie", "dana", "erin", "victor")
    people = [Program(a_token(getattr(newsroom, name))) for name in six]
    opened = [person.get("events/stream/") for person in people for _ in range(4)]
    assert [response.status_code for response in opened] == [200] * streams.MOST
    mallory = Program(a_token(newsroom.mallory))
    refused(mallory.get("events/stream/"), 429, "throttled")
    assert mallory.get("events/").status_code == 200
    opened.pop().close()
    opened.append(mallory.get("events/stream/"))
    assert opened[-1].status_code == 200
    for response in opened:
        response.close()
    assert programs.THREADS - streams.MOST >= 8


def leaves(newsroom) -> None:
    Membership.objects.filter(user=newsroom.victor.user).delete()


def is_closed_out(newsroom) -> None:
    newsroom.victor.user.is_active = False
    newsroom.victor.user.save()


def expires(newsroom) -> None:
    Token.objects.update(expiry=timezone.now() - timedelta(seconds=1))


def is_revoked(newsroom) -> None:
    Token.objects.all().delete()


@pytest.mark.parametrize("happens", [leaves, is_closed_out, expires, is_revoked])
def test_a_stream_ends_with_the_right_to_read(newsroom, victor, happens):
    claim = a_claim(newsroom.alice)
    parts = streamed(victor)
    assert message(next(parts).decode())["id"] == newest(newsroom)
    happens(newsroom)
    comments.say(claim, by=newsroom.bob, text="Not for Victor any more.")
    assert [*parts] == []


@pytest.mark.parametrize("how", ["signs out", "has another password", "stays"])
def test_a_browsers_stream_ends_with_its_session(newsroom, how, brief):
    claim = a_claim(newsroom.alice)
    browser = Client()
    browser.force_login(newsroom.victor.user)
    response: Any = browser.get("/api/v1/events/stream/")
    parts = response.streaming_content
    next(parts)
    if how == "signs out":
        browser.logout()
    if how == "has another password":
        newsroom.victor.user.set_password("the lighthouse is dark")
        newsroom.victor.user.save()
    comments.say(claim, by=newsroom.bob, text="Who hears it?")
    assert len([*parts]) == (how == "stays")


def test_whoever_is_no_admin_any_more_hears_nothing_of_the_team_itself(newsroom, brief):
    teams.set_role(newsroom.dana.user, Role.ADMIN, by=newsroom.erin)
    parts = streamed(Program(a_token(newsroom.erin)))
    next(parts)
    teams.set_role(newsroom.erin.user, Role.VIEWER, by=newsroom.dana)
    an_article(newsroom.alice)
    assert {one["data"]["article"] is None for one in messages(parts)} == {False}


def test_silence_is_broken_by_a_comment_and_the_stream_ends_by_itself(
    newsroom, victor, monkeypatch
):
    monkeypatch.setattr(streams, "HEARTBEAT", 0.01)
    monkeypatch.setattr(streams, "LASTS", 0.2)
    began, *rest = streamed(victor)
    assert began == b"retry: 2000\nid: 0\n\n"
    assert set(rest) == {b": still here\n"}


def test_what_is_more_than_one_reading_comes_in_one_stream(newsroom, victor, monkeypatch):
    monkeypatch.setattr("api.views.events.AT_ONCE", 3)
    in_review(newsroom)
    expected = [*FeedEntry.objects.order_by("pk").values_list("event_id", flat=True)]
    response = victor.get("events/stream/?since=0")
    _began, *heard = islice(response.streaming_content, len(expected) + 1)
    assert [message(part.decode())["data"]["id"] for part in heard] == expected
    assert len(expected) > 6
    response.close()


def test_a_listener_during_a_blind_review_hears_the_votes_when_they_are_unveiled(
    newsroom, victor, brief
):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    *_earlier, last = messages(streamed(victor, "?since=0"))
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment="The sum is right.")
    (began,) = messages(streamed(victor, Last_Event_ID=last["id"]))
    assert began["id"] == last["id"]
    reviews.review(again(verdict), by=newsroom.charlie, vote="approve")
    _began, *told = messages(streamed(victor, Last_Event_ID=last["id"]))
    assert [one["event"] for one in told].count("review.approve") == 2
    assert "The sum is right." in {one["data"]["after"].get("comment") for one in told}
