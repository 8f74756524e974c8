"""What a blind review hides, from whom, and for how long: in every queryset that people read."""

import pytest

from annotations.actions import reviews, teams, verdicts
from annotations.errors import NotAllowed
from annotations.models import Comment, Event, Review
from tests.cast import again, in_review

PEOPLE = ("alice", "bob", "charlie", "dana", "erin", "victor", "mallory")


@pytest.fixture
def blind(newsroom):
    """A revision in a blind review of two, approved by Bob, with a comment by him."""
    teams.set_policy(by=newsroom.erin, approvals_required=2, blind_review=True)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment="Page 4 says so.")
    Comment.objects.create(
        claim=verdict.claim, verdict=verdict, author=newsroom.bob.user, text="I agree."
    )
    return verdict


def seers(newsroom, of, /, **about):
    """The people who see something of this."""
    return {
        who
        for who in PEOPLE
        if of.objects.visible_to(getattr(newsroom, who)).filter(**about).exists()
    }


def test_votes_and_comments_are_seen_by_those_who_have_voted(newsroom, blind):
    assert seers(newsroom, Review) == {"bob"}
    assert seers(newsroom, Comment) == {"bob"}
    assert seers(newsroom, Event, noun="review") == {"bob"}
    assert {who for who in PEOPLE if blind.reviews_seen_by(getattr(newsroom, who))} == {"bob"}


def test_nothing_else_tells_of_a_vote(newsroom, blind):
    """Neither the revision nor its version moves before the review is over."""
    assert again(blind).version == blind.version
    assert Event.objects.visible_to(newsroom.charlie).filter(action="approve").count() == 0


def test_a_vote_shows_the_others_and_the_end_shows_all_to_all(newsroom, blind):
    reviews.review(blind, by=newsroom.dana, vote="dissent", comment="Too kind.")
    assert seers(newsroom, Review) == {"bob", "dana"}
    reviews.review(blind, by=newsroom.charlie, vote="approve")
    everybody = set(PEOPLE) - {"mallory"}
    assert again(blind).status == "approved"
    assert seers(newsroom, Review) == seers(newsroom, Comment) == everybody
    assert seers(newsroom, Event, noun="review") == everybody


def test_nobody_lifts_the_veil_by_withdrawing(newsroom, blind):
    """The votes of the withdrawn round stay hidden, also in the next."""
    verdicts.withdraw(blind, by=newsroom.charlie)
    assert seers(newsroom, Review) == seers(newsroom, Comment) == {"bob"}
    verdicts.submit(blind, by=newsroom.alice)
    assert seers(newsroom, Review) == seers(newsroom, Comment) == {"bob"}
    assert again(blind).is_blind_to(newsroom.bob)
    with pytest.raises(NotAllowed):
        reviews.review(blind, by=newsroom.charlie, vote="approve")


def test_a_team_that_turns_blind_hides_nothing_of_what_is_in_review(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    teams.set_policy(by=newsroom.erin, blind_review=True)
    assert seers(newsroom, Review) == set(PEOPLE) - {"mallory"}
