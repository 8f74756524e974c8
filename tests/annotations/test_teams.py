"""Founding a team, its people and its policy."""

import pytest

from annotations.actions import teams
from annotations.errors import Invalid, NotAllowed
from annotations.history.ledger import first_bad_line
from annotations.models import Actor, Event, Membership, Rating, Role, Stream, Team
from tests.cast import a_person, again


def test_a_new_team_has_a_scale_a_stream_and_an_admin(newsroom):
    scale = Rating.objects.visible_to(newsroom.victor)
    assert [(rating.slug, rating.value) for rating in scale] == [
        ("false", 1),
        ("mostly-false", 2),
        ("half-true", 3),
        ("mostly-true", 4),
        ("true", 5),
        ("unproven", None),
        ("satire", None),
    ]
    assert Stream.objects.get(team=newsroom.team, article=None).seq == 0
    assert newsroom.erin.role == Role.ADMIN
    assert (newsroom.team.approvals_required, newsroom.team.author_may_publish) == (1, False)


def test_an_admin_gives_roles_and_each_is_a_line_of_the_team_s_history(newsroom):
    frank = a_person("Frank")
    teams.set_role(frank, Role.VIEWER, by=newsroom.erin)
    teams.set_role(frank, Role.REVIEWER, by=newsroom.erin)
    assert Actor.member(frank, newsroom.team).role == Role.REVIEWER
    joined, raised = Event.objects.filter(action="set_role").order_by("seq")
    assert joined.after["role"] == 1
    assert (raised.before, raised.after) == ({"role": 1}, {"role": 3})
    assert first_bad_line(Stream.objects.get(team=newsroom.team, article=None)) is None


@pytest.mark.parametrize("name", ["victor", "alice", "bob", "dana", "mallory"])
def test_only_the_team_s_admin_gives_roles_and_sets_policy(newsroom, name):
    by = getattr(newsroom, name)
    as_theirs = Actor(
        user=by.user, team=newsroom.team, role=Role.ADMIN, via=by.via, scopes=by.scopes
    )
    with pytest.raises(NotAllowed):
        teams.set_role(by.user, Role.ADMIN, by=as_theirs)
    with pytest.raises(NotAllowed):
        teams.set_policy(by=as_theirs, approvals_required=1, author_may_publish=True)
    assert not again(newsroom.team).author_may_publish
    assert not Event.objects.exists()


@pytest.mark.parametrize("number", [0, 6, -1])
def test_a_team_asks_for_one_to_five_approvals(newsroom, number):
    with pytest.raises(Invalid) as refused:
        teams.set_policy(by=newsroom.erin, approvals_required=number, author_may_publish=False)
    assert list(refused.value.errors) == ["approvals_required"]
    assert again(newsroom.team).approvals_required == 1


def test_people_see_the_teams_that_they_are_in(newsroom):
    assert [*Team.objects.of(newsroom.alice.user)] == [newsroom.team]
    assert [*Team.objects.of(newsroom.mallory.user)] == [newsroom.mallory.team]
    assert Actor.member(newsroom.mallory.user, newsroom.team) is None


def test_who_may_not_sign_in_acts_for_nobody(newsroom):
    newsroom.alice.user.is_active = False
    newsroom.alice.user.save()
    assert Actor.member(newsroom.alice.user, newsroom.team) is None
    assert newsroom.alice.refreshed() is None


def test_an_actor_keeps_its_door_and_scopes_with_a_new_role(newsroom):
    Membership.objects.filter(user=newsroom.alice.user).update(role=Role.ADMIN)
    fresh = newsroom.alice.refreshed()
    assert (fresh.role, fresh.via, fresh.scopes) == (
        Role.ADMIN,
        newsroom.alice.via,
        newsroom.alice.scopes,
    )


def test_the_last_admin_cannot_step_down_but_one_of_two_can(newsroom):
    with pytest.raises(Invalid) as refused:
        teams.set_role(newsroom.erin.user, Role.VIEWER, by=newsroom.erin)
    assert list(refused.value.errors) == ["role"]
    teams.set_role(newsroom.dana.user, Role.ADMIN, by=newsroom.erin)
    teams.set_role(newsroom.erin.user, Role.VIEWER, by=newsroom.erin)
    assert newsroom.erin.refreshed().role == Role.VIEWER


def test_who_leaves_the_team_does_nothing_more_and_what_they_did_stays(newsroom):
    teams.remove_member(newsroom.bob.user, by=newsroom.erin)
    assert newsroom.bob.refreshed() is None
    line = Event.objects.get(action="remove_member")
    assert (line.noun, line.before["user"]) == ("membership", newsroom.bob.user.pk)
    for user in (newsroom.bob.user, newsroom.erin.user):
        with pytest.raises(Invalid):
            teams.remove_member(user, by=newsroom.erin)
