"""The pages of webhooks: an admin's, the secret seen once, and who has received a fact-check."""

import re

import pytest

from annotations.actions import comments, external_checks, versions, webhooks
from annotations.models import Delivery, Notification, Webhook
from frontend.forms.webhooks import OFFERED
from tests.annotations.worker_at_once import a_webhook, deliver, receiver
from tests.cast import a_claim, a_claim_review, again, an_article, published
from tests.frontend.visiting import at_desk, queries, words
from tests.infrastructure.receiver import Reply

__all__ = ["receiver"]

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[\w+/=]+")
ONCE = re.compile(r'name="once" value="(\w+)"')


@pytest.fixture
def erin(newsroom):
    """Erin's browser; she administers."""
    return at_desk(newsroom.erin)


def word(client, place):
    """By what a form is known that is sent once."""
    (found,) = ONCE.findall(client.get(f"/webhooks/{place}/").content.decode())
    return found


def test_an_admin_adds_one_and_sees_its_secret_once(newsroom, erin, receiver):
    assert "No system is told of anything yet" in words(erin.get("/webhooks/"))
    form = {"name": "CMS", "url": receiver.address, "events": ["verdict.publish"]}
    shown = erin.post("/webhooks/add/", form)
    (secret,) = SECRET.findall(shown.content.decode())
    assert "no-store" in shown["Cache-Control"]
    webhook = Webhook.objects.get()
    published(newsroom)
    deliver()
    assert receiver.taken[0].verified(secret)
    for address in ("/webhooks/", f"/webhooks/{webhook.pk}/", "/team/settings/"):
        assert not SECRET.search(erin.get(address).content.decode())
    assert secret not in str([*erin.session.items()])


def test_the_form_offers_nothing_that_cannot_be_chosen(erin, receiver):
    erin.post("/webhooks/add/", {"name": "CMS", "url": receiver.address, "events": [*OFFERED]})
    assert Webhook.objects.get().events == sorted(OFFERED)


def test_a_new_text_and_a_foreign_fact_check_are_told_as_the_form_calls_them(newsroom, receiver):
    a_webhook(newsroom, receiver, "articleversion.add_version", "externalcheck.import_check")
    versions.add_version(an_article(newsroom.alice), by=newsroom.alice, text="Other words.")
    external_checks.import_checks(a_claim_review(), by=newsroom.alice)
    deliver()
    assert receiver.types() == ["articleversion.add_version", "externalcheck.import_check"]


def test_what_shows_a_secret_does_nothing_when_its_page_is_loaded_again(erin, receiver):
    form = {"name": "CMS", "url": receiver.address, "events": ["*"], "once": word(erin, "add")}
    erin.post("/webhooks/add/", form)
    assert "Its secret is shown no more." in words(erin.post("/webhooks/add/", form, follow=True))
    webhook = Webhook.objects.get()
    page = f"/webhooks/{webhook.pk}/"
    sent = {"once": word(erin, str(webhook.pk))}
    assert SECRET.search(erin.post(f"{page}secret/", sent).content.decode())
    salt = again(webhook).salt
    assert erin.post(f"{page}secret/", sent)["Location"] == page
    assert again(webhook).salt == salt


def test_a_form_that_was_refused_can_be_sent_when_it_is_right(erin, receiver):
    form = {"name": "CMS", "url": "http://10.0.0.1/", "events": ["*"], "once": word(erin, "add")}
    refused = erin.post("/webhooks/add/", form)
    (other,) = ONCE.findall(refused.content.decode())
    erin.post("/webhooks/add/", form | {"url": receiver.address, "once": other})
    assert Webhook.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("url", "http://169.254.169.254/latest/", "private network"),
        ("url", "ftp://desk.example/", "begins with http"),
        ("url", "", "Say where it is told."),
        ("name", "", "Name the system."),
        ("events", [], "Choose at least one."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(erin, field, value, says):
    form = {"name": "CMS", "url": "https://cms.example/", "events": ["verdict.publish"]}
    shown = erin.post("/webhooks/add/", form | {field: value})
    assert shown.status_code == 422
    assert says in words(shown)
    assert "CMS" in shown.content.decode() or field == "name"
    assert not Webhook.objects.exists()


def test_others_see_no_webhooks_and_change_none(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    dana, mallory = at_desk(newsroom.dana), at_desk(newsroom.mallory)
    for address in ("/webhooks/", "/webhooks/add/", f"/webhooks/{webhook.pk}/"):
        assert dana.get(address).status_code == 403
    assert "/webhooks/" not in dana.get("/team/settings/").content.decode()
    assert mallory.get(f"/webhooks/{webhook.pk}/").status_code == 404
    for client in (dana, mallory):
        for verb in ("edit", "remove", "secret", "switch", "test"):
            client.post(f"/webhooks/{webhook.pk}/{verb}/", {"to": "off"})
    assert again(webhook).version == 1
    assert receiver.messages == []


def test_it_is_changed_and_a_stale_form_loses_nothing(newsroom, erin, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    form = {"name": "Archive", "url": receiver.address, "events": ["claim.edit"], "version": 1}
    address = f"/webhooks/{webhook.pk}/edit/"
    assert erin.post(address, form)["Location"] == f"/webhooks/{webhook.pk}/"
    assert (again(webhook).name, again(webhook).events) == ("Archive", ["claim.edit"])
    clash = erin.post(address, form | {"name": "Mine"})
    assert clash.status_code == 412
    assert {"Archive", "Mine"} <= set(words(clash).split())
    assert erin.post(address, form | {"name": "Mine", "version": 2}).status_code == 302
    assert again(webhook).name == "Mine"


def test_events_that_the_page_does_not_offer_stay_chosen(newsroom, erin, receiver):
    webhook, _secret = a_webhook(newsroom, receiver, "claim.rate")
    shown = erin.get(f"/webhooks/{webhook.pk}/?open=edit").content.decode()
    assert re.search(r'value="claim.rate"[^>]*checked', shown)


def test_the_log_shows_each_delivery_and_sends_it_again(newsroom, erin, receiver):
    webhook, _secret = a_webhook(newsroom, receiver, "claim.highlight")
    receiver.reply = lambda _message: Reply(500, b"<html><h1>Bad\n  gateway</h1>")
    claim = a_claim(newsroom.alice)
    deliver()
    page = f"/webhooks/{webhook.pk}/"
    shown = words(erin.get(page))
    assert "Waiting Words are marked as a claim 1 attempt · 500" in shown
    assert f"Claim {claim.pk} It is tried next on" in shown
    assert "It answers with status 500. Bad gateway" in shown
    assert "None of its deliveries is in this state." in words(erin.get(f"{page}?state=failed"))
    receiver.reply = lambda _message: Reply()
    sent = Delivery.objects.get()
    erin.post(f"{page}deliveries/{sent.pk}/")
    deliver()
    shown = words(erin.get(f"{page}?state=delivered"))
    assert "Delivered Words are marked as a claim 2 attempts · 200" in shown


def test_what_waits_behind_another_or_for_the_switch_says_so(newsroom, erin, receiver):
    webhook, _secret = a_webhook(newsroom, receiver, "comment.comment")
    receiver.reply = lambda _message: Reply(500)
    claim = a_claim(newsroom.alice)
    for text in ("First.", "Second."):
        comments.say(claim, by=newsroom.alice, text=text)
    deliver()
    page = f"/webhooks/{webhook.pk}/"
    assert words(erin.get(page)).count("It waits until an earlier one has arrived.") == 1
    erin.post(f"{page}switch/", {"to": "off"})
    shown = words(erin.get(page))
    assert shown.count("It is sent when the webhook is on again.") == 2
    assert shown.count("Switch it on first") == 1
    assert "Redeliver" not in shown


def test_a_test_says_what_came_back(newsroom, erin, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    page = f"/webhooks/{webhook.pk}/"
    assert "It answered 200" in words(erin.post(f"{page}test/", follow=True))
    receiver.reply = lambda _message: Reply(404)
    assert "It answers with status 404." in words(erin.post(f"{page}test/", follow=True))


def test_it_is_switched_gets_another_secret_and_is_removed(newsroom, erin, receiver):
    webhook, old = a_webhook(newsroom, receiver)
    page = f"/webhooks/{webhook.pk}/"
    assert "Switched off since" in words(erin.post(f"{page}switch/", {"to": "off"}, follow=True))
    erin.post(f"{page}switch/", {"to": "on"})
    (new,) = SECRET.findall(erin.post(f"{page}secret/").content.decode())
    assert new != old
    asked = erin.get(page).content.decode()
    assert f"{page}remove/" not in asked
    assert f'href="{page}?open=remove#remove"' in asked
    assert f'action="{page}remove/"' in erin.get(f"{page}?open=remove").content.decode()
    assert Webhook.objects.exists()
    erin.post(f"{page}remove/")
    assert not Webhook.objects.exists()


def test_everybody_in_the_team_sees_who_has_which_revision(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver, "verdict.publish")
    verdict = published(newsroom)
    victor, address = at_desk(newsroom.victor), f"/claims/{verdict.claim_id}/recipients/"
    assert "No system was sent this" in words(victor.get(address))
    deliver()
    shown = victor.get(address)
    assert "CMS Has the public revision Revision 1 public Acknowledged on" in words(shown)
    assert webhook.host not in shown.content.decode()
    assert f'href="/webhooks/{webhook.pk}/"' not in shown.content.decode()
    assert f'href="/webhooks/{webhook.pk}/"' in at_desk(newsroom.erin).get(address).content.decode()
    assert address in victor.get(f"/claims/{verdict.claim_id}/").content.decode()
    assert at_desk(newsroom.mallory).get(address).status_code == 404


def test_why_a_revision_did_not_arrive_is_said_to_everybody(newsroom, receiver):
    webhook, _secret = a_webhook(newsroom, receiver, "verdict.publish")
    receiver.reply = lambda _message: Reply(503)
    verdict = published(newsroom)
    deliver()
    page = f"/claims/{verdict.claim_id}/recipients/"
    victor = at_desk(newsroom.victor)
    shown = words(victor.get(page))
    assert "CMS Does not have the public revision yet" in shown
    assert "Waiting, after 1 attempt It answers with status 503. It is tried next on" in shown
    receiver.close()
    deliver(minutes=1)
    shown = words(victor.get(page))
    assert "Waiting, after 2 attempts No answer came. It is tried next on" in shown
    assert webhook.host not in shown


def test_the_pages_take_as_many_queries_for_many_as_for_few(newsroom, erin, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    a_claim(newsroom.alice)
    deliver()
    pages = ("/webhooks/", f"/webhooks/{webhook.pk}/")
    few = [queries(erin, page) for page in pages]
    for number in range(5):
        webhooks.add(by=newsroom.erin, url=receiver.address, name=f"W{number}", events=["*"])
        a_claim(newsroom.alice, quote="3.2 kilometres long"[: 5 + number])
    deliver()
    assert [queries(erin, page) for page in pages] == few


def test_an_admin_is_told_that_it_was_switched_off_and_led_there(newsroom, erin, receiver):
    webhook, _secret = a_webhook(newsroom, receiver)
    receiver.reply = lambda _message: Reply(410)
    deliver()
    shown = words(erin.get("/notifications/"))
    assert "A webhook was switched off." in shown
    assert "CMS: It says that it is gone (410)." in shown
    news = Notification.objects.get()
    opened = erin.post(f"/notifications/{news.pk}/open/")
    assert opened["Location"] == f"/webhooks/{webhook.pk}/"
