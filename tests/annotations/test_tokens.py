"""Keys for programs: some of their owner's powers in one team, never more."""

import datetime as dt

import pytest
from django.utils import timezone

from annotations.actions import claims, teams, tokens
from annotations.errors import Invalid, NotAllowed
from annotations.models import Actor, Event, Membership, Token
from tests.cast import a_claim, a_token


def test_a_key_is_shown_once_and_only_its_hash_is_kept(newsroom):
    token, key = tokens.issue_token(by=newsroom.alice, scopes=["suggest", "read"], name="Bot")
    assert key.startswith("fcheck_")
    assert key not in str(Token.objects.values().get(pk=token.pk))
    assert (token.user, token.team, token.scopes) == (
        newsroom.alice.user,
        newsroom.team,
        ["read", "suggest"],
    )


def test_a_key_expires(newsroom):
    token, _key = tokens.issue_token(by=newsroom.alice, scopes=["read"], days=7)
    assert abs(token.expiry - timezone.now() - dt.timedelta(days=7)) < dt.timedelta(minutes=1)


@pytest.mark.parametrize("scopes", [[], ["read", "root"], ["Read"]])
def test_unknown_scopes_are_refused(newsroom, scopes):
    with pytest.raises(Invalid) as refused:
        tokens.issue_token(by=newsroom.alice, scopes=scopes)
    assert list(refused.value.errors) == ["scopes"]
    assert not Token.objects.exists()


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
    assert Event.objects.latest("pk").via == f"token:{Token.objects.get().token_key}"
    with pytest.raises(NotAllowed, match="This token lacks the scope “admin”"):
        teams.set_policy(by=actor, approvals_required=2, author_may_publish=False)


def test_a_key_of_somebody_who_left_is_nobody(newsroom):
    a_token(newsroom.alice)
    Membership.objects.filter(user=newsroom.alice.user).delete()
    assert Actor.with_token(Token.objects.get()) is None
