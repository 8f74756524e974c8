"""Keys for programs: some of their owner's powers in one team, never more."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from annotations.actions import claims, teams, tokens
from annotations.errors import Invalid, NotAllowed, Stale
from annotations.history.ledger import first_bad_line
from annotations.models import Actor, Event, Membership, Role, Stream, Token
from tests.cast import a_claim, a_token, again


def issued(by, *scopes, **about):
    return tokens.issue_token(by=by, scopes=scopes or ["read"], **about)


def test_a_key_is_shown_once_and_only_its_hash_is_kept(newsroom):
    token, key = issued(newsroom.alice, "suggest", "read", name="Bot")
    assert key.startswith("fcheck_")
    assert key not in str(Token.objects.values().get(pk=token.pk))
    assert (token.user, token.team, token.scopes) == (
        newsroom.alice.user,
        newsroom.team,
        ["read", "suggest"],
    )


def test_issuing_and_revoking_are_lines_of_the_history_without_any_part_of_the_key(newsroom):
    token, _key = issued(newsroom.alice, name="Bot")
    start = token.token_key
    tokens.revoke_token(token, by=newsroom.erin)
    lines = Event.objects.filter(noun="token").order_by("seq")
    assert [(e.action, e.actor_name, e.object_id) for e in lines] == [
        ("issue_token", "Alice", lines[0].object_id),
        ("revoke_token", "Erin", lines[0].object_id),
    ]
    told = {"user", "team", "name", "scopes", "expiry"}
    assert set(lines[0].after) == set(lines[1].before) == told
    everything = str([*Event.objects.values()])
    assert start not in everything
    assert token.digest not in everything
    assert not Token.objects.exists()
    assert first_bad_line(Stream.objects.get(team=newsroom.team, article=None)) is None


def test_a_key_expires(newsroom):
    token, _key = issued(newsroom.alice, days=7)
    assert abs(token.expiry - timezone.now() - dt.timedelta(days=7)) < dt.timedelta(minutes=1)
    assert not token.has_expired


@pytest.mark.parametrize("days", [0, -1, 366, 10**30])
def test_a_token_lasts_a_year_at_most(newsroom, days):
    with pytest.raises(Invalid) as refused:
        issued(newsroom.alice, days=days)
    assert list(refused.value.errors) == ["days"]


@pytest.mark.parametrize("scopes", [[], ["read", "root"], ["Read"]])
def test_unknown_scopes_are_refused(newsroom, scopes):
    with pytest.raises(Invalid) as refused:
        tokens.issue_token(by=newsroom.alice, scopes=scopes)
    assert list(refused.value.errors) == ["scopes"]
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("name", "most"),
    [("victor", "read"), ("alice", "suggest"), ("bob", "review"), ("dana", "publish")],
)
def test_a_token_carries_no_scope_that_its_owner_has_no_use_for(newsroom, name, most):
    by, scopes = getattr(newsroom, name), ("read", "suggest", "review", "publish", "admin")
    usable = scopes[: scopes.index(most) + 1]
    assert issued(by, *usable)[0].scopes == list(usable)
    with pytest.raises(Invalid, match="has no use for the scope"):
        issued(by, *scopes)


def test_a_token_never_makes_one_that_may_more(newsroom):
    program = replace(newsroom.erin, scopes=frozenset({"read", "admin"}))
    assert issued(program, "read", "admin")[0].scopes == ["read", "admin"]
    with pytest.raises(Invalid, match="passes on no scope that it lacks: “publish”"):
        issued(program, "read", "publish")
    for scopes in ({"read"}, {"read", "suggest", "review", "publish"}):
        with pytest.raises(NotAllowed, match="takes to manage tokens"):
            issued(replace(newsroom.erin, scopes=frozenset(scopes)), "read")


def test_a_name_is_one_line_of_a_hundred_characters_at_most(newsroom):
    assert issued(newsroom.alice, name="  Our   CMS ")[0].name == "Our CMS"
    for name in ("x" * 101, "a\x00b"):
        with pytest.raises(Invalid) as refused:
            issued(newsroom.alice, name=name)
        assert list(refused.value.errors) == ["name"]


def test_an_admin_revokes_what_others_issued_and_nobody_else_does(newsroom):
    token, _key = issued(newsroom.alice)
    for other in (newsroom.bob, newsroom.dana, newsroom.mallory):
        with pytest.raises(NotAllowed):
            tokens.revoke_token(token, by=other)
    tokens.revoke_token(token, by=newsroom.erin)
    with pytest.raises(Stale):
        tokens.revoke_token(token, by=newsroom.erin)


def test_one_sees_one_s_own_tokens_and_an_admin_all_of_the_team_s(newsroom):
    own, _key = issued(newsroom.alice)
    issued(newsroom.bob)
    issued(newsroom.mallory)
    assert list(Token.objects.visible_to(newsroom.alice)) == [own]
    assert Token.objects.visible_to(newsroom.erin).count() == 2
    reader = replace(newsroom.erin, scopes=frozenset({"read"}))
    assert not Token.objects.visible_to(reader).exists()


def test_a_key_never_does_what_its_owner_may_not(newsroom):
    a_token(newsroom.victor)
    actor = Actor.with_token(Token.objects.get())
    with pytest.raises(NotAllowed, match="You are a viewer here"):
        a_claim(actor)


def test_a_key_does_only_what_its_scopes_say_and_is_named_in_the_history(newsroom):
    claim = a_claim(newsroom.alice)
    a_token(newsroom.erin, ["read", "suggest"])
    actor = Actor.with_token(Token.objects.get())
    claims.edit(claim, by=actor, claimant="Inga Holm")
    assert Event.objects.latest("pk").via == f"token:{Token.objects.get().pk}"
    with pytest.raises(NotAllowed, match="This token lacks the scope “admin”"):
        teams.set_policy(by=actor, approvals_required=2, author_may_publish=False)


def test_a_key_of_somebody_who_left_is_nobody(newsroom):
    a_token(newsroom.alice)
    Membership.objects.filter(user=newsroom.alice.user).delete()
    assert Actor.with_token(Token.objects.get()) is None


def test_who_comes_back_does_not_find_the_old_keys_working(newsroom):
    issued(newsroom.alice)
    teams.remove_member(newsroom.alice.user, by=newsroom.erin)
    teams.set_role(newsroom.alice.user, Role.CONTRIBUTOR, by=newsroom.erin)
    assert not Token.objects.exists()
    gone = Event.objects.get(action="remove_member", noun="token")
    assert gone.before["user"] == newsroom.alice.user.pk


# ------------------------------------------------------------------ when it was last used


def test_use_is_noted_once_a_minute(newsroom, django_assert_num_queries):
    token, _key = issued(newsroom.alice)
    tokens.note_use(token)
    noted = again(token)
    assert timezone.now() - noted.last_used_at < dt.timedelta(minutes=1)
    with django_assert_num_queries(0):
        tokens.note_use(noted)
    tokens.note_use(token)  # as another request read it, just before
    assert again(token).last_used_at == noted.last_used_at
    noted.last_used_at -= dt.timedelta(seconds=61)
    noted.save()
    tokens.note_use(noted)
    assert timezone.now() - again(token).last_used_at < dt.timedelta(minutes=1)
    assert Event.objects.filter(noun="token").count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_to_note_a_use_while_another_holds_the_row(newsroom):
    token, _key = issued(newsroom.alice)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Token.objects.select_for_update().get()
            held.set()
            done.wait(10)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        holding = pool.submit(hold)
        held.wait(10)
        tokens.note_use(token)
        assert Token.objects.get().last_used_at is None
        done.set()
        holding.result()
    tokens.note_use(token)
    assert Token.objects.get().last_used_at is not None


# ------------------------------------------------------------------ the command


def printed(capsys, *argv):
    call_command("create_token", *argv)
    return capsys.readouterr()


def test_the_command_prints_the_key_alone(newsroom, capsys):
    said = printed(capsys, "--user", newsroom.bob.user.email, "--scopes", "read, review")
    token = Token.objects.get()
    assert said.out.strip().startswith(token.token_key)
    assert said.err == ""
    assert (token.user, token.scopes) == (newsroom.bob.user, ["read", "review"])


def test_the_command_leaves_out_what_the_role_has_no_use_for_and_says_so(newsroom, capsys):
    said = printed(capsys, "--user", newsroom.alice.user.email, "--scopes", "read,publish")
    assert Token.objects.get().scopes == ["read"]
    assert "left out: publish" in said.err
    assert len(said.out.split()) == 1
    with pytest.raises(CommandError, match="has no use"):
        call_command("create_token", "--user", newsroom.alice.user.email, "--scopes", "publish")


def test_the_command_adds_an_integration_where_it_is_missing(newsroom, capsys):
    asked = ("--integration", "Our CMS", "--team", "harbour-desk", "--scopes", "read,suggest")
    for _ in range(2):
        printed(capsys, *asked, "--days", "365", "--name", "import")
    program = Membership.objects.get(user__is_integration=True)
    assert (program.user.name, program.role) == ("Our CMS", Role.CONTRIBUTOR)
    assert {token.user for token in Token.objects.all()} == {program.user}
    assert Token.objects.count() == 2
    with pytest.raises(CommandError, match="Say --team"):
        call_command("create_token", "--integration", "Our CMS", "--scopes", "read")


def test_the_database_is_as_patient_as_before(newsroom):
    tokens.note_use(issued(newsroom.alice)[0])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
