"""Programs in a team: accounts of their own, which act with tokens and never review."""

import pytest
from django.db import IntegrityError, transaction

from annotations.actions import teams, tokens, verdicts
from annotations.errors import Invalid, NotAllowed, Stale
from annotations.models import Actor, Event, Membership, Role, User
from annotations.workflow import TABLE, refusal
from tests.annotations.test_workflow import things
from tests.cast import a_claim, a_draft, a_member, again

OF_PEOPLE = {
    "review",
    "approve",
    "return",
    "dissent",
    "publish",
    "take",
    "recuse",
    "rate",
    "withdraw",
    "discard",
}


@pytest.fixture
def cms(newsroom):
    return teams.add_integration("Our CMS", by=newsroom.erin)


def test_an_integration_has_an_account_that_nobody_can_sign_in_with(newsroom, cms):
    user = again(cms.user)
    assert (user.name, user.is_integration, cms.role) == ("Our CMS", True, Role.CONTRIBUTOR)
    assert user.email.endswith(".invalid")
    assert not user.has_usable_password()
    user.set_password("a password")
    with (
        pytest.raises(IntegrityError, match="an_integration_has_no_password"),
        transaction.atomic(),
    ):
        user.save()


def test_adding_an_integration_is_a_line_of_the_history(newsroom, cms):
    line = Event.objects.get()
    assert (line.action, line.noun, line.object_id) == ("add_integration", "membership", cms.pk)
    assert (line.after["user"], line.after["role"]) == (cms.user_id, Role.CONTRIBUTOR)


@pytest.mark.parametrize("name", ["", " ", "our cms", "x" * 151, "a\x00"])
def test_an_integration_has_a_name_that_no_other_has(newsroom, cms, name):
    with pytest.raises(Invalid) as refused:
        teams.add_integration(name, by=newsroom.erin)
    assert list(refused.value.errors) == ["name"]
    assert User.objects.filter(is_integration=True).count() == 1


def test_two_teams_may_call_their_integrations_alike(newsroom, cms):
    other = teams.add_integration("Our CMS", by=newsroom.mallory)
    assert other.user.email != cms.user.email


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.PUBLISHER, Role.ADMIN])
def test_an_integration_is_a_contributor_at_most(newsroom, cms, role):
    with pytest.raises(Invalid, match="a contributor at most"):
        teams.add_integration("Another", role, by=newsroom.erin)
    with pytest.raises(Invalid, match="a contributor at most"):
        teams.set_role(cms.user, role, by=newsroom.erin)
    assert teams.set_role(cms.user, Role.VIEWER, by=newsroom.erin).role == Role.VIEWER


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "dana", "victor", "mallory"])
def test_nobody_but_an_admin_has_to_do_with_integrations(newsroom, cms, name):
    by = getattr(newsroom, name)
    theirs = "integration of this team" if name == "mallory" else "this takes an admin"
    if name != "mallory":
        with pytest.raises(NotAllowed):
            teams.add_integration("Another", by=by)
        with pytest.raises(NotAllowed):
            teams.remove_member(cms.user, by=by)
    with pytest.raises((NotAllowed, Invalid), match=theirs):
        tokens.issue_integration_token(cms.user, by=by, scopes=["read"])


def test_an_admin_issues_its_tokens_and_no_person_s(newsroom, cms):
    token, _key = tokens.issue_integration_token(
        cms.user, by=newsroom.erin, scopes=["read", "suggest"]
    )
    assert (token.user, Actor.with_token(token).user) == (cms.user, cms.user)
    assert Event.objects.latest("pk").actor == newsroom.erin.user
    with pytest.raises(Invalid, match="has no use for the scope “review”"):
        tokens.issue_integration_token(cms.user, by=newsroom.erin, scopes=["review"])
    with pytest.raises(Invalid, match="Alice is no integration of this team"):
        tokens.issue_integration_token(newsroom.alice.user, by=newsroom.erin, scopes=["read"])


def test_with_an_integration_its_tokens_go(newsroom, cms):
    token, _key = tokens.issue_integration_token(cms.user, by=newsroom.erin, scopes=["read"])
    teams.remove_member(cms.user, by=newsroom.erin)
    assert not type(token).objects.exists()
    assert not Membership.objects.filter(user=cms.user).exists()
    assert again(cms.user).name == "Our CMS"


def test_what_an_admin_has_not_seen_is_not_changed(newsroom, cms):
    teams.set_role(cms.user, Role.VIEWER, by=newsroom.erin)
    for act in (teams.remove_member, lambda user, **k: teams.set_role(user, Role.VIEWER, **k)):
        with pytest.raises(Stale):
            act(cms.user, by=newsroom.erin, expected=1)
    teams.remove_member(cms.user, by=newsroom.erin, expected=2)


def test_a_program_discards_its_own_draft_and_nobody_else_s(newsroom):
    robot = a_member(newsroom.team, "Robot", Role.CONTRIBUTOR, is_integration=True)
    own = a_draft(a_claim(robot), robot)
    assert verdicts.discard(own, by=robot).status == "discarded"
    alices = a_draft(a_claim(newsroom.alice, quote="3.2 kilometres"), newsroom.alice)
    with pytest.raises(NotAllowed, match="An integration cannot discard what others drafted"):
        verdicts.discard(alices, by=robot)
    assert verdicts.discard(again(alices), by=newsroom.bob).status == "discarded"


def test_whatever_its_role_a_program_never_votes_rates_or_publishes(newsroom):
    robot = a_member(newsroom.team, "Robot", Role.ADMIN, is_integration=True)
    found = things(newsroom)
    for row in TABLE:
        if row.action in OF_PEOPLE or row.role in {Role.REVIEWER, Role.PUBLISHER}:
            refused = refusal(row.action, robot, found[row.noun.__name__.lower()])
            assert isinstance(refused, NotAllowed), row
            assert "An integration cannot" in str(refused.sentence), row
