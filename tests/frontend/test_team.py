"""The team's page: its policy, its people, and the history of both."""

import re

import pytest

from annotations.actions import reviews, teams
from annotations.models import Event, Membership, Role, User
from tests.cast import a_member, a_person, again, in_review
from tests.frontend.visiting import at_desk, queries, words
from tests.frontend.waiting import many_claims, sent

PLACE, POLICY = "/team/settings/", "/team/policy/"
NAMES = ["alice", "bob", "charlie", "dana", "victor"]


def page(actor):
    return at_desk(actor).get(PLACE)


def hidden(answer, name="version"):
    """What a hidden field of the page holds."""
    body = answer.content.decode()
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', body)[0]


def save(actor, **typed):
    """Save the policy as the form shows it, but for what is typed."""
    client = at_desk(actor)
    shown = {"approvals_required": 1, "returns_at_once": "on", "review_days": ""}
    given = shown | {"version": hidden(client.get(PLACE))} | typed
    return client.post(POLICY, {k: v for k, v in given.items() if v is not None}, follow=True)


def change(actor, member, role):
    return at_desk(actor).post(f"/team/people/{member.pk}/role/", {"role": role})


def membership(actor):
    return Membership.objects.get(user=actor.user, team=actor.team)


@pytest.mark.parametrize("name", NAMES)
def test_everybody_reads_policy_and_people_and_only_an_admin_has_forms(newsroom, name):
    answer = page(getattr(newsroom, name))
    said = words(answer)
    assert "Approvals required 1 Days to review Never Blind review No" in said
    assert "dana@harbourdesk.example" in said
    assert "this takes an admin." in said
    assert '<form class="form' not in answer.content.decode()
    assert "Save policy" in words(page(newsroom.erin))


def test_the_menu_leads_to_it(newsroom):
    assert f'href="{PLACE}"' in at_desk(newsroom.victor).get("/queue/").content.decode()


def test_an_admin_sets_all_terms_and_is_told_from_when_they_hold(newsroom):
    answer = save(
        newsroom.erin,
        approvals_required="3",
        blind_review="on",
        author_may_publish="on",
        returns_at_once=None,
        review_days="14",
    )
    assert again(newsroom.team).policy.as_json() == {
        "approvals_required": 3,
        "blind_review": True,
        "author_may_publish": True,
        "returns_at_once": False,
        "review_days": 14,
    }
    assert "The policy holds from the next submission on." in words(answer)


@pytest.mark.parametrize("name", NAMES)
def test_nobody_but_an_admin_sets_the_policy(newsroom, name):
    answer = save_as(getattr(newsroom, name), newsroom)
    assert answer.redirect_chain
    assert "this takes an admin." in words(answer)
    assert again(newsroom.team).approvals_required == 1


def save_as(actor, newsroom):
    given = {"approvals_required": 2, "version": hidden(page(newsroom.erin))}
    return at_desk(actor).post(POLICY, given, follow=True, HTTP_REFERER=f"http://testserver{PLACE}")


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("approvals_required", "0", "A team asks for one to five approvals."),
        ("approvals_required", "6", "A team asks for one to five approvals."),
        ("approvals_required", "9" * 40, "A team asks for one to five approvals."),
        ("approvals_required", "two", "Enter a whole number."),
        ("approvals_required", "", "This field is required."),
        ("review_days", "91", "An assignment lasts one to ninety days, or has no end."),
        ("review_days", "-3", "An assignment lasts one to ninety days, or has no end."),
        ("review_days", "0", "greater than or equal to 1."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    newsroom, field, typed, sentence
):
    other = {"review_days": "33"} if field == "approvals_required" else {"approvals_required": "4"}
    answer = save(newsroom.erin, blind_review="on", **{field: typed}, **other)
    body = answer.content.decode()
    assert answer.status_code == 422
    error = body.split(f'id="id_{field}_error"')[1].split("</div>")[0]
    assert sentence in error
    assert f'value="{next(iter(other.values()))}"' in body
    assert not typed or f'value="{typed}"' in body
    assert 'href="?' not in body
    assert re.search(r'name="blind_review"[^>]*checked', body)
    assert again(newsroom.team).policy.as_json() == newsroom.team.policy.as_json()


def test_what_somebody_changed_meanwhile_is_shown_and_the_admin_decides(newsroom):
    olga = a_member(newsroom.team, "Olga", Role.ADMIN)
    seen = hidden(page(newsroom.erin))
    teams.set_policy(by=olga, approvals_required=2, blind_review=True)
    answer = save(newsroom.erin, version=seen, approvals_required="4", blind_review="on")
    assert answer.status_code == 412
    said = words(answer)
    assert "Olga changed this too. Nothing you typed is lost." in said
    assert "Approvals required, as it is now 2 Approvals required, as you typed it 4" in said
    assert "Blind review, as it is now" not in said
    assert again(newsroom.team).approvals_required == 2
    assert 'value="4"' in answer.content.decode()
    answer = save(newsroom.erin, version=hidden(answer), approvals_required="4")
    assert answer.status_code == 200
    assert again(newsroom.team).approvals_required == 4


def test_revisions_in_review_under_older_terms_are_counted(newsroom):
    verdict = in_review(newsroom)
    assert "older terms" not in words(page(newsroom.victor))
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    assert "1 revision is in review under older terms." in words(page(newsroom.victor))
    for claim in many_claims(newsroom.alice, 2):
        sent(claim, newsroom.alice)
    assert "1 revision is in review under older terms." in words(page(newsroom.victor))
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert "older terms" not in words(page(newsroom.victor))


# ------------------------------------------------------------------ people


def test_an_admin_gives_people_another_role(newsroom):
    bob = membership(newsroom.bob)
    opened = at_desk(newsroom.erin).get(f"{PLACE}?person={bob.pk}")
    assert f'action="/team/people/{bob.pk}/role/"' in opened.content.decode()
    assert re.search(r'<option value="3"\s+selected', opened.content.decode())
    assert change(newsroom.erin, bob, Role.PUBLISHER).headers["Location"] == PLACE
    assert again(bob).role == Role.PUBLISHER


def test_an_admin_takes_somebody_out_and_what_they_did_stays(newsroom):
    verdict = in_review(newsroom)
    alice = membership(newsroom.alice)
    answer = at_desk(newsroom.erin).post(f"/team/people/{alice.pk}/remove/", follow=True)
    assert "Alice is no longer in the team." in words(answer)
    assert "alice@harbourdesk.example" not in words(answer)
    assert again(verdict).author == newsroom.alice.user
    assert at_desk(newsroom.alice).get("/queue/").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_nobody_but_an_admin_changes_people(newsroom, name):
    by, bob = getattr(newsroom, name), membership(newsroom.bob)
    assert "Save role" not in words(at_desk(by).get(f"{PLACE}?person={bob.pk}"))
    change(by, bob, Role.ADMIN)
    at_desk(by).post(f"/team/people/{bob.pk}/remove/")
    assert again(bob).role == Role.REVIEWER


def test_a_team_keeps_an_admin(newsroom):
    erin = membership(newsroom.erin)
    answer = change(newsroom.erin, erin, Role.VIEWER)
    assert answer.status_code == 422
    assert "A team keeps at least one admin." in words(answer)
    assert re.search(r'<option value="1"\s+selected', answer.content.decode())
    answer = at_desk(newsroom.erin).post(f"/team/people/{erin.pk}/remove/", follow=True)
    assert "A team keeps at least one admin." in words(answer)
    assert again(erin).role == Role.ADMIN


@pytest.mark.parametrize("role", ["", "0", "6", "x", "9" * 40])
def test_a_role_that_there_is_not_is_refused_at_its_field(newsroom, role):
    bob = membership(newsroom.bob)
    answer = change(newsroom.erin, bob, role)
    assert answer.status_code == 422
    assert 'id="id_role_error"' in answer.content.decode()
    assert again(bob).role == Role.REVIEWER


def test_another_teams_people_are_not_found(newsroom):
    bob = membership(newsroom.bob)
    assert "Bob" not in words(page(newsroom.mallory))
    assert change(newsroom.mallory, bob, Role.VIEWER).status_code == 404
    answer = at_desk(newsroom.mallory).post(f"/team/people/{bob.pk}/remove/")
    assert answer.status_code == 404
    assert "Save role" not in words(at_desk(newsroom.mallory).get(f"{PLACE}?person={bob.pk}"))
    assert again(bob).role == Role.REVIEWER


def test_programs_and_people_who_cannot_sign_in_are_named_so(newsroom):
    a_member(newsroom.team, "Robot", Role.CONTRIBUTOR, is_integration=True)
    otto = a_person("Otto")
    teams.set_role(otto, Role.VIEWER, by=newsroom.erin)
    User.objects.filter(pk=otto.pk).update(is_active=False)
    said = words(page(newsroom.victor))
    assert "robot@harbourdesk.example Contributor a program" in said
    assert "otto@harbourdesk.example Viewer cannot sign in" in said


# ------------------------------------------------------------------ history


def test_the_history_tells_who_changed_policy_and_people_newest_first(newsroom):
    gerda = a_person("Gerda")
    assert "as they were when the team was founded" in words(page(newsroom.victor))
    teams.set_policy(by=newsroom.erin, approvals_required=2, review_days=5)
    teams.set_role(gerda, Role.VIEWER, by=newsroom.erin)
    teams.set_role(gerda, Role.REVIEWER, by=newsroom.erin)
    teams.remove_member(gerda, by=newsroom.erin)
    teams.remove_member(newsroom.bob.user, by=newsroom.erin)
    said = words(page(newsroom.victor)).split("History 5 changes")[1]
    told = [
        "Erin took Bob out of the team.",
        "Erin took Gerda out of the team.",
        "Erin gave Gerda another role: reviewer, before viewer.",
        "Erin added Gerda as viewer.",
        "Erin changed the policy.",
        "Approvals required: 2, before: 1 Days to review: 5, before: never",
    ]
    places = [said.index(sentence) for sentence in told]
    assert places == sorted(places)


def test_the_history_is_the_teams_own_and_goes_on_page_by_page(newsroom):
    for number in range(22):
        teams.set_policy(by=newsroom.erin, review_days=number + 1)
    first, second = (words(at_desk(newsroom.victor).get(f"{PLACE}?page={n}")) for n in (1, 2))
    assert "22 changes" in first
    assert "Page 1 of 2" in first
    assert "Days to review: 22, before: 21" in first
    assert "Days to review: 2, before: 1" in second
    assert "Policy and people are as they were" in words(page(newsroom.mallory))
    in_review(newsroom)
    assert "22 changes" in words(page(newsroom.victor))


def test_names_cannot_become_markup(newsroom):
    villain = a_member(newsroom.team, "<b>Otto</b>", Role.VIEWER)
    teams.remove_member(villain.user, by=newsroom.erin)
    assert "<b>Otto" not in page(newsroom.victor).content.decode()


def test_the_number_of_queries_does_not_grow(newsroom):
    in_review(newsroom)
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    teams.set_role(newsroom.bob.user, Role.VIEWER, by=newsroom.erin)
    erin = at_desk(newsroom.erin)
    few = queries(erin, PLACE)
    for number in range(12):
        someone = a_person(f"Person{number}")
        teams.set_role(someone, Role.VIEWER, by=newsroom.erin)
        teams.set_policy(by=newsroom.erin, review_days=number + 1)
    assert Event.objects.count() > 20
    assert queries(erin, PLACE) == few
