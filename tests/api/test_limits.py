"""How often one may ask: per token, per person at the screen, per address of strangers."""

import json

import pytest
from django.test import Client

from annotations.models import Membership
from api import limits
from tests.api.program import Program, refused
from tests.cast import a_token
from tests.frontend.visiting import at_desk

pytestmark = pytest.mark.django_db

MOST, MOST_OF_STRANGERS = 5, 3
NOON = 1_800_000_000.0  # seconds; a whole minute


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(settings, monkeypatch):
    settings.RATE, settings.RATE_ANONYMOUS = MOST, MOST_OF_STRANGERS
    clock = Clock()
    monkeypatch.setattr(limits, "counts", limits.Counts(clock))
    return clock


def budget(answer):
    """What the answer says: by what it counts, how much is left, for how long."""
    name, left, seconds = answer["RateLimit"].split(";")
    assert answer["RateLimit-Policy"].startswith(f"{name};q=")
    assert answer["RateLimit-Policy"].endswith(";w=60")
    return name.strip('"'), int(left.removeprefix("r=")), int(seconds.removeprefix("t="))


def forwarded(addresses):
    """What a proxy says of whom it asks for."""
    return {"HTTP_X_FORWARDED_FOR": addresses}


def test_every_answer_says_what_is_left(alice, clock):
    clock.now += 15
    first, second = alice.get("me/"), alice.get("claims/999/")
    assert (first.status_code, second.status_code) == (200, 404)
    assert first["RateLimit-Policy"] == '"token";q=5;w=60'
    assert (budget(first), budget(second)) == (("token", 4, 46), ("token", 3, 46))
    for address in ("/api/schema/", "/api/v1/published/", "/api/v1/nowhere/", "/api/v1/claims/"):
        assert budget(Client().get(address))[0] == "address"
        clock.now += 60


def test_what_is_no_part_of_the_api_has_no_budget(client, clock):
    assert "RateLimit" not in client.get("/fact-checks/")


def test_who_asks_too_often_is_told_when_to_come_back(alice, clock):
    clock.now += 20
    for _ in range(MOST):
        assert alice.get("me/").status_code == 200
    late = alice.get("me/")
    assert refused(late, 429, "throttled")["detail"].endswith("Ask again in 41 seconds.")
    assert late["Retry-After"] == "41"
    assert budget(late) == ("token", 0, 41)
    clock.now += 41
    assert alice.get("me/").status_code == 200


def test_each_token_has_its_own_budget_and_the_screen_another(alice, bob, newsroom, clock):
    again, screen = Program(a_token(newsroom.alice)), at_desk(newsroom.alice)
    for who in (alice, bob, again):
        assert [who.get("me/").status_code for _ in range(MOST + 1)] == [200] * MOST + [429]
    answers = [screen.get("/api/v1/me/") for _ in range(MOST + 1)]
    assert [a.status_code for a in answers] == [200] * MOST + [429]
    assert budget(answers[0])[0] == "user"


def test_a_refusal_counts_for_the_token_that_was_refused(newsroom, clock):
    writer = Program(a_token(newsroom.alice, ["suggest"]))
    answers = [writer.get("claims/") for _ in range(MOST + 1)]
    assert [a.status_code for a in answers] == [403] * MOST + [429]
    assert budget(answers[0]) == ("token", MOST - 1, 61)


@pytest.mark.parametrize("key", ["", "fcheck_" + "0" * 64, "fcheck_", "x y"])
def test_who_has_no_token_that_works_is_counted_by_address(newsroom, clock, key):
    stranger = Program(key)
    answers = [stranger.get("claims/") for _ in range(MOST_OF_STRANGERS + 2)]
    assert [a.status_code for a in answers] == [401] * MOST_OF_STRANGERS + [429] * 2
    problem = refused(answers[-1], 429, "throttled")
    assert json.loads(answers[-1].content) == problem
    assert answers[-1]["Retry-After"] == "61"


def test_guessing_at_keys_does_not_shut_out_the_neighbours(alice, stranger, newsroom, clock):
    for number in range(MOST_OF_STRANGERS + 1):
        Program(f"fcheck_{number:064}").get("me/")
    refused(stranger.get("published/"), 429)
    assert alice.get("me/").status_code == 200


def test_a_made_up_token_earns_no_budget_of_its_own_where_none_is_asked_for(newsroom, clock):
    answers = [Program(f"fcheck_{n:064}").get("published/") for n in range(MOST_OF_STRANGERS + 1)]
    assert [a.status_code for a in answers] == [200] * MOST_OF_STRANGERS + [429]


def test_a_token_of_somebody_who_left_is_a_stranger(newsroom, alice, clock):
    Membership.objects.filter(user=newsroom.alice.user).delete()
    assert budget(alice.get("me/"))[0] == "address"


@pytest.mark.parametrize(
    ("proxies", "pair", "alike"),
    [
        (0, ({"REMOTE_ADDR": "192.0.2.1"}, {"REMOTE_ADDR": "192.0.2.2"}), False),
        (0, (forwarded("192.0.2.1"), forwarded("192.0.2.2")), True),
        (1, (forwarded("192.0.2.1"), forwarded("192.0.2.2")), False),
        (1, (forwarded("192.0.2.8, 192.0.2.1"), forwarded("192.0.2.9, 192.0.2.1")), True),
        (0, ({"REMOTE_ADDR": "2001:db8::1"}, {"REMOTE_ADDR": "2001:db8::2:1"}), True),
        (0, ({"REMOTE_ADDR": "2001:db8::1"}, {"REMOTE_ADDR": "2001:db8:0:1::1"}), False),
        (0, ({"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "unix:"}), False),
    ],
)
def test_an_address_is_the_reader_s_own(clock, settings, proxies, pair, alike):
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"NUM_PROXIES": proxies}
    left = [budget(Client().get("/api/v1/published/", **about))[1] for about in pair]
    assert left == [MOST_OF_STRANGERS - 1, MOST_OF_STRANGERS - (2 if alike else 1)]


def test_counting_takes_no_query(alice, clock, django_assert_num_queries):
    counts = limits.counts
    with django_assert_num_queries(0):
        for caller in range(100):
            counts.spend(("token", caller), MOST)
    clock.now += 60
    assert counts.spend(("token", 1), MOST).left == MOST - 1
    assert len(counts._asked) == 1
