"""Notifications by e-mail: what they say, when they are sent, and that each is sent once."""

import email.utils
from collections import Counter

import pytest
from django.core import mail as post
from django.utils import timezone

from annotations import tasks
from annotations.actions import assignments, comments, notifications, rechecks, reviews, teams
from annotations.actions import verdicts as v
from annotations.models import Job, Membership, Notification, Role
from tests.cast import a_claim, a_member, again, in_review, published

STATEMENT = "cost 412 million euros"
CHOICES = "http://127.0.0.1:8000/notifications/choices/"


@pytest.fixture(autouse=True)
def sends_mail(settings):
    """A desk with a mail server; what it gets lies in `post.outbox`."""
    settings.SENDS_MAIL = True


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


def mail_jobs():
    return Job.objects.filter(kind="mail").order_by("pk")


def deliver():
    """Let the worker do what waits, and take from the letter box what came of it."""
    for job in mail_jobs().filter(state="waiting"):
        tasks.work(job.pk)
    sent, post.outbox[:] = [*post.outbox], []
    return sent


def to(letters):
    return [address for letter in letters for address in letter.to]


def whole(text):
    return (
        "\n\n".join(
            [*text, f"-- \nThe Harbour Desk\nChoose what is mailed to you, and when: {CHOICES}"]
        )
        + "\n"
    )


def test_a_mention_is_mailed_with_its_words_and_its_claim(newsroom, claim):
    comments.say(claim, by=newsroom.alice, text="@Bob, see\n-- \nthe accounts.")
    assert post.outbox == [], "Only the worker sends."
    [letter] = deliver()
    assert (letter.to, letter.from_email) == (["bob@harbourdesk.example"], "factcheck@localhost")
    assert letter.subject == f"Alice mentioned you: {STATEMENT}"
    assert letter.body == whole(
        [
            "Alice mentioned you in a comment on this claim.",
            "> @Bob, see\n> -- \n> the accounts.",
            f"The claim: {STATEMENT}\nhttp://127.0.0.1:8000/claims/{claim.pk}/",
        ]
    )
    assert letter.message()["Auto-Submitted"] == "auto-generated"
    assert Notification.objects.get().mailed_at
    assert deliver() == []


def assigned(newsroom, claim):
    assignments.assign(in_review(newsroom, claim), by=newsroom.alice, to=newsroom.bob.user)


def returned(newsroom, claim):
    teams.set_policy(by=newsroom.erin, approvals_required=2, returns_at_once=False)
    verdict = in_review(newsroom, claim)
    reviews.review(verdict, by=newsroom.charlie, vote="return", comment="It is too long.")
    v.withdraw(verdict, by=newsroom.alice)
    v.edit(verdict, by=newsroom.alice, rationale="Short.")
    v.submit(verdict, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Which accounts?")
    reviews.review(verdict, by=newsroom.charlie, vote="approve", comment="Fine.")


def was_approved(newsroom, claim):
    reviews.review(in_review(newsroom, claim), by=newsroom.bob, vote="approve", comment="Fine.")


def was_published(newsroom, claim):
    published(newsroom, claim)


def was_corrected(newsroom, claim):
    revision(newsroom, claim, lambda old, **how: v.revise(old, kind="correction", **how))


def was_retracted(newsroom, claim):
    revision(newsroom, claim, v.retract)


def revision(newsroom, claim, begin):
    draft = begin(published(newsroom, claim), by=newsroom.alice, reason="We misread it.")
    v.submit(draft, by=newsroom.alice)
    reviews.review(draft, by=newsroom.bob, vote="approve")
    v.publish(draft, by=newsroom.dana)


def was_answered(newsroom, claim):
    first = comments.say(claim, by=newsroom.alice, text="Which accounts?")
    comments.say(claim, by=newsroom.bob, text="Those of 2025.", parent=first)


def to_be_looked_at_again(newsroom, claim):
    verdict = published(newsroom, claim)
    rechecks.ask(verdict.claim, by=newsroom.bob, note="The port sold it.")


REVIEWED = "The verdict on this claim was"
TOLD = {
    assigned: ("Alice asks you to review:", "Alice asks you to review the verdict on this claim."),
    returned: ("Returned:", f"{REVIEWED} returned.", "Bob: Which accounts?"),
    was_approved: ("Approved:", f"{REVIEWED} approved. It can be published."),
    was_published: ("Published:", "Dana published the verdict on this claim."),
    was_corrected: (
        "Published:",
        "Dana published the verdict on this claim.",
        "Correction: We misread it.",
    ),
    was_retracted: (
        "Published:",
        "Dana published the retraction of the verdict on this claim.",
        "Retraction: We misread it.",
    ),
    was_answered: (
        "Bob answered:",
        "Bob answered in a thread on this claim that you take part in.",
        "Those of 2025.",
    ),
    to_be_looked_at_again: (
        "To be looked at again:",
        "The published verdict on this claim has to be looked at again.",
        "Somebody asked for another look: The port sold it.",
    ),
}


@pytest.mark.parametrize("happened", TOLD)
def test_a_mail_says_who_did_what_in_whose_words(newsroom, claim, happened):
    subject, sentence, *words = TOLD[happened]
    happened(newsroom, claim)
    *_earlier, letter = deliver()
    who = newsroom.bob if happened is assigned else newsroom.alice
    assert (letter.to, letter.subject) == ([who.user.email], f"{subject} {STATEMENT}")
    about = f"The claim: {STATEMENT}\nhttp://127.0.0.1:8000/claims/{claim.pk}/"
    assert letter.body == whole([sentence, *(f"> {said}" for said in words), about])


def test_a_subject_is_one_short_line_whatever_the_claim_says(newsroom):
    claim = a_claim(newsroom.alice, statement=f"It cost\nBcc: eve@x.example\n\n{'very ' * 60}much.")
    newsroom.alice.user.name = "Alice\r\nEve"
    newsroom.alice.user.save()
    comments.say(claim, by=newsroom.alice, text="@Bob?")
    [letter] = deliver()
    assert letter.subject.startswith("Alice Eve mentioned you: It cost Bcc: eve@x.example very")
    assert len(letter.subject) < 120
    assert letter.message()["Bcc"] is None
    assert letter.recipients() == ["bob@harbourdesk.example"]


def test_without_a_mail_server_nothing_is_planned(newsroom, claim, settings):
    settings.SENDS_MAIL = False
    comments.say(claim, by=newsroom.alice, text="@Bob?")
    assert Notification.objects.count() == 1
    assert not mail_jobs().exists()


@pytest.mark.parametrize("way", ["daily", "never"])
def test_who_does_not_want_it_at_once_does_not_get_it_at_once(newsroom, claim, way):
    notifications.choose(by=newsroom.bob, mail={"mentioned": way})
    comments.say(claim, by=newsroom.alice, text="@Bob and @Charlie?")
    assert mail_jobs().count() == 1
    notifications.choose(by=newsroom.charlie, mail={"mentioned": way})
    assert deliver() == [], "Charlie changed his mind before it was sent."


def test_an_integration_is_told_and_gets_no_mail(newsroom, claim):
    robot = a_member(newsroom.team, "Robot", Role.CONTRIBUTOR, is_integration=True)
    first = comments.say(claim, by=robot, text="This could be worth a look.")
    comments.say(claim, by=newsroom.bob, text="Indeed.", parent=first)
    assert Notification.objects.get().user == robot.user
    assert deliver() == []


def test_who_left_the_team_gets_nothing_any_more(newsroom, claim):
    comments.say(claim, by=newsroom.alice, text="@Bob and @Charlie?")
    teams.remove_member(newsroom.bob.user, by=newsroom.erin)
    assert to(deliver()) == ["charlie@harbourdesk.example"]
    states = [*mail_jobs().values_list("state", "error")]
    assert states == [("failed", "Bob is no longer in the team."), ("done", "")]


def test_the_same_notification_is_the_same_message_however_often_it_is_sent(newsroom, claim):
    comments.say(claim, by=newsroom.alice, text="@Bob and @Charlie?")
    first = {letter.message().as_bytes() for letter in deliver()}
    Notification.objects.update(mailed_at=None)
    mail_jobs().update(state="waiting", attempts=0)
    assert {letter.message().as_bytes() for letter in deliver()} == first
    assert len(first) == 2


def test_the_date_of_a_mail_is_that_of_its_news(newsroom, claim):
    comments.say(claim, by=newsroom.alice, text="@Bob?")
    [letter] = deliver()
    date = email.utils.parsedate_to_datetime(letter.message()["Date"])
    assert date == mail_jobs().get().created_at.replace(microsecond=0)


# ---------------------------------------------------------------- what a blind review hides


@pytest.fixture
def blind(newsroom):
    """A revision in a blind review of two, with a comment that mentions everybody."""
    teams.set_policy(by=newsroom.erin, approvals_required=2, blind_review=True)
    verdict = in_review(newsroom)
    comments.say(verdict.claim, by=newsroom.bob, text="@Alice @Charlie @Dana, is it so?")
    return verdict


def test_a_blind_review_mails_no_comment_before_a_vote(newsroom, blind):
    assert deliver() == []
    reviews.review(blind, by=newsroom.charlie, vote="approve")
    assert to(deliver()) == ["charlie@harbourdesk.example"]
    reviews.review(blind, by=newsroom.erin, vote="dissent", comment="Too kind.")
    assert deliver() == []
    reviews.review(blind, by=newsroom.dana, vote="approve")
    letters = deliver()
    assert Counter(letter.subject.split(":")[0] for letter in letters) == {
        "Bob mentioned you": 2,
        "Approved": 1,
    }
    assert {*to(letters)} == {"alice@harbourdesk.example", "dana@harbourdesk.example"}
    assert not Notification.objects.filter(mailed_at=None).exists()


def test_a_withdrawn_blind_review_mails_nothing_before_the_next_has_ended(newsroom, blind):
    deliver()
    v.withdraw(blind, by=newsroom.alice)
    v.submit(blind, by=newsroom.alice)
    assert deliver() == []
    reviews.review(blind, by=newsroom.erin, vote="return", comment="Say more.")
    assert Counter(letter.subject.split(":")[0] for letter in deliver()) == {
        "Bob mentioned you": 3,
        "Returned": 1,
    }


def test_what_waits_for_another_attempt_is_planned_once(newsroom, blind):
    """Each vote looks again at what the blind review hid from its reviewer."""
    reviews.review(blind, by=newsroom.charlie, vote="approve")
    waits = Job.objects.filter(kind="mail", asked_by=newsroom.charlie.user)
    waits.update(state="running", lease_until=timezone.now(), error="Down.")
    reviews.review(blind, by=newsroom.dana, vote="approve")
    assert waits.count() == 1


def test_the_jobs_tell_nobody_who_has_voted(newsroom, blind):
    deliver()
    reviews.review(blind, by=newsroom.charlie, vote="approve")
    for other in (newsroom.alice, newsroom.dana, newsroom.erin, newsroom.bob):
        seen = Job.objects.visible_to(other).filter(asked_by=newsroom.charlie.user)
        assert not seen.exists()
    assert Job.objects.visible_to(newsroom.charlie).filter(kind="mail").exists()


def test_a_membership_of_today_decides(newsroom, claim):
    comments.say(claim, by=newsroom.alice, text="@Bob?")
    Membership.objects.filter(user=newsroom.bob.user).update(mail={"mentioned": "never"})
    assert deliver() == []
    assert again(mail_jobs().get()).state == "done"
