"""A real worker that is killed while it delivers: everything arrives, each key in its order."""

import os

import pytest

from annotations.actions import articles, comments, webhooks
from annotations.models import Delivery
from tests.annotations.worker_at_once import receiver
from tests.cast import a_claim
from tests.infrastructure.patience import eventually
from tests.infrastructure.receiver import Message, Reply

__all__ = ["receiver"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(200)]
MANY = 30


@pytest.fixture
def reachable(monkeypatch):
    """Let the worker, which is a process of its own, reach this machine."""
    monkeypatch.setitem(os.environ, "FACTCHECK_PRIVATE_ADDRESSES", "127.0.0.0/8")


def test_a_worker_killed_while_it_delivers_loses_nothing(newsroom, reachable, receiver, worker):
    _webhook, secret = webhooks.add(
        by=newsroom.erin, url=receiver.address, name="CMS", events=["*"]
    )
    receiver.reply = lambda _message: Reply(silence=0.05)
    claim = a_claim(newsroom.alice)
    for number in range(MANY):
        comments.say(claim, by=newsroom.alice, text=f"Number {number}")
    eventually(lambda: len(receiver.taken) >= 5)
    worker.kill()
    told = len(receiver.taken)
    articles.add_article(articles.NewArticle(title="Meanwhile", text="A text."), by=newsroom.alice)
    worker.start()
    eventually(lambda: Delivery.objects.exists() and not waiting() and "article" in last(receiver))
    assert len(receiver.taken) > told
    first: dict[str, Message] = {}
    for message in receiver.taken:
        first.setdefault(message.id, message)
    assert len(first) == Delivery.objects.count()
    assert said_in(first.values()) == [f"Number {number}" for number in range(MANY)]
    assert all(message.verified(secret) for message in receiver.taken)


def waiting():
    return Delivery.objects.exclude(state="delivered").exists()


def last(receiver):
    return " ".join(receiver.types()[-3:])


def said_in(messages):
    lines = [message.said["data"]["event"] for message in messages]
    return [line["after"]["text"] for line in lines if line["noun"] == "comment"]
