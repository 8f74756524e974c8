"""What asks the network under a key: nobody waits for it, and it is done once all the same."""

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from annotations.models import Article, Delivery
from api import idempotency
from api.models import IdempotentAnswer
from tests.annotations.intake.test_pages import PAGE
from tests.annotations.suggesting.misbehaving import Server, http
from tests.annotations.worker_at_once import a_webhook, receiver
from tests.api.program import Program, refused
from tests.cast import a_token, an_article
from tests.infrastructure.receiver import Reply

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 5  # seconds; the desk waits six for a page, so what waits for it comes too late
ANOTHER = {"title": "The ferry", "text": "The ferry carries 900 cars a day."}


class Gate:
    """Somebody outside who answers when they are let."""

    def __init__(self) -> None:
        self.asked, self.open = threading.Event(), threading.Event()

    def page(self, connection) -> None:
        self.wait()
        connection.sendall(http(PAGE.encode(), "200 OK", "Content-Type: text/html"))

    def wait(self, _message=None) -> Reply:
        self.asked.set()
        self.open.wait(PATIENCE)
        return Reply()


@pytest.fixture
def gate():
    gate = Gate()
    yield gate
    gate.open.set()


@pytest.fixture
def slow(gate, settings):
    """The address of a page that comes when the gate opens."""
    settings.PRIVATE_ADDRESSES = [ip_network("127.0.0.0/8")]
    with contextlib.closing(Server(gate.page)) as server:
        yield server.address


def in_the_middle(gate, program, path, body, *, bob):
    """Ask with a key; while the answer waits outside, others write, and the key asks again."""

    def ask():
        try:
            return program.post(path, body, Idempotency_Key="k")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask)
        assert gate.asked.wait(PATIENCE)
        written, meanwhile = bob.post("articles/", ANOTHER), ask()
        assert not first.done()
        gate.open.set()
        answer = first.result(30)
    assert written.status_code == 201
    told = refused(meanwhile, 409, "not_now")
    assert (meanwhile["Retry-After"], "under way" in told["detail"]) == ("1", True)
    again = ask()
    assert (again.status_code, again.json()) == (answer.status_code, answer.json())
    return answer


def test_nobody_waits_for_the_page_of_an_article(alice, bob, gate, slow):
    answer = in_the_middle(gate, alice, "articles/", {"url": slow}, bob=bob)
    assert (answer.status_code, answer.json()["title"]) == (201, "The tunnel opens in May")
    assert Article.objects.count() == 2


def test_nor_for_that_of_a_version(alice, bob, gate, slow, newsroom):
    path = f"articles/{an_article(newsroom.alice).pk}/versions/"
    answer = in_the_middle(gate, alice, path, {"url": slow}, bob=bob)
    assert (answer.status_code, answer.json()["number"]) == (201, 2)


def test_nor_for_whom_a_webhook_tries(bob, gate, receiver, newsroom):
    webhook, _secret = a_webhook(newsroom, receiver)
    receiver.reply = gate.wait
    erin = Program(a_token(newsroom.erin))
    answer = in_the_middle(gate, erin, f"webhooks/{webhook.pk}/test/", {}, bob=bob)
    assert (answer.status_code, answer.json()["state"]) == (200, "delivered")
    assert (len(receiver.messages), Delivery.objects.count()) == (1, 1)


def test_a_key_whose_server_died_is_free_again(alice, slow, gate):
    gate.open.set()
    alice.post("articles/", {"url": slow}, Idempotency_Key="k")
    left = IdempotentAnswer.objects.filter(key="k")
    left.update(status=idempotency.UNDER_WAY, body="")
    refused(alice.post("articles/", {"url": slow}, Idempotency_Key="k"), 409, "not_now")
    left.update(created_at=timezone.now() - idempotency.GIVEN_UP - timedelta(seconds=1))
    assert alice.post("articles/", {"url": slow}, Idempotency_Key="k").status_code == 200
    assert left.get().status == 200


def test_whose_turn_does_not_come_in_time_is_told_to_ask_again(alice, monkeypatch):
    def locked(*_args):
        raise OperationalError("database is locked")

    monkeypatch.setattr("annotations.actions.steps.lock", locked)
    answer = alice.post("articles/", ANOTHER, Idempotency_Key="k")
    refused(answer, 503, "unavailable")
    assert answer["Retry-After"] == "5"
    monkeypatch.undo()
    assert alice.post("articles/", ANOTHER, Idempotency_Key="k").status_code == 201
