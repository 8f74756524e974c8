"""A real mail server that refuses, is down or is slow, and a real worker that is killed."""

from collections import defaultdict

import pytest
from django.db import transaction

from annotations import tasks
from annotations.actions import comments
from annotations.models import Job, Notification, Role
from tests.cast import a_claim, a_member, again
from tests.infrastructure.patience import eventually
from tests.infrastructure.post import PostOffice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def office(settings, monkeypatch):
    """A mail server that this process and the worker use."""
    office = PostOffice()
    use(office, settings)
    monkeypatch.setenv("EMAIL_URL", office.url)
    yield office
    office.close()


@pytest.fixture
def busy_worker(newsroom, office, worker):
    """A worker that was started with the mail server's address."""
    return worker


def use(office, settings):
    settings.SENDS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    settings.EMAIL_TIMEOUT = 5


def mention(newsroom, people=("Bob",)):
    """Jobs for mails to these people."""
    text = " ".join(f"@{name}" for name in people)
    comments.say(a_claim(newsroom.alice), by=newsroom.alice, text=text)
    return [*Job.objects.filter(kind="mail").order_by("pk")]


def by_id(office):
    """What came, by Message-ID."""
    found = defaultdict(list)
    for raw, message in zip(office.received, office.messages(), strict=False):
        found[message["Message-ID"]].append(raw)
    return found


def unmailed():
    return Notification.objects.filter(mailed_at=None).count()


def work(job):
    tasks.work(job.pk)
    return again(job)


def test_what_is_sent_arrives_as_it_was_written(newsroom, office):
    [job] = mention(newsroom, ["Bob", "Ægir 🚢"])
    assert work(job).state == "done"
    [message] = office.messages()
    assert message["To"] == "bob@harbourdesk.example"
    assert "> @Bob @Ægir 🚢" in message.get_content()
    assert message["Message-ID"].endswith("@127.0.0.1>")


def test_one_bad_address_stops_nobody_else(newsroom, office):
    office.refuses = {"TO:<BOB@": 550}
    bad, good = (work(job) for job in mention(newsroom, ["Bob", "Charlie"]))
    assert (bad.state, bad.attempts) == ("failed", 1)
    assert bad.error == "The mail server takes no mail for this address (550)."
    assert good.state == "done"
    assert [message["To"] for message in office.messages()] == ["charlie@harbourdesk.example"]


@pytest.mark.parametrize(
    ("refuses", "state"),
    [
        ({"RCPT": 450}, "running"),
        ({"DATA": 451}, "running"),
        ({"MAIL": 530}, "running"),
        ({"EHLO": 421, "HELO": 421}, "running"),
        ({"DATA": 554}, "failed"),
        ({"RCPT": 550}, "failed"),
    ],
    ids=str,
)
def test_a_refusal_for_now_is_tried_again_and_one_for_good_is_not(newsroom, office, refuses, state):
    [job] = mention(newsroom)
    office.refuses = refuses
    refused = work(job)
    assert refused.state == state
    assert refused.error.startswith("The mail server")
    assert (office.received, unmailed()) == ([], 1)
    if state == "running":
        office.refuses = {}
        Job.objects.update(lease_until=job.created_at)
        assert work(job).state == "done"
        assert len(office.received) == 1


def test_a_mail_server_that_is_down_costs_nothing_but_time(newsroom, office, settings):
    office.close()
    [job] = mention(newsroom)
    waits = work(job)
    assert (waits.state, waits.attempts) == ("running", 1)
    assert waits.error == "The mail server cannot be used now (ConnectionRefusedError)."
    assert (waits.lease_until - waits.created_at).total_seconds() > 50
    again_there = PostOffice(office.port)
    Job.objects.update(lease_until=job.created_at)
    assert (work(job).state, len(again_there.received), unmailed()) == ("done", 1, 0)
    again_there.close()


def test_an_address_that_is_none_is_not_tried_again(newsroom, office):
    newsroom.bob.user.email = "bob@@harbour desk"
    newsroom.bob.user.save()
    [job] = mention(newsroom)
    refused = work(job)
    assert (refused.state, refused.error) == ("failed", "No mail can be sent to this address.")


def test_a_worker_killed_in_the_middle_loses_no_mail_and_repeats_only_the_very_same(
    newsroom, office, busy_worker
):
    names = [a_member(newsroom.team, f"Reader{n}x", Role.VIEWER).user.name for n in range(20)]
    claim = a_claim(newsroom.alice)
    for _time in range(2):
        comments.say(claim, by=newsroom.alice, text=" ".join(f"@{name}" for name in names))
    for arrived in (5, 20):
        eventually(lambda n=arrived: len(office.received) >= n, within=60)
        busy_worker.kill()
        assert unmailed(), "The worker was too quick to be killed in the middle."
        busy_worker.start()
    eventually(lambda: unmailed() == 0, within=90)
    letters = by_id(office)
    assert len(letters) == Notification.objects.count() == 40
    assert all(len({*copies}) == 1 for copies in letters.values())
    assert len(office.received) <= 42, "At most the one in hand is sent a second time."


def test_a_worker_that_dies_before_it_hears_the_answer_sends_the_same_message_again(
    newsroom, office, busy_worker
):
    office.answers.clear()
    [job] = mention(newsroom)
    eventually(lambda: office.received, within=30)
    busy_worker.kill()
    assert unmailed() == 1
    office.answers.set()
    busy_worker.start()
    eventually(lambda: again(job).state == "done", within=60)
    first, second = office.received
    assert first == second
    assert (unmailed(), again(job).attempts) == (0, 2)


def test_nothing_is_mailed_of_what_did_not_happen(newsroom, office, busy_worker):
    claim = a_claim(newsroom.alice)
    with pytest.raises(ZeroDivisionError):
        say_and_fail(newsroom, claim)
    comments.say(claim, by=newsroom.alice, text="@Charlie?")
    eventually(lambda: office.received, within=30)
    assert [message["To"] for message in office.messages()] == ["charlie@harbourdesk.example"]


def say_and_fail(newsroom, claim):
    with transaction.atomic():
        comments.say(claim, by=newsroom.alice, text="@Bob?")
        raise ZeroDivisionError
