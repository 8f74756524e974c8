"""Who is told of what, what they may see of it, and how they choose."""

import pytest

from annotations.actions import (
    assignments,
    claims,
    comments,
    notifications,
    rechecks,
    reviews,
    teams,
    verdicts,
)
from annotations.errors import Invalid, NotAllowed, Stale
from annotations.models import Event, Membership, Notification, Role, User
from tests.cast import a_claim, a_draft, a_member, again, evidence_for, in_review, published


def told(kind=None):
    """Who was told what, the first first."""
    found = Notification.objects.order_by("pk")
    if kind:
        return [*found.filter(kind=kind).values_list("user__name", flat=True)]
    return [*found.values_list("user__name", "kind")]


def seen_by(actor):
    return Notification.objects.visible_to(actor)


def test_who_is_asked_to_review_is_told(newsroom):
    verdict = in_review(newsroom)
    asked = assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    [news] = Notification.objects.all()
    assert (news.user, news.team, news.kind) == (newsroom.bob.user, newsroom.team, "assigned")
    assert (news.event.noun, news.event.object_id) == ("assignment", asked.pk)


def test_who_takes_a_review_is_not_told_of_it(newsroom):
    assignments.take(in_review(newsroom), by=newsroom.bob)
    assert told() == []


def test_who_is_asked_while_it_is_a_draft_is_told_when_there_is_something_to_review(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    assignments.assign(draft, by=newsroom.alice, to=newsroom.bob.user)
    assert told() == []
    verdicts.submit(draft, by=newsroom.alice)
    assert told() == [("Bob", "assigned")]
    verdicts.withdraw(draft, by=newsroom.alice)
    verdicts.submit(draft, by=newsroom.alice)
    assert told() == [("Bob", "assigned")] * 2


def test_those_who_worked_on_it_are_told_that_it_was_returned(newsroom):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Which accounts?")
    assert told() == [("Alice", "returned")]


def test_those_who_worked_on_it_and_who_has_the_claim_are_told_once_that_it_is_public(newsroom):
    claim = a_claim(newsroom.alice)
    claims.assign(claim, by=newsroom.alice, to=newsroom.victor.user)
    verdict = published(newsroom, claim)
    assert told() == [("Alice", "approved"), ("Alice", "published"), ("Victor", "published")]
    Notification.objects.all().delete()
    claims.assign(again(claim), by=newsroom.alice, to=newsroom.alice.user)
    draft = verdicts.retract(verdict, by=newsroom.alice, reason="The accounts were forged.")
    verdicts.submit(draft, by=newsroom.alice)
    reviews.review(draft, by=newsroom.bob, vote="approve")
    verdicts.publish(draft, by=newsroom.dana)
    assert told("published") == ["Alice"]


def test_a_publisher_is_not_told_of_what_they_published(newsroom):
    claim = a_claim(newsroom.alice)
    claims.assign(claim, by=newsroom.alice, to=newsroom.dana.user)
    published(newsroom, claim)
    assert told("published") == ["Alice"]


def gone(newsroom):
    teams.remove_member(newsroom.alice.user, by=newsroom.erin)


def locked_out(newsroom):
    User.objects.filter(pk=newsroom.alice.user.pk).update(is_active=False)


@pytest.mark.parametrize("leave", [gone, locked_out])
def test_who_left_is_told_nothing(newsroom, leave):
    verdict = in_review(newsroom)
    leave(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert told() == []


def test_in_whose_name_the_machine_acts_is_told_of_it(newsroom, settings):
    verdict = published(newsroom)
    today = verdict.published_at.date()
    rechecks.schedule(verdict.claim, by=newsroom.alice, on=today)
    rechecks.sweep()
    assert told("needs_recheck") == ["Alice"]


def test_everybody_sees_their_own_in_the_team_where_it_happened(newsroom):
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    mallory_too = Membership.objects.create(
        team=newsroom.mallory.team, user=newsroom.bob.user, role=Role.REVIEWER
    )
    elsewhere = newsroom.bob.member(newsroom.bob.user, mallory_too.team)
    assert [n.kind for n in seen_by(newsroom.bob)] == ["assigned"]
    for other in (newsroom.charlie, newsroom.mallory, elsewhere):
        assert not seen_by(other).exists()


@pytest.fixture
def three(newsroom):
    """Three notifications of Alice's, by Bob; and one of Bob's, by Alice."""
    claim = a_claim(newsroom.alice)
    first = comments.say(claim, by=newsroom.alice, text="Which accounts?")
    for text in ("Of 2025.", "Page 4.", "@Alice, see there."):
        comments.say(claim, by=newsroom.bob, text=text, parent=first)
    comments.say(claim, by=newsroom.alice, text="Thanks.", parent=first)
    return [*seen_by(newsroom.alice).order_by("pk")]


def test_somebody_reads_what_they_saw_and_nothing_newer(newsroom, three):
    assert notifications.read(by=newsroom.alice, up_to=three[1].pk) == 2
    assert [again(news).read_at is not None for news in three] == [True, True, False]
    first_read = again(three[0]).read_at
    assert notifications.read(by=newsroom.alice) == 1
    assert notifications.read(by=newsroom.alice) == 0
    assert again(three[0]).read_at == first_read
    assert seen_by(newsroom.bob).get().read_at is None


def test_nobody_reads_what_they_do_not_see_yet(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True)
    verdict = in_review(newsroom)
    comments.say(verdict.claim, by=newsroom.bob, text="@Alice, which page?")
    assert notifications.read(by=newsroom.alice) == 0
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    unread = seen_by(newsroom.alice).filter(read_at=None)
    assert [*unread.order_by("pk").values_list("kind", flat=True)] == ["mentioned", "approved"]


def test_somebody_chooses_what_is_mailed_and_how(newsroom):
    kept = notifications.choose(by=newsroom.bob, mail={"assigned": "daily", "answered": "never"})
    with pytest.raises(Stale):
        notifications.choose(by=newsroom.bob, mail={"assigned": "never"}, expected={})
    assert kept.mail == {"assigned": "daily", "answered": "never"}
    notifications.choose(by=newsroom.bob, mail={"answered": "at_once"})
    mine = Membership.objects.get(user=newsroom.bob.user, team=newsroom.team)
    assert mine.mail == {"assigned": "daily", "answered": "at_once"}
    others = Membership.objects.exclude(pk=mine.pk)
    assert [*others.values_list("mail", flat=True).distinct()] == [{}]


@pytest.mark.parametrize(
    "mail", [{"assigned": "weekly"}, {"gossip": "never"}, {"assigned": "daily", "": "never"}]
)
def test_an_unknown_choice_is_refused_and_changes_nothing(newsroom, mail):
    with pytest.raises(Invalid) as refused:
        notifications.choose(by=newsroom.bob, mail=mail)
    assert list(refused.value.errors) == ["mail"]
    assert Membership.objects.get(user=newsroom.bob.user).mail == {}


def test_who_left_the_team_chooses_nothing(newsroom):
    teams.remove_member(newsroom.bob.user, by=newsroom.erin)
    with pytest.raises(NotAllowed):
        notifications.choose(by=newsroom.bob, mail={"assigned": "daily"})


def test_reading_and_choosing_leave_no_line_in_the_history(newsroom, three):
    lines = Event.objects.count()
    notifications.read(by=newsroom.alice)
    notifications.choose(by=newsroom.alice, mail={"assigned": "daily"})
    assert Event.objects.count() == lines


def test_a_mention_of_twenty_takes_as_many_queries_as_one(newsroom, django_assert_max_num_queries):
    claim = a_claim(newsroom.alice)
    names = [a_member(newsroom.team, f"Reader{n}x", Role.VIEWER).user.name for n in range(20)]
    text = " ".join(f"@{name}" for name in names)
    with django_assert_max_num_queries(25):
        comments.say(claim, by=newsroom.alice, text=text)
    assert told("mentioned") == names
