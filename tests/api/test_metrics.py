"""What the desk tells of itself to Prometheus, and to whom."""

from datetime import timedelta

import pytest
from django.db import InterfaceError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families as parsed

from annotations.models import FeedEntry, Heartbeat, Job
from api.streams import places
from tests.api.program import refused
from tests.cast import a_claim, a_token, an_article

pytestmark = pytest.mark.django_db

LOCAL, NEAR, FAR = "127.0.0.1", "10.0.0.7", "203.0.113.5"


def told(client: Client) -> dict[tuple[str, ...], float]:
    """Read every figure, by its name and its labels' values."""
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    families = parsed(response.content.decode())
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


ADDRESSES = [
    # proxies, the connection's address, what the request says of whom it speaks for, local or not
    (0, LOCAL, {}, True),
    (0, "::1", {}, True),
    (0, "::ffff:127.0.0.1", {}, True),
    (0, "127.8.8.8", {}, True),
    (0, FAR, {}, False),
    (0, NEAR, {}, False),
    (0, "", {}, False),
    # A proxy that nobody has told the desk of.
    (0, LOCAL, {"X-Forwarded-For": FAR}, False),
    (0, LOCAL, {"X-Forwarded-For": LOCAL}, False),
    (0, LOCAL, {"X-Forwarded-Proto": "https"}, False),
    (0, LOCAL, {"X-Real-IP": LOCAL}, False),
    (0, LOCAL, {"Forwarded": "for=127.0.0.1"}, False),
    # One that it knows.
    (1, LOCAL, {}, True),
    (1, LOCAL, {"X-Forwarded-For": LOCAL}, True),
    (1, LOCAL, {"X-Forwarded-For": FAR}, False),
    (1, LOCAL, {"X-Forwarded-For": f"{LOCAL}, {FAR}"}, False),
    (1, LOCAL, {"X-Forwarded-For": f"{FAR}, {LOCAL}"}, True),
    (1, LOCAL, {"X-Forwarded-For": ""}, False),
    (1, LOCAL, {"X-Forwarded-For": "localhost"}, False),
    (1, LOCAL, {"X-Forwarded-Proto": "https"}, False),
    (1, FAR, {"X-Forwarded-For": LOCAL}, False),
    (1, FAR, {}, False),
    # Two.
    (2, LOCAL, {"X-Forwarded-For": LOCAL}, False),
    (2, LOCAL, {"X-Forwarded-For": f"{FAR}, {LOCAL}"}, False),
    (2, LOCAL, {"X-Forwarded-For": f"{LOCAL}, {FAR}, {LOCAL}"}, False),
    (2, LOCAL, {"X-Forwarded-For": f"{LOCAL}, {LOCAL}"}, True),
]


@pytest.mark.parametrize(("proxies", "address", "headers", "is_local"), ADDRESSES)
def test_without_a_token_only_this_machine_is_told(settings, proxies, address, headers, is_local):
    settings.PROXIES = proxies
    answer = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)
    if is_local:
        assert answer.status_code == 200
    else:
        refused(answer, 401, "not_authenticated")


TOKENS = [
    ("erin", ["admin"], 200),
    ("erin", ["read", "publish"], 403),
    ("dana", ["read", "admin"], 403),
    ("victor", ["admin"], 403),
]


@pytest.mark.parametrize(("who", "scopes", "status"), TOKENS)
def test_from_elsewhere_it_takes_an_admins_token(newsroom, who, scopes, status):
    key = a_token(getattr(newsroom, who), scopes)
    elsewhere = Client(REMOTE_ADDR=FAR)
    answer = elsewhere.get("/metrics", headers={"Authorization": f"Token {key}"})
    assert answer.status_code == status
    refused(elsewhere.get("/metrics", headers={"Authorization": "Token fcheck_none"}), 401)


def test_a_browser_elsewhere_is_a_stranger_whoever_is_signed_in(newsroom):
    browser = Client(REMOTE_ADDR=FAR)
    browser.force_login(newsroom.erin.user)
    refused(browser.get("/metrics"), 401)


def test_requests_are_counted_by_the_pattern_of_their_address(client, alice, newsroom):
    made = [a_claim(newsroom.alice, statement=f"Statement {n}") for n in range(3)]
    route, before = "api/v1/claims/<int:pk>/", told(client)
    for claim in made:
        assert alice.get(f"claims/{claim.pk}/").status_code == 200
    alice.get("claims/999999/")
    alice.ask("BREW", f"claims/{made[0].pk}/")
    alice.get("/nowhere/at/all/")
    after = told(client)

    def grown(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert grown("factcheck_http_requests_total", "GET", route, "200") == 3
    assert grown("factcheck_http_requests_total", "GET", route, "404") == 1
    assert grown("factcheck_http_requests_total", "other", route, "405") == 1
    assert grown("factcheck_http_requests_total", "GET", "none", "404") == 1
    assert grown("factcheck_http_request_duration_seconds_count", "GET", route) == 4
    assert not any(str(made[0].pk) in label.split("/") for name in after for label in name)


def test_jobs_and_the_feed_and_the_worker_are_told_of(client, newsroom):
    for number in range(3):
        an_article(newsroom.alice, url=f"https://a.example/{number}")
    now = timezone.now()
    first, second, third = Job.objects.order_by("pk")
    first.not_before, second.state = now - timedelta(hours=1), "failed"
    third.not_before = now + timedelta(hours=1)
    for job in (first, second, third):
        job.save()
    Heartbeat.objects.create(name="worker", at=now - timedelta(minutes=2))
    found = told(client)
    assert found["factcheck_jobs", "suggest", "waiting"] == 2
    assert found["factcheck_jobs", "suggest", "failed"] == 1
    assert found["factcheck_job_oldest_waiting_seconds",] >= 3600
    assert found["factcheck_worker_heartbeat_age_seconds",] >= 120
    assert found["factcheck_feed_position",] == FeedEntry.objects.of(newsroom.team.pk).newest()
    assert found["factcheck_streams_open",] == 0
    assert found["factcheck_database_up",] == 1
    assert any(name[0] == "factcheck_build_info" for name in found)
    assert any(name[0] == "process_resident_memory_bytes" for name in found)


def test_a_new_desk_has_figures_too(client):
    found = told(client)
    assert found["factcheck_job_oldest_waiting_seconds",] == 0
    assert ("factcheck_worker_heartbeat_age_seconds",) not in found


def test_they_cost_four_queries(client, newsroom, django_assert_num_queries):
    an_article(newsroom.alice)
    with django_assert_num_queries(4):
        told(client)


def test_without_a_database_the_rest_is_told(client, monkeypatch):
    def gone(*_args, **_kwargs):
        raise InterfaceError("connection already closed")

    monkeypatch.setattr(connection, "cursor", gone)
    found = told(client)
    assert found["factcheck_database_up",] == 0
    assert found["factcheck_streams_open",] == 0
    assert ("factcheck_feed_position",) not in found


def test_an_open_stream_is_counted(client):
    free = places.take(1)
    assert told(client)["factcheck_streams_open",] == 1
    free()
    assert told(client)["factcheck_streams_open",] == 0


def test_it_is_text_and_nothing_else(client, stranger):
    assert stranger.get("/metrics", Accept="text/plain;version=0.0.4").status_code == 200
    refused(stranger.get("/metrics", Accept="image/png"), 406)
    refused(stranger.post("/metrics"), 405)
    assert "no-store" in client.get("/metrics")["Cache-Control"]
