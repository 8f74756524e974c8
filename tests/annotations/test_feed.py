"""The feed of a team: every line once, in order, and what was hidden when it is shown."""

import pytest

from annotations.actions import comments, raters, reviews, teams, verdicts
from annotations.models import Actor, Event, FeedEntry
from tests.cast import a_claim, a_rating, again, an_article, in_review

pytestmark = pytest.mark.django_db


def told(actor: Actor, noun: str) -> list[int]:
    """The objects of the lines about this noun, in the order of the feed."""
    entries = FeedEntry.objects.visible_to(actor).filter(event__noun=noun)
    return [*entries.values_list("event__object_id", flat=True)]


def test_feed_has_every_line_once_and_in_order(newsroom):
    a_claim(newsroom.alice, an_article(newsroom.alice))
    lines = FeedEntry.objects.visible_to(newsroom.victor).values_list("event_id", flat=True)
    assert list(lines) == [*Event.objects.order_by("pk").values_list("pk", flat=True)]
    assert len(lines) > 3


def test_another_team_has_a_feed_of_its_own(newsroom):
    an_article(newsroom.alice)
    assert not FeedEntry.objects.visible_to(newsroom.mallory).exists()


def test_blind_votes_and_comments_wait_until_the_review_is_decided(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    said = comments.say(verdict.claim, by=newsroom.bob, text="Which year?")
    assert told(newsroom.charlie, "review") == told(newsroom.charlie, "comment") == []
    reviews.review(again(verdict), by=newsroom.charlie, vote="approve")
    assert len(told(newsroom.victor, "review")) == 2
    assert told(newsroom.victor, "comment") == [said.pk]


def test_blind_votes_stay_away_when_the_draft_is_withdrawn_and_come_when_it_is_discarded(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    draft = verdicts.withdraw(again(verdict), by=newsroom.alice)
    assert told(newsroom.alice, "review") == []
    verdicts.discard(draft, by=newsroom.alice)
    assert len(told(newsroom.alice, "review")) == 1


def test_blind_ratings_wait_for_the_end_of_their_round(newsroom):
    claim = a_claim(newsroom.alice)
    raters.ask(claim, by=newsroom.alice)
    rating = a_rating(newsroom.team)
    raters.rate(again(claim), by=newsroom.bob, rating=rating)
    assert told(newsroom.bob, "blindrating") == []
    raters.rate(again(claim), by=newsroom.charlie, rating=rating)
    assert len(told(newsroom.bob, "blindrating")) == 2
