"""The demo newsroom: something of everything that a desk can meet, made by its own actions."""

from io import StringIO

import pytest
from django.core.management import call_command

from annotations.models import Claim, Comment, Event, Notification, Recusal, Review, Verdict
from annotations.workflow.written import WRITTEN

STATES = {
    "open",
    "dismissed",
    "draft",
    "in_review",
    "returned",
    "approved",
    "published",
    "needs_recheck",
    "retracted",
}


@pytest.fixture
def demo(db, settings):
    """The demo newsroom, scored by the rules."""
    settings.SCORER = "rules"
    call_command("demo", stdout=StringIO())


def test_webhooks_can_name_every_line_of_it(demo):
    assert set(Event.objects.values_list("noun", "action").distinct()) <= WRITTEN


def test_it_shows_everything_once_and_a_second_time_makes_nothing(demo):
    states = {claim.state for claim in Claim.objects.select_related("current")}
    assert states == STATES
    in_review = Verdict.objects.get(status="in_review")
    assert [str(one.reviewer) for one in in_review.assignments.standing()] == ["Bob"]
    assert Recusal.objects.get().claim == in_review.claim
    assert Review.objects.get(vote="dissent").verdict.status == "approved"
    thread = Comment.objects.get(parent=None)
    assert (thread.state, thread.answers.count()) == ("open", 1)
    called = {str(user) for comment in Comment.objects.all() for user in comment.mentioned.all()}
    assert called == {"Bob", "Charlie"}
    running, finished = Claim.objects.filter(double_rating=1).order_by("pk")
    assert (finished.agreed_rating.slug, finished.blind_ratings.count()) == ("half-true", 3)
    assert (running.agreed_rating, running.blind_ratings.count()) == (None, 1)
    assert Claim.objects.exclude(recheck_on=None).count() == 1
    assert Claim.objects.needing_recheck().count() == 1
    assert Notification.objects.exists()
    lines = Event.objects.count()
    call_command("demo", stdout=StringIO())
    assert Event.objects.count() == lines
