"""The page of tokens: a key once, a list of one's own, and for admins the team's programs."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from annotations.actions import teams, tokens
from annotations.models import Event, Membership, Role, Token
from tests.annotations.at_once import at_once
from tests.api.program import Program
from tests.cast import a_token
from tests.frontend.visiting import at_desk, queries, words

pytestmark = pytest.mark.django_db

PLACE, ISSUE = "/tokens/", "/tokens/issue/"
NEW = {"name": "my notebook", "scopes": ["read", "suggest"], "days": "30"}


@pytest.fixture
def cms(newsroom):
    return teams.add_integration("Our CMS", by=newsroom.erin)


def key_on(answer):
    """The key that a page shows."""
    found = re.findall(r'id="secret"[^>]*>(fcheck_\w{64})<', answer.content.decode())
    assert len(found) == 1
    return found[0]


def issued(by, **about):
    return tokens.issue_token(by=by, **({"scopes": ["read"], "name": "old one"} | about))[0]


def test_the_account_menu_leads_there(newsroom):
    assert 'href="/tokens/"' in at_desk(newsroom.victor).get("/queue/").content.decode()


def test_without_any_the_page_says_so(newsroom):
    said = words(at_desk(newsroom.victor).get(PLACE))
    assert "You have no tokens. Issue one below" in said
    assert "Integrations" not in said


def test_a_key_is_shown_once_and_works(newsroom):
    alice = at_desk(newsroom.alice)
    answer = alice.post(ISSUE, NEW)
    key = key_on(answer)
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    assert Program(key).get("me/").json()["scopes"] == ["read", "suggest"]
    listed = alice.get(PLACE)
    assert key not in listed.content.decode()
    assert "my notebook Read, Contribute · " + key[:15] + "…" in words(listed)
    assert "used now" in words(listed)
    assert key not in str([s.get_decoded() for s in Session.objects.all()])


def test_a_page_with_a_key_loaded_again_issues_no_other(newsroom):
    alice = at_desk(newsroom.alice)
    (word,) = re.findall(r'name="once" value="(\w+)"', alice.get(PLACE).content.decode())
    key_on(alice.post(ISSUE, NEW | {"once": word}))
    said = words(alice.post(ISSUE, NEW | {"once": word}, follow=True))
    assert "Its secret is shown no more." in said
    assert Token.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_clicks_at_once_one_issues_a_token(newsroom):
    alice = at_desk(newsroom.alice)
    given = NEW | {"once": "a-word-of-its-own"}

    def click(_number):
        browser = Client()
        browser.cookies = alice.cookies
        return browser.post(ISSUE, given).status_code

    assert sorted(at_once(4, click)) == [201, 302, 302, 302]
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": ""}, "name", "Say what it is for."),
        ({"name": "x" * 101}, "name", "at most 100 characters"),
        ({"scopes": []}, "scopes", "Choose at least one."),
        ({"scopes": ["publish"]}, "scopes", "publish is not one of the available choices."),
        ({"days": ""}, "days", "Say for how many days."),
        ({"days": "0"}, "days", "A token works for 1 to 365 days."),
        ({"days": "366"}, "days", "A token works for 1 to 365 days."),
        ({"days": "9" * 50}, "days", "A token works for 1 to 365 days."),
        ({"days": "a week"}, "days", "Enter a whole number."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(newsroom, wrong, field, sentence):
    answer = at_desk(newsroom.alice).post(ISSUE, NEW | wrong)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in body.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert not Token.objects.exists()


def test_a_token_is_revoked_after_a_second_look(newsroom):
    token, alice = issued(newsroom.alice), at_desk(newsroom.alice)
    assert "works no longer" not in words(alice.get(PLACE))
    asked = alice.get(f"{PLACE}?revoke={token.pk}").content.decode()
    assert f'action="/tokens/{token.pk}/revoke/"' in asked
    assert Token.objects.exists()
    answer = alice.post(f"/tokens/{token.pk}/revoke/", follow=True)
    assert "“old one” works no longer." in words(answer)
    assert not Token.objects.exists()


def test_others_tokens_are_neither_seen_nor_revoked(newsroom):
    token = issued(newsroom.alice)
    for other in (newsroom.bob, newsroom.mallory):
        assert "old one" not in words(at_desk(other).get(PLACE))
        assert at_desk(other).post(f"/tokens/{token.pk}/revoke/").status_code == 404
    assert Token.objects.get() == token


def test_an_admin_sees_and_revokes_all_of_the_team_s(newsroom, cms):
    token, erin = issued(newsroom.alice, name="hers"), at_desk(newsroom.erin)
    issued(newsroom.erin, name="own")
    tokens.issue_integration_token(cms.user, by=newsroom.erin, scopes=["read"], name="its")
    issued(newsroom.mallory, name="elsewhere")
    said = words(erin.get(PLACE))
    places = [said.index(owner) for owner in ("Yours 1 token own", "Our CMS a program", "Alice 1")]
    assert places == sorted(places)
    assert "elsewhere" not in said
    erin.post(f"/tokens/{token.pk}/revoke/")
    assert not Token.objects.filter(user=newsroom.alice.user).exists()


def test_an_admin_adds_a_program_gives_it_a_token_and_removes_it(newsroom):
    erin = at_desk(newsroom.erin)
    added = erin.post("/integrations/add/", {"name": "Our CMS", "role": "2"}, follow=True)
    assert "Our CMS is in the team. It needs a token." in words(added)
    program = Membership.objects.get(user__is_integration=True)
    opened = erin.get(f"{PLACE}?program={program.pk}")
    assert "A new token for Our CMS" in words(opened)
    assert "Publish:" not in words(opened)
    answer = erin.post(f"/integrations/{program.pk}/token/", NEW)
    key = key_on(answer)
    assert Program(key).get("me/").json()["name"] == "Our CMS"
    asked = erin.get(f"{PLACE}?remove={program.pk}").content.decode()
    assert f'action="/integrations/{program.pk}/remove/"' in asked
    gone = erin.post(f"/integrations/{program.pk}/remove/", follow=True)
    assert "Our CMS is no longer in the team." in words(gone)
    assert Program(key).get("me/").status_code == 401


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"name": "our cms"}, "name", "The team has an integration of this name already."),
        ({"name": ""}, "name", "Name the program."),
        ({"role": ""}, "role", "Choose a role."),
        ({"role": "3"}, "role", "3 is not one of the available choices."),
    ],
)
def test_what_is_wrong_with_an_integration_is_said_at_its_field(
    newsroom, cms, given, field, sentence
):
    about = {"name": "Another", "role": "2"} | given
    answer = at_desk(newsroom.erin).post("/integrations/add/", about)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in body.split(f'id="id_integration_{field}_error"')[1].split("</div>")[0]
    assert Membership.objects.filter(user__is_integration=True).count() == 1


@pytest.mark.parametrize("name", ["alice", "bob", "dana", "victor"])
def test_nobody_but_an_admin_manages_integrations(newsroom, cms, name):
    by = at_desk(getattr(newsroom, name))
    assert "Integrations" not in words(by.get(f"{PLACE}?program={cms.pk}"))
    by.post("/integrations/add/", {"name": "Another", "role": "2"})
    by.post(f"/integrations/{cms.pk}/token/", NEW)
    by.post(f"/integrations/{cms.pk}/remove/")
    assert Membership.objects.get(user__is_integration=True) == cms
    assert not Token.objects.exists()


@pytest.mark.parametrize("query", ["revoke=x", "remove=-1", "program=x", "page=zzz", "program="])
def test_odd_addresses_show_the_page(newsroom, query):
    assert at_desk(newsroom.erin).get(f"{PLACE}?{query}").status_code == 200
    assert at_desk(newsroom.erin).get(f"{PLACE}?program={'9' * 18}").status_code == 404


def test_the_team_s_history_tells_of_tokens_and_programs_without_a_key(newsroom, cms):
    token = issued(newsroom.alice, name="my notebook")
    program, _key = tokens.issue_integration_token(
        cms.user, by=newsroom.erin, scopes=["read", "suggest"], name="import"
    )
    tokens.revoke_token(token, by=newsroom.erin)
    teams.remove_member(cms.user, by=newsroom.erin)
    page = at_desk(newsroom.victor).get("/team/settings/")
    said = words(page)
    for sentence in (
        "Erin added the integration Our CMS as contributor.",
        "Alice issued a token of their own: “my notebook” (read).",
        "Erin issued a token of the integration Our CMS: “import” (read, suggest).",
        "Erin revoked a token of Alice: “my notebook” (read).",
        "Erin revoked a token of Our CMS: “import” (read, suggest).",
        "Erin took Our CMS out of the team.",
    ):
        assert sentence in said, sentence
    assert program.token_key not in page.content.decode()
    assert Event.objects.filter(noun="token").count() == 4


def test_a_program_gets_no_role_that_reviews_on_the_team_s_page(newsroom, cms):
    answer = at_desk(newsroom.erin).post(f"/team/people/{cms.pk}/role/", {"role": "3"})
    assert answer.status_code == 422
    assert "An integration is a contributor at most" in words(answer)
    assert Membership.objects.get(pk=cms.pk).role == Role.CONTRIBUTOR


def test_the_page_takes_as_many_queries_with_ten_as_with_fifty(newsroom):
    def taken(number):
        for n in range(number):
            a_token([newsroom.alice, newsroom.bob, newsroom.erin][n % 3])
            teams.add_integration(f"Program {n}, {number}", by=newsroom.erin)
        return queries(at_desk(newsroom.erin), PLACE)

    assert taken(10) == taken(40)
