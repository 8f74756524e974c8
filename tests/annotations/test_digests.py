"""Once a day, in one mail: what somebody wanted daily, has not read, and may see."""

import datetime as dt

import pytest
from django.core import mail as post
from django.utils import timezone

from annotations import tasks
from annotations.actions import comments, notifications, reviews, teams
from annotations.models import Job, Notification
from annotations.models.notification import News
from annotations.notifying import digests
from tests.cast import a_claim, in_review

TODAY = dt.datetime(2026, 3, 5, 7, 30, tzinfo=dt.UTC)
SIX = TODAY.replace(hour=6, minute=0)
TUNNEL_LENGTH = "3.2 kilometres long"


@pytest.fixture(autouse=True)
def sends_mail(settings):
    settings.SENDS_MAIL = True


@pytest.fixture
def claim(newsroom):
    """A claim of Alice's; Bob wants everything once a day."""
    notifications.choose(by=newsroom.bob, mail=dict.fromkeys(News.values, "daily"))
    return a_claim(newsroom.alice)


def happen(at=SIX - dt.timedelta(minutes=90), /, **which):
    """Let what has been told be of this hour."""
    Notification.objects.filter(**which).update(at=at)


def mention(claim, by, text="@Bob, can you look?", *, at=SIX - dt.timedelta(minutes=90)):
    said = comments.say(claim, by=by, text=text)
    happen(at, event__object_id=said.pk)
    return said


def deliver(now=TODAY):
    """Plan the day's digests, let the worker do them, and take what came of it."""
    digests.plan(now)
    for job in Job.objects.filter(kind="digest", state="waiting").order_by("pk"):
        tasks.work(job.pk)
    sent, post.outbox[:] = [*post.outbox], []
    return sent


def test_a_digest_groups_what_happened_by_claim(newsroom, claim):
    other = a_claim(newsroom.alice, quote=TUNNEL_LENGTH)
    mention(claim, newsroom.alice, "@Bob, can you look?")
    mention(other, newsroom.charlie, "@bob " + "long " * 100)
    mention(claim, newsroom.alice, "@Bob?", at=SIX - dt.timedelta(minutes=1))
    [letter] = deliver()
    assert letter.to == ["bob@harbourdesk.example"]
    assert letter.subject == "3 notifications: The Harbour Desk"
    long = ("@bob " + "long " * 100)[:299]
    assert letter.body == (
        "This is new at the desk, and you have not read it yet:\n\n"
        f"The claim: cost 412 million euros\nhttp://127.0.0.1:8000/claims/{claim.pk}/\n\n"
        "5 March, 04:30 UTC: Alice mentioned you in a comment on this claim.\n"
        "> @Bob, can you look?\n\n"
        "5 March, 05:59 UTC: Alice mentioned you in a comment on this claim.\n"
        "> @Bob?\n\n"
        f"The claim: 3.2 kilometres long\nhttp://127.0.0.1:8000/claims/{other.pk}/\n\n"
        "5 March, 04:30 UTC: Charlie mentioned you in a comment on this claim.\n"
        f"> {long}…\n\n"
        "-- \nThe Harbour Desk\n"
        "Choose what is mailed to you, and when: http://127.0.0.1:8000/notifications/choices/\n"
    )
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_a_person_gets_one_digest_a_day(newsroom, claim):
    mention(claim, newsroom.alice)
    assert len(deliver()) == 1
    mention(claim, newsroom.alice)
    assert deliver(TODAY.replace(hour=23)) == []
    [next_day] = deliver(TODAY + dt.timedelta(days=1))
    assert next_day.subject == "1 notification: The Harbour Desk"
    assert deliver(TODAY + dt.timedelta(days=2)) == []


@pytest.mark.parametrize(
    ("now", "at"),
    [
        (SIX - dt.timedelta(seconds=1), SIX - dt.timedelta(hours=2)),
        (TODAY, SIX + dt.timedelta(seconds=1)),
        (TODAY, SIX - dt.timedelta(days=31)),
    ],
    ids=["before six", "after six", "a month ago"],
)
def test_a_digest_looks_back_from_six_for_a_month(newsroom, claim, now, at):
    mention(claim, newsroom.alice, at=at)
    assert deliver(now) == []


def test_a_digest_is_as_good_late_as_at_six(newsroom, claim):
    mention(claim, newsroom.alice)
    assert len(deliver(TODAY.replace(hour=22))) == 1


def test_what_was_read_at_the_desk_is_not_mailed(newsroom, claim):
    mention(claim, newsroom.alice)
    notifications.read(by=newsroom.bob)
    assert deliver() == []


def test_what_is_never_to_be_mailed_is_not_in_it(newsroom, claim):
    notifications.choose(by=newsroom.bob, mail={"mentioned": "never"})
    mention(claim, newsroom.alice)
    assert deliver() == []


def test_a_mail_that_could_not_be_sent_at_once_comes_with_the_digest(newsroom, claim):
    mention(claim, newsroom.alice, "@Charlie @Dana?")
    mention(claim, newsroom.alice, "@Charlie!", at=SIX - dt.timedelta(minutes=59))
    [sent] = Job.objects.filter(kind="mail", asked_by=newsroom.dana.user)
    tasks.work(sent.pk)
    post.outbox.clear()
    [letter] = deliver()
    assert (letter.to, letter.body.count("UTC:")) == (["charlie@harbourdesk.example"], 1)


def test_without_a_mail_server_there_is_no_digest(newsroom, claim, settings):
    settings.SENDS_MAIL = False
    mention(claim, newsroom.alice)
    digests.plan(TODAY)
    assert not Job.objects.filter(kind="digest").exists()


def test_who_left_the_team_gets_no_digest(newsroom, claim):
    mention(claim, newsroom.alice)
    digests.plan(TODAY)
    teams.remove_member(newsroom.bob.user, by=newsroom.erin)
    assert deliver() == []
    assert Job.objects.get(kind="digest").error == "Bob is no longer in the team."


def test_a_second_attempt_has_the_lines_of_the_first(newsroom, claim):
    mention(claim, newsroom.alice)
    [first] = deliver()
    job = Job.objects.get(kind="digest")
    Notification.objects.update(mailed_at=None)
    mention(claim, newsroom.charlie, "@Bob!")
    notifications.read(by=newsroom.bob, up_to=Notification.objects.earliest("pk").pk)
    Job.objects.filter(pk=job.pk).update(state="waiting")
    tasks.work(job.pk)
    [second] = post.outbox
    assert second.message().as_bytes() == first.message().as_bytes()
    assert Notification.objects.filter(mailed_at=None).count() == 1


def test_a_digest_of_very_much_names_the_newest_hundred(newsroom, claim):
    for _time in range(102):
        comments.say(claim, by=newsroom.alice, text="@Bob?")
    happen()
    [letter] = deliver()
    assert letter.subject == "102 notifications: The Harbour Desk"
    assert letter.body.count("UTC:") == 100
    assert "2 earlier ones are at the desk." in letter.body
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_a_digest_hides_what_a_blind_review_hides(newsroom, claim):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom, claim)
    mention(claim, newsroom.charlie)
    assert deliver() == []
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    [letter] = deliver()
    assert letter.body.count("UTC:") == 1


def test_a_second_attempt_leaves_out_what_is_hidden_by_then(newsroom, claim):
    mention(claim, newsroom.alice)
    said = mention(claim, newsroom.charlie)
    digests.plan(TODAY)
    lines = [*Notification.objects.values_list("pk", flat=True)]
    Job.objects.filter(kind="digest").update(args={"lines": lines})
    teams.set_policy(by=newsroom.erin, blind_review=True)
    said.verdict = in_review(newsroom, claim)
    said.save()
    [letter] = deliver()
    assert letter.body.count("UTC:") == 1
    assert Notification.objects.filter(kind="mentioned", mailed_at=None).count() == 1


def test_the_clock_plans_the_digests(newsroom, claim, settings):
    mention(claim, newsroom.alice, at=timezone.now() - dt.timedelta(days=2))
    tasks.digest()
    planned = Job.objects.filter(kind="digest").count()
    assert planned == (timezone.now().hour >= digests.HOUR)
    assert settings.CELERY_BEAT_SCHEDULE["digest"]["task"] == "annotations.tasks.digest"
