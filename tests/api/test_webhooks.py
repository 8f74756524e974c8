"""Webhooks for programs: only for admins, secrets told once, addresses that lead outside."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import articles, webhooks
from annotations.delivery import planning
from annotations.models import Event, Membership, Webhook
from api.models import IdempotentAnswer
from tests.annotations.test_outgoing_places import NO_ADDRESS, PRIVATE
from tests.annotations.worker_at_once import deliver, receiver
from tests.api.program import Program, refused
from tests.cast import a_token, corrected, published
from tests.infrastructure.receiver import Reply

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def erin(newsroom):
    """Erin's program; she administers."""
    return Program(a_token(newsroom.erin))


@pytest.fixture
def added(erin, receiver):
    """What Erin's program was told when it added a webhook."""
    answer = erin.post("webhooks/", {"name": "CMS", "url": receiver.address})
    assert answer.status_code == 201
    return answer.json()


def test_a_webhook_is_added_changed_switched_and_removed(erin, receiver):
    sent = {"name": "CMS", "url": receiver.address, "events": ["verdict.publish", "claim.edit"]}
    made = erin.post("webhooks/", sent)
    assert made.status_code == 201
    assert made.json()["events"] == ["claim.edit", "verdict.publish"]
    assert made.json()["secret"].startswith("whsec_")
    path, tag = f"webhooks/{made.json()['id']}/", made["ETag"]
    assert "secret" not in erin.get(path).json()
    refused(erin.patch(path, {"name": "Archive"}), 428)
    changed = erin.patch(path, {"name": "Archive"}, If_Match=tag)
    assert changed.json()["name"] == "Archive"
    stale = refused(erin.patch(path, {"name": "Other"}, If_Match=tag), 412)
    assert stale["current"]["name"] == "Archive"
    assert erin.post(f"{path}switch_off/").json()["active"] is False
    refused(erin.post(f"{path}switch_off/"), 409)
    assert erin.post(f"{path}switch_on/").json()["active"] is True
    assert erin.delete(path, If_Match=erin.get(path)["ETag"]).status_code == 204
    assert erin.get("webhooks/").json()["results"] == []


def test_only_admins_with_the_scope_see_webhooks(newsroom, added, alice, dana):
    path = f"webhooks/{added['id']}/"
    reader = Program(a_token(newsroom.erin, scopes=["read", "suggest"]))
    for address in ("webhooks/", path, f"{path}deliveries/"):
        for program in (alice, dana, reader):
            refused(program.get(address), 403, "not_allowed")
    refused(alice.post("webhooks/", {"name": "X", "url": "https://desk.example/"}), 403)


def test_others_see_nothing_of_a_webhook(added, mallory, stranger):
    path = f"webhooks/{added['id']}/"
    refused(stranger.get(path), 401)
    for address in (path, f"{path}deliveries/"):
        refused(mallory.get(address), 404)
    refused(mallory.post(f"{path}rotate_secret/"), 404)
    assert mallory.get("webhooks/").json()["results"] == []


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_address_is_refused_when_it_is_saved(erin, host):
    problem = refused(erin.post("webhooks/", {"name": "X", "url": f"http://{host}/"}), 422)
    assert problem["errors"]["url"]
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("url", [url for url in NO_ADDRESS if "\ud800" not in url])
def test_what_is_no_address_is_refused_when_it_is_saved(erin, added, url):
    refused(erin.post("webhooks/", {"name": "X", "url": url}), 422)
    tag = erin.get(f"webhooks/{added['id']}/")["ETag"]
    refused(erin.patch(f"webhooks/{added['id']}/", {"url": url}, If_Match=tag), 422)


@pytest.mark.parametrize(
    "events", [[], ["nonsense"], ["claim"], ["claim."], [".edit"], ["*.*"], ["claim.explode"]]
)
def test_events_that_cannot_happen_are_refused(erin, receiver, events):
    sent = {"name": "X", "url": receiver.address, "events": events}
    assert refused(erin.post("webhooks/", sent), 422)["errors"]["events"]


def test_a_repeated_request_makes_one_webhook_and_does_not_tell_its_secret_again(erin, receiver):
    sent = {"name": "CMS", "url": receiver.address}
    first = erin.post("webhooks/", sent, Idempotency_Key="one").json()
    second = erin.post("webhooks/", sent, Idempotency_Key="one").json()
    assert second == first | {"secret": None, "detail": second["detail"]}
    assert "kept nowhere" in second["detail"]
    assert Webhook.objects.count() == 1
    assert first["secret"] not in IdempotentAnswer.objects.get().body


def test_a_new_secret_is_told_once_and_the_old_one_has_an_end(erin, added, receiver):
    told = erin.post(f"webhooks/{added['id']}/rotate_secret/").json()
    assert told["secret"] != added["secret"]
    assert told["previous_until"]
    deliver()
    for secret in (told["secret"], added["secret"]):
        assert receiver.taken[-1].verified(secret)


def test_a_team_has_so_many_webhooks(erin, receiver, monkeypatch):
    monkeypatch.setattr(webhooks, "MOST_WEBHOOKS", 1)
    sent = {"name": "CMS", "url": receiver.address}
    assert erin.post("webhooks/", sent).status_code == 201
    refused(erin.post("webhooks/", sent), 409)


def test_the_test_button_tells_what_came_back(erin, added, receiver):
    receiver.reply = lambda _message: Reply(500, b"no")
    sent = erin.post(f"webhooks/{added['id']}/test/").json()
    told = {name: sent[name] for name in ("type", "state", "status", "answer", "attempts")}
    assert told == {
        "type": "webhook.test",
        "state": "failed",
        "status": 500,
        "answer": "no",
        "attempts": 1,
    }
    assert receiver.messages[0].said["type"] == "webhook.test"


def test_what_failed_is_found_in_the_log_and_sent_again(newsroom, erin, added, receiver):
    receiver.reply = lambda _message: Reply(500)
    erin.post(f"webhooks/{added['id']}/test/")
    receiver.reply = lambda _message: Reply(200)
    log = f"webhooks/{added['id']}/deliveries/"
    failed = erin.get(f"{log}?state=failed").json()["results"]
    assert [one["type"] for one in failed] == ["webhook.test"]
    refused(erin.get(f"{log}?state=lost"), 400)
    asked = erin.post(f"{log}{failed[0]['id']}/redeliver/").json()
    assert asked["state"] == "waiting"
    deliver()
    assert failed[0]["message_id"] in {message.id for message in receiver.taken}
    assert erin.get(f"{log}?state=failed").json()["results"] == []
    assert Event.objects.filter(action="redeliver").count() == 1


def test_lists_take_as_many_queries_for_many_as_for_few(newsroom, erin, added):
    path = f"webhooks/{added['id']}/deliveries/?page_size=200"
    planning.plan()

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown = erin.get(path).json()["results"]
        return len(queries), len(shown)

    few, rows = count()
    many = [articles.NewArticle(title=f"T{n}", text=f"Text {n}.") for n in range(60)]
    articles.add_articles(
        [articles.prepare(one, by=newsroom.alice, source="bulk") for one in many], by=newsroom.alice
    )
    planning.plan()
    more, all_rows = count()
    assert all_rows > rows + 60
    assert more == few


def test_recipients_are_told_to_the_whole_team_and_to_no_other(
    newsroom, added, alice, mallory, receiver
):
    verdict = published(newsroom)
    deliver()
    path = f"claims/{verdict.claim_id}/recipients/"
    (cms,) = alice.get(path).json()["recipients"]
    assert (cms["name"], cms["has_the_public_one"]) == ("CMS", True)
    assert cms["receipts"][0]["acknowledged_at"]
    assert receiver.address not in str(cms)
    refused(mallory.get(path), 404)


def test_of_what_did_not_arrive_the_whole_team_is_told_why_and_when_it_is_tried_again(
    newsroom, erin, alice, receiver
):
    receiver.reply = lambda _message: Reply(503)
    told = {"name": "CMS", "url": receiver.address, "events": ["verdict.publish"]}
    added = erin.post("webhooks/", told).json()
    verdict = published(newsroom)
    deliver()
    corrected(newsroom, verdict)
    deliver()
    path = f"claims/{verdict.claim_id}/recipients/"
    (cms,) = alice.get(path).json()["recipients"]
    later, first = cms["receipts"]
    assert (first["state"], first["attempts"], first["waits_behind"]) == ("waiting", 1, False)
    assert "503" in first["reason"]
    assert first["next_at"] > f"{timezone.now():%Y-%m-%dT%H:%M:%S}"
    assert (later["attempts"], later["reason"], later["waits_behind"]) == (0, "", True)
    erin.post(f"webhooks/{added['id']}/switch_off/")
    (cms,) = alice.get(path).json()["recipients"]
    assert [one["next_at"] for one in cms["receipts"]] == [None, None]


def test_who_is_no_admin_any_more_sees_no_webhook(newsroom, erin, added):
    Membership.objects.filter(user=newsroom.erin.user).update(role=4)
    refused(erin.get(f"webhooks/{added['id']}/"), 403)
    refused(erin.post(f"webhooks/{added['id']}/test/"), 403)
