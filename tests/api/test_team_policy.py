"""A team's policy by API: who sees it, who changes it, and that no change is lost."""

import pytest

from annotations.actions import teams
from annotations.models import Event, Membership, Role
from tests.api.program import Program, refused
from tests.cast import PASSWORD, a_token, again

pytestmark = pytest.mark.django_db

POLICY = {
    "approvals_required": 1,
    "blind_review": False,
    "author_may_publish": False,
    "returns_at_once": True,
    "review_days": None,
}
OTHER = {
    "approvals_required": 3,
    "blind_review": True,
    "author_may_publish": True,
    "returns_at_once": False,
    "review_days": 7,
}


@pytest.fixture
def erin(newsroom) -> Program:
    """Erin's program; she administers."""
    return Program(a_token(newsroom.erin))


@pytest.fixture
def path(newsroom) -> str:
    return f"teams/{newsroom.team.pk}/"


def policy(team: dict[str, object]) -> dict[str, object]:
    return {name: team[name] for name in POLICY}


def test_everybody_sees_the_whole_policy(victor, path):
    for shown in (
        victor.get("me/").json()["team"],
        victor.get("teams/").json()["results"][0],
        victor.get(path).json(),
    ):
        assert policy(shown) == POLICY
        assert shown["role"] == "viewer"


def test_an_admin_changes_it_and_the_history_says_so(erin, newsroom, path):
    tag = erin.get(path)["ETag"]
    changed = erin.patch(path, OTHER, If_Match=tag)
    assert (changed.status_code, policy(changed.json())) == (200, OTHER)
    assert changed["ETag"] == erin.get(path)["ETag"] != tag
    assert again(newsroom.team).policy.as_json() == OTHER
    assert Event.objects.get(action="set_policy").after == OTHER
    back = erin.patch(path, {"review_days": None}, If_Match=changed["ETag"]).json()
    assert policy(back) == OTHER | {"review_days": None}


def test_nobody_else_changes_it(alice, dana, newsroom, path):
    for who in (alice, dana):
        answer = who.patch(path, OTHER, If_Match=who.get(path)["ETag"])
        refused(answer, 403, "not_allowed")
    reader = Program(a_token(newsroom.erin, ["read", "publish"]))
    lacking = reader.patch(path, OTHER, If_Match=reader.get(path)["ETag"])
    assert "admin" in refused(lacking, 403, "not_allowed")["detail"]
    assert again(newsroom.team).policy.as_json() == POLICY


@pytest.mark.parametrize(
    ("tag", "status", "code"),
    [
        (None, 428, "precondition_required"),
        ('"1"', 412, "stale"),
        ('W/"1"', 412, "stale"),
    ],
)
def test_a_change_names_the_policy_that_was_read(erin, path, tag, status, code):
    problem = refused(erin.patch(path, OTHER, **({"If_Match": tag} if tag else {})), status, code)
    assert ("current" in problem) is (status == 412)
    assert policy(erin.get(path).json()) == POLICY


def test_of_two_admins_the_second_is_told_what_is_there_now(erin, newsroom, path):
    tag = erin.get(path)["ETag"]
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    late = erin.patch(path, {"blind_review": True}, If_Match=tag)
    problem = refused(late, 412, "stale")
    assert problem["current"] == erin.get(path).json()
    assert erin.patch(path, {"blind_review": True}, If_Match=late["ETag"]).status_code == 200
    assert policy(erin.get(path).json()) == POLICY | {"approvals_required": 2, "blind_review": True}


def test_the_policy_has_to_hold_when_the_turn_to_change_it_comes(erin, newsroom, path, monkeypatch):
    set_policy = teams.set_policy

    def too_late(**how):
        set_policy(by=newsroom.erin, approvals_required=4)
        return set_policy(**how)

    monkeypatch.setattr(teams, "set_policy", too_late)
    answer = erin.patch(path, {"blind_review": True}, If_Match=erin.get(path)["ETag"])
    assert refused(answer, 412, "stale")["current"]["approvals_required"] == 4
    assert again(newsroom.team).policy.as_json() == POLICY | {"approvals_required": 4}


@pytest.mark.parametrize(
    ("sent", "status", "field"),
    [
        ({"approvals_required": 0}, 422, "approvals_required"),
        ({"approvals_required": 6}, 422, "approvals_required"),
        ({"approvals_required": 10**30}, 422, "approvals_required"),
        ({"approvals_required": -1}, 422, "approvals_required"),
        ({"approvals_required": "2"}, 400, "approvals_required"),
        ({"approvals_required": True}, 400, "approvals_required"),
        ({"approvals_required": None}, 400, "approvals_required"),
        ({"review_days": 0}, 422, "review_days"),
        ({"review_days": 91}, 422, "review_days"),
        ({"review_days": 1.5}, 400, "review_days"),
        ({"blind_review": 1}, 400, "blind_review"),
        ({"blind_review": None}, 400, "blind_review"),
        ({"returns_at_once": "yes"}, 400, "returns_at_once"),
        ({"author_may_publish": []}, 400, "author_may_publish"),
        ({"name": "Another"}, 400, "name"),
        ({"role": "admin"}, 400, "role"),
    ],
)
def test_policies_that_cannot_be(erin, path, sent, status, field):
    problem = refused(erin.patch(path, sent, If_Match=erin.get(path)["ETag"]), status)
    assert field in problem["errors"]
    assert policy(erin.get(path).json()) == POLICY


def test_another_team_is_not_there(mallory, newsroom, path):
    refused(mallory.get(path), 404, "not_found")
    refused(mallory.patch(path, OTHER, If_Match='"1"'), 404, "not_found")
    for pk in (0, 999_999, 10**30, "abc"):
        refused(mallory.get(f"teams/{pk}/"), 404, "not_found")
    assert again(newsroom.team).policy.as_json() == POLICY


def test_at_the_screen_one_changes_the_team_that_one_acts_for(client, newsroom):
    mallory, theirs = newsroom.mallory, newsroom.mallory.team
    Membership.objects.create(user=mallory.user, team=newsroom.team, role=Role.ADMIN)
    assert client.login(username=mallory.user.email, password=PASSWORD)
    acts_for = client.get("/api/v1/me/").json()["team"]["id"]
    other = ({theirs.pk, newsroom.team.pk} - {acts_for}).pop()
    for pk, status in ((acts_for, 200), (other, 403)):
        tag = client.get(f"/api/v1/teams/{pk}/")["ETag"]
        answer = client.patch(
            f"/api/v1/teams/{pk}/",
            {"approvals_required": 2},
            content_type="application/json",
            headers={"If-Match": tag},
        )
        assert answer.status_code == status
