"""Work under way: seeing it, and stopping it."""

import pytest

from annotations.models import Article, Job
from tests.api.program import Program, refused, rows
from tests.cast import Newsroom, a_token, again, an_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(newsroom: Newsroom) -> Job:
    """What Alice asked for by adding an article."""
    an_article(newsroom.alice)
    return Job.objects.get()


def test_whoever_asked_for_it_stops_it(alice, job):
    answer = alice.post(f"jobs/{job.pk}/cancel/")
    shown = answer.json()
    assert (answer.status_code, shown["id"], shown["state"]) == (200, job.pk, "cancelled")
    assert shown["finished_at"]
    assert again(job).state == "cancelled"


def test_a_job_says_what_one_may_do_with_it(alice, bob, job):
    (mine,) = alice.get(f"jobs/{job.pk}/").json()["open_actions"]
    assert mine == {"action": "cancel", "allowed": True, "reason": ""}
    (theirs,) = bob.get(f"jobs/{job.pk}/").json()["open_actions"]
    told = refused(bob.post(f"jobs/{job.pk}/cancel/"), 403, "not_allowed")
    assert theirs == {"action": "cancel", "allowed": False, "reason": told["detail"]}
    asked = alice.post(f"articles/{Article.objects.get().pk}/suggest/").json()
    assert asked["open_actions"] == [mine]


@pytest.mark.parametrize(
    ("name", "status"),
    [("alice", 200), ("bob", 403), ("dana", 403), ("victor", 403), ("erin", 200), ("mallory", 404)],
)
def test_only_they_and_an_admin_stop_it(newsroom, job, name, status):
    before = rows()
    answer = Program(a_token(getattr(newsroom, name))).post(f"jobs/{job.pk}/cancel/")
    if status == 200:
        assert answer.status_code == 200
    else:
        refused(answer, status)
        assert rows() == before
    assert again(job).state == ("cancelled" if status == 200 else "waiting")


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_has_ended_cannot_be_stopped(alice, job, state):
    Job.objects.update(state=state)
    refused(alice.post(f"jobs/{job.pk}/cancel/"), 409, "not_now")
    assert again(job).state == state


def test_stopping_it_twice_with_one_key_is_stopping_it_once(alice, job):
    first = alice.post(f"jobs/{job.pk}/cancel/", Idempotency_Key="k")
    before = rows()
    same = alice.post(f"jobs/{job.pk}/cancel/", Idempotency_Key="k")
    assert (same.status_code, same.json()) == (200, first.json())
    assert rows() == before


@pytest.mark.parametrize("body", [{"state": "done"}, {"progress": 100}, [], "x"])
def test_nobody_writes_into_a_job(alice, job, body):
    refused(alice.post(f"jobs/{job.pk}/cancel/", body), 400, "malformed")
    assert again(job).state == "waiting"


@pytest.mark.parametrize("pk", [0, 2**63, "9" * 5000, "abc", "%00"])
def test_there_is_nothing_to_stop_at_odd_addresses(alice, pk):
    refused(alice.post(f"jobs/{pk}/cancel/"), 404, "not_found")
