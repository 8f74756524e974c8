"""Blind double rating and agreement, for programs: what they may do, and what they may see."""

import json
import warnings

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import BlindRating, Role
from tests.annotations.agreement.rating import a_round, rates
from tests.api.program import Program, refused
from tests.cast import a_claim, a_draft, a_member, a_rating, a_token, again, in_review

pytestmark = pytest.mark.django_db

PEOPLE = ("alice", "bob", "charlie", "dana", "erin", "victor")


def queries(program: Program, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert program.get(path).status_code == 200
    return len(captured)


def test_a_round_from_asking_to_its_result(newsroom, alice, bob, dana):
    claim = a_claim(newsroom.alice)
    path = f"claims/{claim.pk}"
    never = alice.get(f"{path}/ratings/").json()
    assert never == {
        "round": 0,
        "running": False,
        "needed": 2,
        "raters": [],
        "ratings": [],
        "result": None,
    }
    asked = alice.post(f"{path}/ask-for-raters/")
    assert (asked.status_code, asked.json()) == (200, never | {"round": 1, "running": True})
    given = bob.post(f"{path}/rate/", {"rating": "false", "note": "Page 4."})
    assert given.status_code == 201
    (own,) = given.json()["ratings"]
    assert (own["rater"]["name"], own["rating"]["slug"], own["note"]) == ("Bob", "false", "Page 4.")
    dana.post(f"{path}/rate/", {"rating": a_rating(newsroom.team, "true").pk})
    waits = alice.get(f"{path}/ratings/").json()
    assert (waits["needed"], waits["ratings"], waits["result"]) == (3, [], None)
    assert [rater["name"] for rater in waits["raters"]] == ["Bob", "Dana"]
    done = alice.post(f"{path}/rate/", {"rating": "true"}).json()
    assert (done["running"], done["result"]["slug"]) == (False, "true")
    assert [one["rating"]["slug"] for one in done["ratings"]] == ["false", "true", "true"]
    shown = alice.get(f"{path}/").json()
    assert (shown["double_rating"], shown["agreed_rating"]["slug"]) == (1, "true")


REFUSALS = [
    # who, verb, before, status, sentence
    ("victor", "ask-for-raters", None, 403, "You are a viewer here; this takes a contributor."),
    ("victor", "rate", {}, 403, "You are a viewer here; this takes a contributor."),
    ("victor", "stop-rating", {}, 403, "You are a viewer here; this takes a contributor."),
    ("alice", "ask-for-raters", {}, 409, "Raters were asked already."),
    ("alice", "rate", None, 409, "Nobody is asked to rate this claim now."),
    ("alice", "stop-rating", None, 409, "Nobody is asked to rate this claim now."),
    ("alice", "stop-rating", {"bob": "true"}, 409, "Somebody has rated this claim already"),
    ("bob", "rate", {"bob": "true"}, 409, "You have rated this claim already."),
    (
        "bob",
        "rate",
        {"dana": "true", "erin": "true"},
        409,
        "Nobody is asked to rate this claim now.",
    ),
]


@pytest.mark.parametrize("row", REFUSALS)
def test_what_the_door_refuses_the_api_refuses_with_its_sentence(newsroom, row):
    who, verb, before, status, sentence = row
    claim = a_claim(newsroom.alice) if before is None else a_round(newsroom, **before)
    program = Program(a_token(getattr(newsroom, who)))
    body = {"rating": "true"} if verb == "rate" else {}
    count = BlindRating.objects.count()
    problem = refused(program.post(f"claims/{claim.pk}/{verb}/", body), status)
    assert sentence in problem["detail"]
    assert BlindRating.objects.count() == count
    # The same sentence stands in what may be done.
    actions = {a["action"]: a for a in program.get(f"claims/{claim.pk}/").json()["open_actions"]}
    assert actions[verb.replace("-", "_")]["reason"] == problem["detail"]


def test_a_claim_in_review_or_with_a_rated_draft_takes_no_raters(newsroom, alice):
    claim = a_claim(newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    problem = refused(alice.post(f"claims/{claim.pk}/ask-for-raters/"), 409)
    assert "Take the rating out of the draft first" in problem["detail"]
    other = in_review(newsroom, a_claim(newsroom.alice, quote="3.2 kilometres")).claim
    refused(alice.post(f"claims/{other.pk}/ask-for-raters/"), 409)
    alice.patch(f"verdicts/{draft.pk}/", {"rating": None}, If_Match='"1"')
    assert alice.post(f"claims/{claim.pk}/ask-for-raters/").status_code == 200
    late = alice.patch(f"verdicts/{draft.pk}/", {"rating": "true"}, If_Match='"2"')
    assert "Two people rate this claim first" in refused(late, 409)["detail"]


def test_an_integration_asks_and_a_person_rates(newsroom):
    robot = a_member(newsroom.team, "Robot", Role.CONTRIBUTOR, is_integration=True)
    program, claim = Program(a_token(robot)), a_claim(newsroom.alice)
    assert program.post(f"claims/{claim.pk}/ask-for-raters/").status_code == 200
    refused(program.post(f"claims/{claim.pk}/rate/", {"rating": "true"}), 403, "not_allowed")


def test_a_token_without_the_scope_rates_nothing(newsroom):
    claim = a_round(newsroom)
    reads = Program(a_token(newsroom.bob, ["read"]))
    refused(reads.post(f"claims/{claim.pk}/rate/", {"rating": "true"}), 403)
    assert reads.get(f"claims/{claim.pk}/ratings/").status_code == 200


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"rating": None}, 400),
        ({"rating": "no-such-word"}, 422),
        ({"rating": 10**9}, 404),
        ({"rating": True}, 400),
        ({"rating": "true", "note": 7}, 400),
        ({"rating": "true", "note": "n" * 2001}, 422),
        ({"rating": "true", "round": 1}, 400),
        ([], 400),
    ],
)
def test_what_is_no_rating_is_refused(newsroom, bob, body, status):
    claim = a_round(newsroom)
    refused(bob.post(f"claims/{claim.pk}/rate/", body), status)
    assert not BlindRating.objects.exists()


def test_another_teams_rating_is_not_there(newsroom, bob):
    claim, foreign = a_round(newsroom), a_rating(newsroom.mallory.team)
    refused(bob.post(f"claims/{claim.pk}/rate/", {"rating": foreign.pk}), 404)


def test_the_same_rating_sent_twice_with_a_key_is_one(newsroom, bob):
    claim = a_round(newsroom)
    for _time in range(2):
        sent = bob.post(f"claims/{claim.pk}/rate/", {"rating": "true"}, Idempotency_Key="k")
        assert sent.status_code == 201
    assert BlindRating.objects.count() == 1


@pytest.mark.parametrize("verb", ["ratings", "ask-for-raters", "rate", "stop-rating"])
def test_another_teams_claim_is_not_there(newsroom, mallory, verb):
    claim = a_round(newsroom)
    method = "GET" if verb == "ratings" else "POST"
    refused(
        mallory.ask(method, f"claims/{claim.pk}/{verb}/", {} if method == "POST" else None), 404
    )


# ------------------------------------------------------------------ what nobody learns too early


@pytest.mark.parametrize("before", [{"bob": "satire"}, {"bob": "satire", "charlie": "unproven"}])
def test_no_answer_tells_of_a_rating_before_the_round_is_over(newsroom, before):
    claim = a_round(newsroom, **before)
    paths = [
        f"claims/{claim.pk}/ratings/",
        f"claims/{claim.pk}/",
        "claims/",
        f"articles/{claim.article_id}/?expand=claims",
        f"events/?claim={claim.pk}",
        "agreement/",
        "notifications/",
    ]
    for who in PEOPLE:
        program = Program(a_token(getattr(newsroom, who)))
        answers = [program.get(path) for path in paths]
        assert {answer.status_code for answer in answers} == {200}
        seen = "".join(answer.content.decode() for answer in answers)
        own = {slug for name, slug in before.items() if name == who}
        assert {slug for slug in before.values() if f"thinks {slug}" in seen} == own
        assert {slug for slug in before.values() if f'"slug":"{slug}"' in seen} == own
        lines = [
            e
            for e in program.get(f"events/?claim={claim.pk}").json()["results"]
            if e["action"] == "rate"
        ]
        assert [line["noun"] for line in lines] == ["blindrating"] * len(own)


def test_when_the_round_is_over_the_events_tell_of_it(newsroom, victor):
    claim = a_round(newsroom, bob="true", charlie="true")
    lines = [
        e
        for e in victor.get(f"events/?claim={claim.pk}").json()["results"]
        if e["action"] == "rate"
    ]
    assert [line["noun"] for line in lines] == ["blindrating", "blindrating", "claim"]
    assert lines[-1]["after"] == {"agreed_rating": again(claim).agreed_rating_id}


# ------------------------------------------------------------------ agreement


def test_agreement_is_told_in_all_and_by_month(newsroom, victor):
    a_round(newsroom, bob="true", charlie="true")
    a_round(newsroom, bob="false", charlie="unproven", dana="false")
    a_round(newsroom, bob="false")
    told = victor.get("agreement/").json()
    month = told["by_month"][0].pop("month")
    assert month == f"{again(newsroom.team.claims.first()).created_at:%Y-%m}"
    assert told["by_month"] == [told["total"]]
    assert told["total"] == {
        "complete": 2,
        "incomplete": 1,
        "to_a_third": 1,
        "off_scale": 1,
        "equal": 0.5,
        "kappa": pytest.approx(1 / 3),
        "alpha": pytest.approx(0.5),
        "ordinal_alpha": 1.0,
    }


def test_what_nothing_defines_is_null(newsroom, victor, mallory):
    a_round(newsroom, bob="true", charlie="true")
    total = victor.get("agreement/").json()["total"]
    assert (total["equal"], total["kappa"], total["alpha"]) == (1.0, None, None)
    nothing = mallory.get("agreement/").json()
    assert nothing["by_month"] == []
    assert (nothing["total"]["complete"], nothing["total"]["equal"]) == (0, None)


def test_agreement_takes_no_parameters_and_no_stranger(newsroom, victor, stranger):
    refused(victor.get("agreement/?month=2026-11"), 400)
    refused(stranger.get("agreement/"), 401)


# ------------------------------------------------------------------ queries, schema


def test_the_number_of_queries_does_not_grow_with_rounds(newsroom, victor):
    claim = a_round(newsroom, bob="true")
    a_round(newsroom, bob="true", charlie="true")
    paths = [f"claims/{claim.pk}/ratings/", "claims/", "agreement/"]
    before = [queries(victor, path) for path in paths]
    rates(newsroom, claim, charlie="false")
    for _more in range(4):
        a_round(newsroom, bob="true")
        a_round(newsroom, bob="true", charlie="false", dana="unproven")
    assert [queries(victor, path) for path in paths] == before


def test_the_schema_describes_rounds_and_agreement(client):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        schema = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi+json"})
    described = json.loads(schema.content)
    paths, shapes = described["paths"], described["components"]["schemas"]
    assert set(paths["/api/v1/claims/{id}/ratings/"]) == {"get"}
    rate = paths["/api/v1/claims/{id}/rate/"]["post"]
    assert {"201", "403", "404", "409", "422"} < set(rate["responses"])
    assert "Idempotency-Key" in [p["name"] for p in rate["parameters"]]
    for verb in ("ask-for-raters", "stop-rating"):
        assert "requestBody" not in paths[f"/api/v1/claims/{{id}}/{verb}/"]["post"]
    assert set(shapes["Agreement"]["properties"]) == {"total", "by_month"}
    assert shapes["AgreementFigures"]["properties"]["kappa"]["type"] == ["number", "null"]
    assert {p["in"] for p in paths["/api/v1/agreement/"]["get"]["parameters"]} == {"header"}
