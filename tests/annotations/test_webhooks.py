"""Webhooks: what a message says and who may read it, its secrets, and what admins do with it."""

import datetime as dt

import pytest
from django.core import mail as post
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from annotations import tasks
from annotations.actions import claims, comments, notifications, reviews, teams, webhooks
from annotations.delivery import planning, sending
from annotations.delivery.recalling import recipients
from annotations.errors import Invalid
from annotations.models import Delivery, Event, Job, Webhook
from annotations.models.webhook import DeliveryState
from annotations.notifying import digests
from tests.annotations.worker_at_once import a_webhook, deliver, log, receiver
from tests.cast import a_claim, again, an_article, corrected, in_review, published, retracted
from tests.infrastructure.receiver import Reply

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db


def test_the_message_says_what_happened_and_what_the_thing_is_now(newsroom, receiver):
    a_webhook(newsroom, receiver, "claim.edit", "verdict.publish")
    claim = a_claim(newsroom.alice)
    claims.edit(claim, by=newsroom.alice, statement="It cost more than 400 million euros.")
    claims.edit(again(claim), by=newsroom.alice, statement="It cost 412 million euros.")
    verdict = published(newsroom, again(claim))
    deliver()
    first, *_others = (message.said for message in receiver.taken)
    assert first["data"]["event"]["after"]["statement"] == "It cost more than 400 million euros."
    assert first["data"]["object"]["statement"] == "It cost 412 million euros."
    assert first["data"]["object"]["version"] == again(claim).version
    assert first["data"]["ordering_key"] == f"claim:{claim.pk}"
    last = receiver.taken[-1].said
    told = next(m.said for m in receiver.taken if m.said["data"]["event"]["noun"] == "verdict")
    assert told["data"]["object"]["digest"] == verdict.digest
    review = told["data"]["object"]["claim_review"]
    assert review["claimReviewed"] == "It cost 412 million euros."
    assert dt.datetime.fromisoformat(last["timestamp"]).tzinfo


def test_each_message_is_signed_and_a_changed_one_is_found_out(newsroom, receiver):
    _webhook, secret = a_webhook(newsroom, receiver)
    deliver()
    message = receiver.taken[0]
    assert message.verified(secret)["type"] == "webhook.add_webhook"
    _other, wrong = a_webhook(newsroom, receiver, name="Other")
    with pytest.raises(WebhookVerificationError):
        message.verified(wrong)


def test_both_secrets_sign_for_a_day_after_a_rotation_and_then_the_new_one_alone(
    newsroom, receiver
):
    webhook, old = a_webhook(newsroom, receiver)
    webhook, new = webhooks.rotate_secret(webhook, by=newsroom.erin)
    deliver()
    for secret in (old, new):
        assert receiver.taken[-1].verified(secret)
    Webhook.objects.update(previous_until=timezone.now())
    a_claim(newsroom.alice)
    deliver()
    assert receiver.taken[-1].verified(new)
    with pytest.raises(WebhookVerificationError):
        receiver.taken[-1].verified(old)


def test_no_secret_and_no_whole_address_is_in_the_history(newsroom, receiver):
    webhook, secret = a_webhook(newsroom, receiver)
    webhooks.edit(webhook, by=newsroom.erin, url=f"{receiver.address}?key=hidden")
    webhooks.rotate_secret(again(webhook), by=newsroom.erin)
    webhook = again(webhook)
    told = str([*Event.objects.filter(noun="webhook").values_list("before", "after", "reason")])
    kept = str(Webhook.objects.values().get())
    assert "127.0.0.1" in told
    for hidden in ("/hook", "hidden", *webhook.salts, secret):
        assert hidden not in told
    assert secret.removeprefix("whsec_") not in kept


def test_only_the_events_that_were_chosen_are_sent(newsroom, receiver):
    a_webhook(newsroom, receiver, "evidence.cite", "verdict.publish")
    published(newsroom)
    deliver()
    assert set(receiver.types()) == {"evidence.cite", "verdict.publish"}


@pytest.mark.parametrize(
    "name", ["banana.publish", "article.publish", "verdict.", "verdict", ".publish", "Claim.edit"]
)
def test_what_never_happens_cannot_be_chosen(newsroom, name):
    with pytest.raises(Invalid, match="Nothing here is called") as refused:
        webhooks.add(by=newsroom.erin, url="https://a.example/", name="CMS", events=[name])
    assert list(refused.value.errors) == ["events"]


def test_another_team_is_sent_nothing(newsroom, receiver):
    webhooks.add(by=newsroom.mallory, url=receiver.address, name="Ridge", events=["*"])
    published(newsroom)
    deliver()
    assert receiver.types() == ["webhook.add_webhook"]


def test_blind_votes_are_sent_when_the_review_is_over_and_not_before(newsroom, receiver):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    a_webhook(newsroom, receiver)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment="Bob is content.")
    comments.say(verdict.claim, by=newsroom.bob, text="Bob has a question.")
    deliver()
    assert not {"review.approve", "comment.comment"} & set(receiver.types())
    assert b"Bob has" not in b"".join(message.body for message in receiver.messages)
    reviews.review(again(verdict), by=newsroom.charlie, vote="approve")
    deliver()
    assert receiver.types().count("review.approve") == 2
    assert "comment.comment" in receiver.types()


def test_a_test_is_sent_at_once_and_fails_for_good(newsroom, receiver):
    webhook, secret = a_webhook(newsroom, receiver, "verdict.publish")
    sent = webhooks.send_test(webhook, by=newsroom.erin)
    assert (sent.state, sent.type, sent.status) == ("delivered", "webhook.test", 200)
    assert receiver.taken[0].verified(secret)["type"] == "webhook.test"
    receiver.reply = lambda _message: Reply(410)
    assert webhooks.send_test(webhook, by=newsroom.erin).state == "failed"
    assert again(webhook).active
    assert again(webhook).failing_since is None
    deliver(minutes=1)
    assert len(receiver.messages) == 2


def test_sent_again_it_has_its_old_id_and_keeps_when_it_was_acknowledged(newsroom, receiver):
    a_webhook(newsroom, receiver, "article.add_article")
    an_article(newsroom.alice)
    deliver()
    first = log().get()
    webhooks.redeliver(first, by=newsroom.erin)
    receiver.reply = lambda _message: Reply(500)
    deliver()
    sent = log().get()
    assert (sent.state, sent.delivered_at) == (DeliveryState.WAITING, first.delivered_at)
    assert (sent.attempts, sent.attempts_before) == (2, 1)
    assert len({message.id for message in receiver.messages}) == 1


def test_the_log_is_kept_a_month_and_publications_for_good(newsroom, receiver):
    a_webhook(newsroom, receiver)
    published(newsroom)
    deliver()
    Delivery.objects.update(created_at=timezone.now() - dt.timedelta(days=31))
    planning.forget()
    assert set(log().values_list("verdict__number", flat=True)) == {1}
    assert sending.next_due(Webhook.objects.get().pk) is None


def test_what_is_tried_at_once_goes_before_the_next_of_its_key_all_the_same(newsroom, receiver):
    a_webhook(newsroom, receiver, "comment.comment")
    claim = a_claim(newsroom.alice)
    receiver.reply = lambda _message: Reply(500)
    for text in ("First.", "Second."):
        comments.say(claim, by=newsroom.alice, text=text)
    deliver()
    webhooks.redeliver(log().first(), by=newsroom.erin)
    deliver()
    assert {message.said["data"]["event"]["after"]["text"] for message in receiver.messages} == {
        "First."
    }


def test_an_admin_who_left_stops_no_webhook(newsroom, receiver):
    a_webhook(newsroom, receiver, "article.add_article")
    teams.set_role(newsroom.dana.user, 5, by=newsroom.erin)
    teams.remove_member(newsroom.erin.user, by=newsroom.dana.refreshed())
    an_article(newsroom.alice)
    deliver()
    assert receiver.types() == ["article.add_article"]


def test_whoever_was_sent_a_fact_check_is_sent_its_correction_and_retraction(newsroom, receiver):
    """Also where it has chosen other events since, and where it never said that it has it."""
    webhook, _secret = a_webhook(newsroom, receiver, "verdict.publish")
    never, _secret = a_webhook(newsroom, receiver, "article.add_article", name="Never told")
    first = published(newsroom)
    deliver()
    webhooks.edit(again(webhook), by=newsroom.erin, events=["article.add_article"])
    receiver.taken.clear()
    second = corrected(newsroom, again(first), summary="It was 421 million.")
    third = retracted(newsroom, again(second))
    deliver()
    told = [message.said["data"]["event"] for message in receiver.taken]
    assert [line["object_id"] for line in told] == [second.pk, third.pk]
    assert not log(webhook=never, verdict__isnull=False).exists()


def test_who_has_which_revision_is_told(newsroom, receiver):
    archive, _secret = a_webhook(newsroom, receiver, name="Archive")
    webhooks.edit(archive, by=newsroom.erin, url=f"{receiver.address}?archive")
    a_webhook(newsroom, receiver, "verdict.publish", name="CMS")
    first = published(newsroom)
    deliver()
    receiver.reply = lambda message: Reply(500 if "archive" in message.path else 200)
    second = corrected(newsroom, again(first), summary="It was 421 million.")
    deliver()
    archive, cms = recipients(second.claim, by=newsroom.victor)
    assert (archive.name, archive.has_the_public_one) == ("Archive", False)
    assert (cms.name, cms.has_the_public_one) == ("CMS", True)
    states = [(one.number, one.is_public, one.state) for one in archive.receipts]
    assert states == [(2, True, "waiting"), (1, False, "delivered")]
    assert not recipients(second.claim, by=newsroom.mallory)


@pytest.mark.parametrize("way", ["at_once", "daily"])
def test_that_it_was_switched_off_is_mailed_to_the_admins(newsroom, receiver, settings, way):
    settings.SENDS_MAIL = True
    notifications.choose(by=newsroom.erin, mail={"webhook_off": way})
    webhook, _secret = a_webhook(newsroom, receiver)
    receiver.reply = lambda _message: Reply(410)
    deliver()
    tomorrow = timezone.now().replace(hour=digests.HOUR) + dt.timedelta(days=1)
    digests.plan(tomorrow)
    for job in Job.objects.filter(kind__in=["mail", "digest"]):
        tasks.work(job.pk)
    (letter,) = post.outbox
    assert letter.to == ["erin@harbourdesk.example"]
    assert "A webhook was switched off." in letter.body
    assert "> CMS: It says that it is gone (410)." in letter.body
    assert f"/webhooks/{webhook.pk}/" in letter.body
    if way == "at_once":
        assert letter.subject == "A webhook was switched off"
