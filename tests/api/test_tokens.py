"""Tokens and integrations through the API: shown once, revoked at once, never more than due."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import teams, tokens
from annotations.models import Event, Membership, Role, Token
from api.models import IdempotentAnswer
from tests.api.program import Program, refused
from tests.cast import a_token, again

pytestmark = pytest.mark.django_db

NEW = {"name": "Reader", "scopes": ["read"], "days": 30}
SHOWN = {
    *("id", "name", "prefix", "owner", "scopes"),
    *("created", "expires", "last_used_at", "version"),
}


@pytest.fixture
def erin(newsroom):
    return Program(a_token(newsroom.erin))


@pytest.fixture
def cms(newsroom):
    return teams.add_integration("Our CMS", by=newsroom.erin).user


def keeper(actor):
    """A program of somebody who lets it manage their tokens."""
    return Program(a_token(actor, ["read", "suggest", "admin"]))


def test_a_key_is_shown_once_and_works(newsroom):
    answer = keeper(newsroom.alice).post("tokens/", NEW)
    body = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert set(body) == SHOWN | {"key", "detail"}
    assert body["key"].startswith(body["prefix"])
    assert body["owner"] == {"id": newsroom.alice.user.pk, "name": "Alice", "is_integration": False}
    fresh = Program(body["key"])
    assert fresh.get("me/").json()["scopes"] == ["read"]
    listed = fresh.get("tokens/").json()["results"][0]
    assert set(listed) == SHOWN
    assert listed["last_used_at"] is not None
    assert body["key"] not in str(fresh.get("tokens/").content)


def test_a_token_without_the_scope_admin_issues_and_revokes_none(alice, newsroom):
    for scopes in (["read"], ["read", "suggest", "review", "publish"]):
        program = Program(a_token(newsroom.alice, scopes))
        refused(program.post("tokens/", NEW), 403, "not_allowed")
        path = f"tokens/{Token.objects.latest('pk').pk}/"
        tag = program.get(path)["ETag"]
        refused(program.delete(path, If_Match=tag), 403, "not_allowed")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"scopes": ["read", "root"]}, 422, "scopes"),
        ({"scopes": []}, 422, "scopes"),
        ({"scopes": ["publish"]}, 422, "scopes"),
        ({"scopes": "read"}, 400, "scopes"),
        ({}, 400, "scopes"),
        ({"scopes": ["read"], "days": 0}, 422, "days"),
        ({"scopes": ["read"], "days": 366}, 422, "days"),
        ({"scopes": ["read"], "days": "90"}, 400, "days"),
        ({"scopes": ["read"], "name": "x" * 101}, 422, "name"),
        ({"scopes": ["read"], "user": 1}, 400, "user"),
        ({"scopes": ["read"], "key": "fcheck_mine"}, 400, "key"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(newsroom, body, status, field):
    count = Token.objects.count()
    problem = refused(keeper(newsroom.alice).post("tokens/", body), status)
    assert field in problem["errors"] or any(name.startswith(field) for name in problem["errors"])
    assert Token.objects.count() == count + 1  # the keeper's own


def test_a_repeated_request_makes_no_second_token_and_the_key_is_kept_nowhere(newsroom):
    program = keeper(newsroom.alice)
    first = program.post("tokens/", NEW, Idempotency_Key="k")
    second = program.post("tokens/", NEW, Idempotency_Key="k")
    assert Token.objects.filter(name="Reader").count() == 1
    told, repeated = first.json(), second.json()
    assert (second.status_code, second["Cache-Control"]) == (201, "no-store")
    assert repeated.pop("key") is None
    assert "shown once" in repeated.pop("detail")
    assert {name: told[name] for name in repeated} == repeated
    assert told["key"] not in str(list(IdempotentAnswer.objects.values()))
    assert told["key"] not in str(list(Event.objects.values()))


def test_a_revoked_token_stops_at_once(newsroom, erin):
    key = a_token(newsroom.alice, ["read"])
    program, token = Program(key), Token.objects.get(user=newsroom.alice.user)
    assert program.get("me/").status_code == 200
    path = f"tokens/{token.pk}/"
    refused(erin.delete(path), 428, "precondition_required")
    refused(erin.delete(path, If_Match='"7"'), 412, "stale")
    assert erin.delete(path, If_Match=erin.get(path)["ETag"]).status_code == 204
    assert "was revoked" in refused(program.get("me/"), 401)["detail"]
    refused(erin.get(path), 404)
    assert Event.objects.filter(action="revoke_token", object_id=token.pk).count() == 1


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda token: Token.objects.update(expiry=token.created), "This token has expired."),
        (lambda token: Membership.objects.filter(user=token.user).delete(), "has left the team."),
        (lambda token: type(token.user).objects.update(is_active=False), "has left the team."),
    ],
    ids=["expired", "left", "inactive"],
)
def test_a_token_that_works_no_longer_says_why(newsroom, spoil, sentence):
    program = Program(a_token(newsroom.alice))
    spoil(Token.objects.get())
    answer = program.get("me/")
    assert sentence in refused(answer, 401)["detail"]
    assert answer["WWW-Authenticate"] == "Token"


def test_others_tokens_are_not_there(newsroom, erin, mallory):
    keeper(newsroom.alice)
    bob = Program(a_token(newsroom.bob))
    path = f"tokens/{Token.objects.get(user=newsroom.alice.user).pk}/"
    for other in (bob, mallory):
        refused(other.get(path), 404)
        refused(other.delete(path, If_Match='"1"'), 404)
    assert erin.get(path).status_code == 200
    assert {t["owner"]["name"] for t in bob.get("tokens/").json()["results"]} == {"Bob"}
    assert len(erin.get("tokens/").json()["results"]) == Token.objects.count() - 1  # Mallory's


def test_a_list_takes_as_many_queries_with_ten_as_with_two_hundred(newsroom, erin):
    def taken(number):
        for _ in range(number):
            a_token(newsroom.alice)
        with CaptureQueriesContext(connection) as captured:
            assert erin.get("tokens/?page_size=200").status_code == 200
        return len(captured)

    assert taken(10) == taken(190)


# ------------------------------------------------------------------ integrations


def test_an_admin_adds_an_integration_and_its_token_works_as_itself(newsroom, erin):
    added = erin.post("integrations/", {"name": "Our CMS"})
    program = added.json()
    assert added.status_code == 201
    assert program == {"id": program["id"], "name": "Our CMS", "role": "contributor", "version": 1}
    asked = {"name": "import", "scopes": ["read", "suggest"], "integration": program["id"]}
    issued = erin.post("tokens/", asked)
    assert issued.status_code == 201
    cms = Program(issued.json()["key"])
    assert cms.get("me/").json()["is_integration"] is True
    assert cms.post("articles/", {"title": "T", "text": "Some words."}).status_code == 201
    refused(cms.post("tokens/", {"scopes": ["read"]}), 403)
    assert [p["name"] for p in cms.get("integrations/").json()["results"]] == ["Our CMS"]


def test_an_integration_changes_and_goes_only_as_it_was_seen(newsroom, erin, cms):
    path = f"integrations/{cms.pk}/"
    tag = erin.get(path)["ETag"]
    refused(erin.patch(path, {"role": "viewer"}), 428)
    changed = erin.patch(path, {"role": "viewer"}, If_Match=tag)
    assert (changed.status_code, changed.json()["role"]) == (200, "viewer")
    stale = erin.delete(path, If_Match=tag)
    assert refused(stale, 412)["current"]["role"] == "viewer"
    refused(erin.delete(path), 428)
    _token, key = tokens.issue_integration_token(cms, by=newsroom.erin, scopes=["read"])
    assert erin.delete(path, If_Match=stale["ETag"]).status_code == 204
    refused(Program(key).get("me/"), 401)
    refused(erin.get(path), 404)


def test_an_integration_gets_no_role_that_reviews(erin, cms):
    path = f"integrations/{cms.pk}/"
    tag = erin.get(path)["ETag"]
    for role in ("reviewer", "publisher", "admin"):
        assert (
            "role"
            in refused(erin.post("integrations/", {"name": "B", "role": role}), 422)["errors"]
        )
        refused(erin.patch(path, {"role": role}, If_Match=tag), 422)
    refused(erin.patch(path, {"role": 5}, If_Match=tag), 422)
    refused(erin.patch(path, {"name": "C"}, If_Match=tag), 400)
    assert erin.patch(path, {}, If_Match=tag).json()["role"] == "contributor"
    assert Membership.objects.get(user=cms).role == Role.CONTRIBUTOR


@pytest.mark.parametrize("name", ["alice", "bob", "dana", "victor"])
def test_only_admins_manage_integrations(newsroom, cms, name):
    program = Program(a_token(getattr(newsroom, name)))
    path = f"integrations/{cms.pk}/"
    refused(program.post("integrations/", {"name": "B"}), 403)
    refused(program.patch(path, {"role": "viewer"}, If_Match='"1"'), 403)
    refused(program.patch(path, {}, If_Match='"1"'), 403)
    refused(program.delete(path, If_Match='"1"'), 403)
    refused(program.post("tokens/", {"scopes": ["read"], "integration": cms.pk}), 403)


def test_another_team_s_integration_is_not_there(mallory, cms, newsroom):
    path = f"integrations/{cms.pk}/"
    refused(mallory.get(path), 404)
    refused(mallory.delete(path, If_Match='"1"'), 404)
    refused(mallory.post("tokens/", {"scopes": ["read"], "integration": cms.pk}), 404)
    refused(
        mallory.post("tokens/", {"scopes": ["read"], "integration": newsroom.erin.user.pk}), 404
    )
    assert mallory.get("integrations/").json()["results"] == []
    assert again(cms).is_integration
