"""Looking again: on a day, because somebody asks, until it is settled or a revision is public."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from annotations import tasks
from annotations.actions import claims, rechecks, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow, Stale
from annotations.models import Claim, Event, Membership, Notification, Role, User
from tests.cast import Newsroom, a_claim, a_member, again, corrected, published


@pytest.fixture
def claim(newsroom):
    """A published claim of Alice's."""
    return again(published(newsroom).claim)


def _today() -> dt.date:
    return timezone.localdate()


def _reasons(claim: Claim) -> list[tuple[str, str]]:
    return [(found["reason"], found["note"]) for found in again(claim).needs_recheck]


def _told() -> set[str]:
    return {str(n.user) for n in Notification.objects.filter(kind="needs_recheck")}


def test_a_contributor_chooses_a_day_and_takes_it_back(newsroom, claim):
    day = _today() + dt.timedelta(days=30)
    assert rechecks.schedule(claim, by=newsroom.alice, on=day).recheck_on == day
    tasks.recheck()
    assert (again(claim).recheck_on, again(claim).state) == (day, "published")
    rechecks.schedule(claim, by=newsroom.alice, on=None)
    assert again(claim).recheck_on is None
    line = Event.objects.filter(action="schedule_recheck").last()
    assert (line.before, line.after) == ({"recheck_on": f"{day}"}, {"recheck_on": None})


def test_a_day_that_is_over_is_refused(newsroom, claim):
    with pytest.raises(Invalid, match="Choose a day that is still to come") as refused:
        rechecks.schedule(claim, by=newsroom.alice, on=_today() - dt.timedelta(days=1))
    assert list(refused.value.errors) == ["on"]
    assert again(claim).recheck_on is None


def test_a_day_is_not_chosen_over_somebody_elses(newsroom, claim):
    rechecks.schedule(claim, by=newsroom.bob, on=_today())
    with pytest.raises(Stale):
        rechecks.schedule(claim, by=newsroom.alice, on=None, expected=claim.version)
    assert again(claim).recheck_on == _today()


def test_viewers_and_strangers_do_not_ask_and_contributors_do_not_settle(newsroom, claim):
    for somebody in (newsroom.victor, newsroom.mallory):
        with pytest.raises(NotAllowed):
            rechecks.schedule(claim, by=somebody, on=_today())
        with pytest.raises(NotAllowed):
            rechecks.ask(claim, by=somebody, note="Look again.")
    rechecks.ask(claim, by=newsroom.alice, note="Look again.")
    with pytest.raises(NotAllowed):
        rechecks.settle(claim, by=newsroom.alice, note="It holds.")


def test_what_was_never_published_cannot_need_a_recheck(newsroom):
    claim = a_claim(newsroom.alice)
    with pytest.raises(NotNow, match="Nothing of this claim is published"):
        rechecks.ask(claim, by=newsroom.alice, note="Look again.")


@pytest.mark.parametrize("verb", [rechecks.ask, rechecks.settle])
def test_asking_and_settling_take_a_note(newsroom, claim, verb):
    rechecks.ask(claim, by=newsroom.alice, note="The accounts were audited.")
    with pytest.raises(Invalid) as refused:
        verb(claim, by=newsroom.bob, note="  ")
    assert list(refused.value.errors) == ["note"]
    assert len(again(claim).needs_recheck) == 1


def test_the_day_makes_it_need_a_recheck_once(newsroom, claim):
    rechecks.schedule(claim, by=newsroom.alice, on=_today())
    tasks.recheck()
    tasks.recheck()
    found = again(claim)
    since = _today().isoformat()
    assert found.needs_recheck == [{"reason": "date_passed", "note": "", "since": since}]
    assert (found.recheck_on, found.state) == (None, "needs_recheck")
    line = Event.objects.get(action="ask_for_recheck")
    assert (line.actor, line.via, line.claim_id) == (newsroom.alice.user, "task:recheck", claim.pk)


def test_a_day_that_was_moved_meanwhile_does_not_come(newsroom, claim):
    rechecks.schedule(claim, by=newsroom.alice, on=_today())
    read_before = Claim.objects.select_related(*Claim.with_home).get(pk=claim.pk)
    rechecks.schedule(claim, by=newsroom.alice, on=_today() + dt.timedelta(days=9))
    rechecks._come_due(read_before)
    assert _reasons(claim) == []
    assert not Event.objects.filter(action="ask_for_recheck").exists()


@pytest.mark.parametrize("became", ["a stranger", "a viewer", "inactive"])
def test_the_day_comes_also_when_who_chose_it_has_left(newsroom, claim, became):
    rechecks.schedule(claim, by=newsroom.bob, on=_today())
    if became == "a stranger":
        Membership.objects.filter(user=newsroom.bob.user).delete()
    elif became == "a viewer":
        Membership.objects.filter(user=newsroom.bob.user).update(role=Role.VIEWER)
    else:
        User.objects.filter(pk=newsroom.bob.user.pk).update(is_active=False)
    tasks.recheck()
    assert _reasons(claim) == [("date_passed", "")]
    assert Event.objects.get(action="ask_for_recheck").actor == newsroom.erin.user


def test_a_team_where_nobody_may_ask_does_not_hold_up_the_others(newsroom, claim, caplog):
    rechecks.schedule(claim, by=newsroom.alice, on=_today())
    ridge = _at_the_ridge_post(newsroom)
    other = published(ridge).claim
    rechecks.schedule(other, by=ridge.alice, on=_today())
    User.objects.filter(memberships__team=newsroom.team).update(is_active=False)
    tasks.recheck()
    assert (_reasons(claim), _reasons(other)) == ([], [("date_passed", "")])
    assert f"Nobody in the team can ask for the recheck of claim {claim.pk}." in caplog.text


def test_workers_of_what_is_public_and_the_assignee_are_told(newsroom, claim):
    claims.assign(claim, by=newsroom.erin, to=newsroom.charlie.user)
    rechecks.ask(claim, by=newsroom.bob, note="The accounts were audited.")
    assert _told() == {"Alice", "Charlie"}


def test_who_chose_the_day_is_told_when_it_comes(newsroom, claim):
    rechecks.schedule(claim, by=newsroom.alice, on=_today())
    tasks.recheck()
    assert _told() == {"Alice"}


def test_a_reason_that_came_after_the_reviewer_looked_is_not_settled_with_the_others(
    newsroom, claim
):
    read = rechecks.ask(claim, by=newsroom.alice, note="The accounts were audited.").version
    rechecks.ask(claim, by=newsroom.bob, note="The link is dead.")
    with pytest.raises(Stale):
        rechecks.settle(claim, by=newsroom.charlie, note="It holds.", expected=read)
    assert len(_reasons(claim)) == 2


def test_each_reason_stays_until_a_reviewer_settles_all(newsroom, claim):
    later = _today() + dt.timedelta(days=30)
    rechecks.ask(claim, by=newsroom.alice, note="The accounts were audited.")
    rechecks.ask(claim, by=newsroom.bob, note="The link is dead.")
    assert _reasons(claim) == [
        ("asked", "The accounts were audited."),
        ("asked", "The link is dead."),
    ]
    rechecks.schedule(claim, by=newsroom.alice, on=later)
    rechecks.settle(claim, by=newsroom.bob, note="The audit names the same sum.")
    assert (again(claim).state, again(claim).recheck_on) == ("published", later)
    line = Event.objects.get(action="settle_recheck")
    assert (line.reason, line.after) == ("The audit names the same sum.", {"needs_recheck": []})
    with pytest.raises(NotNow, match="Nothing asks for another look"):
        rechecks.settle(claim, by=newsroom.bob, note="Again.")


def test_a_correction_takes_the_flag_over_and_its_publication_removes_it(newsroom, claim):
    rechecks.ask(claim, by=newsroom.alice, note="The accounts were audited.")
    draft = verdicts.revise(claim.current, by=newsroom.alice, kind="update", reason="An audit.")
    assert again(claim).state == "draft"
    assert not Claim.objects.needing_recheck().exists()
    verdicts.discard(draft, by=newsroom.alice)
    assert again(claim).state == "needs_recheck"
    corrected(newsroom, again(claim).current, summary="The audit confirms it.")
    assert (again(claim).state, _reasons(claim)) == ("published", [])


def test_claims_are_found_by_the_state_that_they_show(newsroom, claim):
    flagged = again(published(newsroom, a_claim(newsroom.alice, quote="3.2 kilometres")).claim)
    rechecks.ask(flagged, by=newsroom.alice, note="Look again.")
    assert [*Claim.objects.in_state("needs_recheck")] == [*Claim.objects.needing_recheck()]
    for each in (claim, flagged):
        found = Claim.objects.visible_to(newsroom.alice).in_state(again(each).state)
        assert [*found] == [each]


def _at_the_ridge_post(newsroom: Newsroom) -> Newsroom:
    """Mallory's team, with people of its own."""
    ridge = newsroom.mallory.team
    return replace(
        newsroom,
        team=ridge,
        alice=a_member(ridge, "Heidi", Role.CONTRIBUTOR),
        bob=a_member(ridge, "Ivan", Role.REVIEWER),
        dana=newsroom.mallory,
    )
