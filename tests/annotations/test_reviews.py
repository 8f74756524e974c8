"""Votes: four eyes, the quorum, and the digest that each is bound to."""

import pytest

from annotations.actions import reviews, teams, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow
from annotations.models import Event, Review
from tests.cast import again, in_review, published


def approve(verdict, by, **about):
    return reviews.review(verdict, by=by, vote="approve", **about)


def test_author_cannot_approve_own_verdict(newsroom):
    verdict = in_review(newsroom)
    with pytest.raises(NotAllowed, match="You wrote this draft"):
        approve(verdict, newsroom.alice)
    assert not Review.objects.exists()


def test_one_approval_is_enough_in_a_new_team(newsroom):
    verdict = in_review(newsroom)
    ballot = approve(verdict, newsroom.bob, comment="  The sources hold. ")
    assert (ballot.comment, ballot.digest) == ("The sources hold.", verdict.digest)
    assert again(verdict).status == "approved"


def test_a_stricter_team_waits_for_its_quorum(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=3, author_may_publish=False)
    verdict = in_review(newsroom)
    for actor in (newsroom.bob, newsroom.charlie):
        approve(verdict, actor)
        assert again(verdict).status == "in_review"
    approve(verdict, newsroom.dana)
    assert (again(verdict).status, again(verdict).approvals) == ("approved", 3)


def test_one_return_sends_it_back_whatever_others_voted(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2, author_may_publish=False)
    verdict = in_review(newsroom)
    approve(verdict, newsroom.bob)
    reviews.review(verdict, by=newsroom.charlie, vote="return", comment="Name the year.")
    assert again(verdict).status == "returned"
    with pytest.raises(NotNow, match="Verdict is returned"):
        approve(verdict, newsroom.dana)


def test_nobody_votes_twice(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2, author_may_publish=False)
    verdict = in_review(newsroom)
    approve(verdict, newsroom.bob)
    for vote in ("approve", "return"):
        with pytest.raises(NotNow, match="You have already reviewed this revision"):
            reviews.review(verdict, by=newsroom.bob, vote=vote, comment="Again.")
    assert again(verdict).approvals == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"vote": "abstain"}, "vote"),
        ({"vote": ""}, "vote"),
        ({"vote": "return"}, "comment"),
        ({"vote": "return", "comment": " \n"}, "comment"),
        ({"vote": "return", "comment": "\u200b"}, "comment"),
        ({"vote": "approve", "comment": "A\x00"}, "comment"),
        ({"vote": "approve", "comment": "x" * 2001}, "comment"),
    ],
)
def test_a_vote_that_cannot_be_is_refused_by_field(newsroom, given, field):
    verdict = in_review(newsroom)
    before = Event.objects.count()
    with pytest.raises(Invalid) as refused:
        reviews.review(verdict, by=newsroom.bob, **given)
    assert list(refused.value.errors) == [field]
    assert (Review.objects.count(), Event.objects.count()) == (0, before)


def test_a_vote_on_what_is_no_longer_there_is_refused(newsroom):
    verdict = in_review(newsroom)
    read = verdict.digest
    verdicts.withdraw(verdict, by=newsroom.alice)
    verdict = verdicts.submit(verdict, by=newsroom.alice)
    with pytest.raises(NotNow, match="This revision has changed since you read it"):
        approve(verdict, newsroom.bob, digest=read)
    assert approve(verdict, newsroom.bob, digest=verdict.digest).pk


def test_a_vote_is_a_line_of_the_history_with_the_claim(newsroom):
    verdict = in_review(newsroom)
    approve(verdict, newsroom.bob)
    written = {line.noun: line for line in Event.objects.filter(action="approve")}
    assert written["review"].claim_id == written["verdict"].claim_id == verdict.claim_id
    assert written["review"].after["digest"] == verdict.digest
    assert written["verdict"].before == {"status": "in_review"}
    assert written["verdict"].after == {"status": "approved"}


def test_nobody_sees_another_team_s_reviews(newsroom):
    published(newsroom)
    assert Review.objects.visible_to(newsroom.victor).exists()
    assert not Review.objects.visible_to(newsroom.mallory).exists()
