"""Webhooks: what happens at the desk arrives at least once, in order, and in the log."""

import datetime as dt
from collections import defaultdict

import pytest
from django.utils import timezone

from annotations import outgoing
from annotations.actions import comments, webhooks
from annotations.delivery import backoff, planning
from annotations.models import Event, FeedEntry, Notification, Webhook
from tests.annotations.worker_at_once import a_webhook, deliver, log, receiver
from tests.cast import a_claim, again, an_article, published
from tests.infrastructure.receiver import Reply, receiving

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db


def names(newsroom, after):
    """What the feed of the team has from here on."""
    entries = FeedEntry.objects.filter(team=newsroom.team, pk__gt=after).order_by("pk")
    return [entry.event.name for entry in entries.select_related("event")]


def in_order(receiver):
    """Whether what came for each key came in the order of the feed."""
    by_key = defaultdict(list)
    for message in receiver.taken:
        data = message.said["data"]
        by_key[data["ordering_key"]].append(data["sequence"])
    return all(numbers == sorted(numbers) for numbers in by_key.values())


def test_everything_that_happens_arrives_once_and_in_order(newsroom, receiver):
    an_article(newsroom.alice, title="Before", text="Before there was a webhook.")
    webhook, _secret = a_webhook(newsroom, receiver)
    published(newsroom)
    deliver()
    assert receiver.types() == names(newsroom, again(webhook).position - len(receiver.taken))
    assert receiver.types()[0] == "webhook.add_webhook"
    assert {"article.add_article", "claim.highlight", "verdict.publish"} < set(receiver.types())
    assert in_order(receiver)
    assert set(log().values_list("state", "attempts", "status")) == {("delivered", 1, 200)}


def test_planning_twice_sends_nothing_twice(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    a_claim(newsroom.alice)
    deliver()
    count = len(receiver.taken)
    Webhook.objects.update(position=0)
    planning.plan()
    Webhook.objects.update(position=again(webhook).position)
    deliver()
    new = {message.id for message in receiver.taken[count:]}
    assert not new & {message.id for message in receiver.taken[:count]}


def test_what_fails_is_sent_again_under_the_same_id_until_it_is_taken(newsroom, receiver):
    a_webhook(newsroom, receiver, "article.add_article")
    replies = [Reply(500, b"broken \0"), Reply(503), Reply(200)]
    receiver.reply = lambda _message: replies.pop(0)
    an_article(newsroom.alice)
    deliver()
    failed = log().get()
    assert (failed.state, failed.attempts, failed.status) == ("waiting", 1, 500)
    assert failed.answer == "broken \ufffd"
    assert failed.due_at > timezone.now()
    deliver(minutes=1)
    deliver(minutes=1)
    sent = log().get()
    assert (sent.state, sent.attempts, sent.error) == ("delivered", 3, "")
    assert len(receiver.messages) == 3
    assert len({message.id for message in receiver.messages}) == 1


def test_a_failing_key_holds_back_itself_and_nothing_else(newsroom, receiver):
    a_webhook(newsroom, receiver)
    stuck = a_claim(newsroom.alice)
    free = a_claim(newsroom.alice, quote="3.2 kilometres long")
    fails = [True]

    def reply(message):
        return Reply(500 if fails[0] and key(message) == f"claim:{stuck.pk}" else 200)

    receiver.reply = reply
    comments.say(stuck, by=newsroom.alice, text="Which year?")
    comments.say(free, by=newsroom.alice, text="Where?")
    deliver()
    assert [key(message) for message in receiver.messages].count(f"claim:{stuck.pk}") == 1
    assert {"comment.comment"} <= {
        message.type for message in receiver.taken if key(message) == f"claim:{free.pk}"
    }
    fails[0] = False
    deliver(minutes=1)
    assert in_order(receiver)
    assert not log().exclude(state="delivered").exists()


def key(message):
    return message.said["data"]["ordering_key"]


def test_a_receiver_that_is_down_gets_everything_when_it_is_back(newsroom, receiver):
    a_webhook(newsroom, receiver)
    webhook = Webhook.objects.get()
    with receiving() as other:
        down = other.address
    Webhook.objects.update(url=down)
    published(newsroom)
    deliver()
    assert log().exclude(error="").count() == 1, "It was asked again though it does not answer."
    assert again(webhook).quiet_until > timezone.now()
    Webhook.objects.update(url=receiver.address)
    deliver(minutes=1)
    assert len(receiver.taken) == log(state="delivered").count() == log().count()
    assert in_order(receiver)
    assert again(webhook).failing_since is None


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (Reply(302, headers={"Location": "/elsewhere"}), "redirects (302)"),
        (Reply(308, headers={"Location": "http://10.0.0.1/"}), "redirects (308)"),
        (Reply(200, silence=5), "longer than"),
        (Reply(404), "status 404"),
    ],
    ids=["redirect", "redirect-inside", "slow", "missing"],
)
def test_what_is_no_acknowledgement_is_a_failure_and_is_sent_again(
    newsroom, receiver, reply, says, monkeypatch
):
    monkeypatch.setattr(outgoing, "DELIVERY", 0.3)
    a_webhook(newsroom, receiver, "article.add_article")
    receiver.reply = lambda _message: reply
    an_article(newsroom.alice)
    deliver()
    assert says in log(state="waiting").get().error
    assert {message.path for message in receiver.messages} == {"/hook"}
    receiver.reply = lambda _message: Reply()
    deliver(minutes=1)
    assert log().get().state == "delivered"


def test_a_receiver_that_lies_about_its_length_has_acknowledged(newsroom, receiver):
    a_webhook(newsroom, receiver, "article.add_article")
    receiver.reply = lambda _message: Reply(200, b"x" * 10, length=10_000_000)
    an_article(newsroom.alice)
    deliver()
    sent = log().get()
    assert (sent.state, sent.answer) == ("delivered", "x" * 10)


def test_the_log_keeps_the_beginning_of_an_endless_answer(newsroom, receiver):
    a_webhook(newsroom, receiver, "article.add_article")
    receiver.reply = lambda _message: Reply(200, b"y" * 1_000_000)
    an_article(newsroom.alice)
    deliver()
    assert log().get().answer == "y" * 500


def test_an_address_that_leads_inside_by_now_is_refused_when_it_is_sent(
    newsroom, receiver, settings
):
    a_webhook(newsroom, receiver, "article.add_article")
    settings.PRIVATE_ADDRESSES = []
    an_article(newsroom.alice)
    deliver()
    assert receiver.messages == []
    assert "private network" in log().get().error


def test_gone_switches_it_off_at_once_and_tells_the_admins(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    receiver.reply = lambda _message: Reply(410)
    a_claim(newsroom.alice)
    deliver()
    assert len(receiver.messages) == 1
    webhook = again(webhook)
    assert (webhook.active, webhook.off_reason) == (False, "It says that it is gone (410).")
    line = Event.objects.get(noun="webhook", action="switch_off")
    assert line.via == "task:deliver"
    told = Notification.objects.get()
    assert (told.user, told.kind) == (newsroom.erin.user, "webhook_off")
    deliver(minutes=1)
    assert len(receiver.messages) == 1


def test_a_day_of_nothing_but_failures_switches_it_off(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    receiver.reply = lambda _message: Reply(500)
    a_claim(newsroom.alice)
    deliver()
    deliver(minutes=60 * 22)
    assert again(webhook).active
    deliver(minutes=60 * 24)
    assert not again(webhook).active
    assert Notification.objects.filter(kind="webhook_off").count() == 1


def test_a_success_between_failures_starts_the_day_anew(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    receiver.reply = lambda message: Reply(500 if "article" in message.type else 200)
    an_article(newsroom.alice)
    deliver()
    a_claim(newsroom.alice)
    deliver()
    deliver(minutes=60 * 24)
    assert again(webhook).active


def test_switched_on_again_it_gets_what_waited_and_what_came_meanwhile(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    receiver.reply = lambda _message: Reply(410)
    deliver()
    receiver.reply = lambda _message: Reply()
    a_claim(newsroom.alice)
    deliver()
    assert receiver.taken == []
    webhooks.switch_on(again(webhook), by=newsroom.erin)
    deliver()
    assert set(receiver.types()) > {"webhook.add_webhook", "webhook.switch_off", "claim.highlight"}
    assert in_order(receiver)


def test_after_its_last_attempt_a_delivery_has_failed_and_the_next_goes_on(newsroom, receiver):
    a_webhook(newsroom, receiver)
    receiver.reply = lambda message: Reply(500 if "add_article" in message.type else 200)
    an_article(newsroom.alice)
    deliver()
    last = {"attempts": len(backoff.PAUSES), "due_at": timezone.now()}
    for _line in range(log(state="waiting").count()):
        log(state="waiting").update(**last)
        deliver()
    assert log(state="failed").exists()
    assert not log(state="waiting").exists()


def test_what_is_asked_for_again_after_its_last_attempt_has_all_of_them_anew(newsroom, receiver):
    a_webhook(newsroom, receiver, "article.add_article")
    receiver.reply = lambda _message: Reply(500)
    an_article(newsroom.alice)
    deliver()
    log().update(attempts=len(backoff.PAUSES), due_at=timezone.now())
    deliver()
    failed = log(state="failed").get()
    webhooks.redeliver(failed, by=newsroom.erin)
    deliver()
    assert (again(failed).state, again(failed).attempts) == ("waiting", failed.attempts + 1)


@pytest.mark.parametrize("chance", [0, 1])
def test_the_pauses_add_up_to_about_a_day(chance):
    found = [backoff.pause(n, chance=chance) for n in range(1, 12)]
    assert found.index(None) == 10
    assert 23 * 3600 < sum(pause or 0 for pause in found) < 29 * 3600


def test_nobody_may_ask_for_longer_than_the_longest_pause():
    assert backoff.pause(1, chance=0, asked=10**9) == backoff.LONGEST


def test_an_endpoint_may_ask_for_more_time(newsroom, receiver):
    a_webhook(newsroom, receiver, "article.add_article")
    receiver.reply = lambda _message: Reply(429, headers={"Retry-After": "3000"})
    an_article(newsroom.alice)
    deliver()
    assert log().get().due_at > timezone.now() + dt.timedelta(seconds=2900)
