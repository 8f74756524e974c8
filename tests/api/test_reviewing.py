"""Reviewing by API: what a submission needs, who reviews it, votes, corrections, retraction."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import assignments, reviews, teams, verdicts
from annotations.models import Recusal, Role
from tests.api.program import Program, refused, rows
from tests.cast import (
    a_claim,
    a_draft,
    a_member,
    a_token,
    again,
    approved,
    evidence_for,
    in_review,
    published,
)

pytestmark = pytest.mark.django_db

GATE = {
    "one_sided_reason": "Nobody disputes the accounts.",
    "one_origin_reason": "Only the port keeps accounts.",
    "reply_asked_on": "2025-11-19",
    "reply_asked_how": "by telephone",
    "reply_answer": "They stand by the figure.",
    "reply_not_asked_reason": "",
}


def answers(thing: Any) -> dict[str, str]:
    """The reason of every action that is not open; empty where it is."""
    return {a["action"]: "" if a["allowed"] else a["reason"] for a in thing["open_actions"]}


def ballot(verdict: Any, vote: str = "approve", comment: str = "") -> dict[str, str]:
    return {"vote": vote, "comment": comment, "digest": verdict.digest}


def test_what_a_submission_needs_is_written_and_read(alice, newsroom):
    claim = a_claim(newsroom.alice)
    made = alice.post("verdicts/", {"claim": claim.pk, **GATE}).json()
    assert {name: made[name] for name in GATE} == GATE
    path = f"verdicts/{made['id']}/"
    changes = {"reply_asked_on": None, "reply_asked_how": "", "reply_not_asked_reason": "She died."}
    changed = alice.patch(path, changes, If_Match='"1"').json()
    assert changed == alice.get(path).json()
    assert {name: changed[name] for name in GATE} == GATE | changes


@pytest.mark.parametrize(
    ("gap", "sentence"),
    [
        ({"one_sided_reason": ""}, "Link evidence for and against"),
        ({"one_origin_reason": ""}, "Link sources of two independent origins"),
        ({"reply_asked_how": ""}, "Say when and how the claimant was asked"),
        ({"reply_asked_on": "2999-01-01"}, "on a day that is still to come"),
    ],
)
def test_what_is_missing_is_said_before_and_after_one_tries(alice, newsroom, gap, sentence):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    path = f"verdicts/{a_draft(claim, newsroom.alice).pk}/"
    draft = alice.patch(path, gap, If_Match='"1"').json()
    assert sentence in answers(draft)["submit"]
    problem = refused(alice.post(f"{path}submit/"), 409, "not_now")
    assert problem["detail"] == answers(draft)["submit"]


def test_the_terms_of_a_review_are_those_of_its_submission(alice, newsroom):
    verdict = in_review(newsroom)
    path = f"verdicts/{verdict.pk}/"
    teams.set_policy(by=newsroom.erin, approvals_required=3, review_days=5)
    under_review = alice.get(path).json()
    assert (under_review["approvals_required"], under_review["policy"]["review_days"]) == (1, None)
    draft = alice.post(f"{path}withdraw/").json()
    assert draft["policy"] == {
        "approvals_required": 3,
        "blind_review": False,
        "author_may_publish": False,
        "returns_at_once": True,
        "review_days": 5,
    }
    assert draft["approvals_required"] == 3


def test_a_reviewer_takes_a_review_and_gives_it_back(alice, bob, newsroom):
    verdict = in_review(newsroom)
    path = f"verdicts/{verdict.pk}/"
    taken = bob.post(f"{path}take/")
    assert taken.status_code == 201
    assert taken.json()["reviewer"] == taken.json()["assigned_by"]
    assert taken.json()["reviewer"]["name"] == "Bob"
    assert refused(bob.post(f"{path}take/"), 409)["detail"] == "You review this already."
    (listed,) = alice.get(f"{path}assignments/").json()["results"]
    refusal = answers(listed)["release"]
    release = f"assignments/{listed['id']}/release/"
    assert refused(alice.post(release), 403, "not_allowed")["detail"] == refusal
    given_back = bob.post(release).json()
    assert given_back["ended_at"]
    assert answers(given_back)["release"] == "This assignment is over."
    refused(bob.post(release), 409, "not_now")
    assert answers(bob.get(path).json())["take"] == ""


def test_somebody_is_asked_to_review_until_a_day(alice, newsroom):
    teams.set_policy(by=newsroom.erin, review_days=2)
    verdict = in_review(newsroom)
    path = f"verdicts/{verdict.pk}/assign/"
    asked = alice.post(path, {"reviewer": newsroom.bob.user.pk}, Idempotency_Key="a")
    assert asked.status_code == 201
    assert (asked.json()["reviewer"]["name"], asked.json()["verdict"]) == ("Bob", verdict.pk)
    assert asked.json()["due_at"] > asked.json()["at"]
    before = rows()
    same = alice.post(path, {"reviewer": newsroom.bob.user.pk}, Idempotency_Key="a")
    assert same.json() == asked.json()
    for who in ("alice", "victor", "bob"):
        person = getattr(newsroom, who).user.pk
        assert "reviewer" in refused(alice.post(path, {"reviewer": person}), 422)["errors"]
    refused(alice.post(path, {"reviewer": newsroom.mallory.user.pk}), 404, "not_found")
    refused(alice.post(path, {"reviewer": 10**30}), 404, "not_found")
    refused(alice.post(path, {"reviewer": "Bob"}), 400, "malformed")
    refused(alice.post(path, {"reviewer": None}), 400, "malformed")
    refused(alice.post(path), 400, "malformed")
    assert rows() == before


def test_a_conflict_of_interest_keeps_its_reviewer_from_the_claim(bob, newsroom):
    verdict = in_review(newsroom)
    path = f"verdicts/{verdict.pk}/"
    for reason in ("", " ", "\x00", "x" * 1001):
        assert "reason" in refused(bob.post(f"{path}recuse/", {"reason": reason}), 422)["errors"]
    refused(bob.post(f"{path}recuse/", {"reason": 7}), 400, "malformed")
    assert not Recusal.objects.exists()
    aside = bob.post(f"{path}recuse/", {"reason": "My sister is the engineer."})
    assert aside.status_code == 200
    sentence = answers(aside.json())["approve"]
    assert sentence.startswith("You recused yourself")
    vote = bob.post(f"{path}reviews/", ballot(verdict))
    assert refused(vote, 403, "not_allowed")["detail"] == sentence


def test_a_dissent_is_recorded_and_blocks_nothing(bob, dana, newsroom):
    verdict = in_review(newsroom)
    path = f"verdicts/{verdict.pk}/reviews/"
    assert "comment" in refused(bob.post(path, ballot(verdict, "dissent")), 422)["errors"]
    said = bob.post(path, ballot(verdict, "dissent", "I would call it true."))
    assert (said.status_code, said.json()["vote"]) == (201, "dissent")
    assert again(verdict).status == "in_review"
    refused(bob.post(path, ballot(verdict)), 409, "not_now")
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    assert dana.post(f"verdicts/{verdict.pk}/publish/").status_code == 200
    votes = dana.get(path).json()["results"]
    assert sorted(v["vote"] for v in votes) == ["approve", "dissent"]


def test_a_draft_is_put_aside_for_good(alice, newsroom):
    claim = a_claim(newsroom.alice)
    path = f"verdicts/{a_draft(claim, newsroom.alice).pk}/discard/"
    refused(alice.post(path, If_Match='"9"'), 412, "stale")
    assert alice.post(path, If_Match='"1"').json()["status"] == "discarded"
    assert alice.get(f"claims/{claim.pk}/").json()["state"] == "open"
    refused(alice.post(path), 409, "not_now")


def test_a_correction_says_better_what_it_corrects(alice, newsroom):
    draft = verdicts.revise(published(newsroom), by=newsroom.alice, kind="minor", reason="A typo.")
    path = f"verdicts/{draft.pk}/"
    to = {"kind": "correction", "reason": "The figure was of another year."}
    changed = alice.patch(path, to, If_Match='"1"').json()
    assert {name: changed[name] for name in to} == to
    tag = f'"{changed["version"]}"'
    for worse in ({"kind": "first"}, {"kind": "retraction"}, {"kind": ""}):
        assert "kind" in refused(alice.patch(path, worse, If_Match=tag), 422)["errors"]
    for worse in ({"reason": ""}, {"reason": "\x00"}, {"reason": "x" * 1001}):
        assert "reason" in refused(alice.patch(path, worse, If_Match=tag), 422)["errors"]
    refused(alice.patch(path, {"kind": None}, If_Match=tag), 400, "malformed")


def test_a_retraction_takes_the_whole_way_and_keeps_the_text(alice, bob, dana, stranger, newsroom):
    verdict = published(newsroom)
    path = f"verdicts/{verdict.pk}/retract/"
    before = rows()
    for kind in ("correction", "", "odd"):
        other = alice.post(path, {"kind": kind, "reason": "Forged."})
        assert "kind" in refused(other, 422, "invalid")["errors"]
    assert "reason" in refused(alice.post(path), 422, "invalid")["errors"]
    refused(alice.post(path, {"kind": None, "reason": "Forged."}), 400, "malformed")
    assert rows() == before
    why = {"kind": "retraction", "reason": "The accounts were forged."}
    made = alice.post(path, why)
    assert (made.status_code, made.json()["kind"]) == (201, "retraction")
    draft = f"verdicts/{made.json()['id']}/"
    assert made.json()["rationale"] == verdict.rationale
    edit = refused(alice.patch(draft, {"summary": "No."}, If_Match=made["ETag"]), 409, "not_now")
    assert edit["detail"] == answers(made.json())["edit"]
    sealed = alice.post(f"{draft}submit/").json()
    vote = {"vote": "approve", "digest": sealed["digest"]}
    assert bob.post(f"{draft}reviews/", vote).status_code == 201
    assert stranger.get(f"published/{verdict.claim_id}/").json()["revision"] == 1
    assert dana.post(f"{draft}publish/").json()["status"] == "retracted"
    assert stranger.get(f"published/{verdict.claim_id}/").json()["revision"] == 2
    assert alice.get(f"claims/{verdict.claim_id}/").json()["state"] == "retracted"
    assert alice.get("claims/?state=retracted").json()["results"]


@pytest.mark.parametrize("verb", ["take", "recuse", "assign", "retract", "discard"])
def test_who_only_reads_is_told_so_of_every_verb(victor, newsroom, verb):
    verdict = published(newsroom) if verb == "retract" else in_review(newsroom)
    why, whom = {"reason": "Forged."}, {"reviewer": newsroom.bob.user.pk}
    body = {"recuse": why, "retract": why, "assign": whom}.get(verb)
    path = f"verdicts/{verdict.pk}/"
    problem = refused(victor.post(f"{path}{verb}/", body), 403, "not_allowed")
    assert problem["detail"] == answers(victor.get(path).json())[verb]


@pytest.mark.parametrize("verb", ["take", "recuse", "assign", "retract", "discard"])
def test_a_name_that_is_not_there_is_refused_by_every_verb(alice, newsroom, verb):
    verdict = in_review(newsroom)
    problem = refused(alice.post(f"verdicts/{verdict.pk}/{verb}/", {"odd": 1}), 400, "malformed")
    assert "odd" in problem["errors"]


def test_the_next_look_at_a_fact_check_has_a_day(alice, newsroom):
    claim = published(newsroom).claim
    path = f"claims/{claim.pk}/schedule-recheck/"
    tag = alice.get(f"claims/{claim.pk}/")["ETag"]
    chosen = alice.post(path, {"on": "2999-01-01"}, If_Match=tag)
    assert (chosen.status_code, chosen.json()["recheck_on"]) == (200, "2999-01-01")
    refused(alice.post(path, {"on": "2999-01-02"}, If_Match=tag), 412, "stale")
    assert "on" in refused(alice.post(path, {"on": "2001-01-01"}), 422, "invalid")["errors"]
    for odd in ({"on": "soon"}, {"on": 7}, {"on": "2025-02-30"}, {}, {"on": None, "odd": 1}):
        refused(alice.post(path, odd), 400, "malformed")
    assert alice.post(path, {"on": None}).json()["recheck_on"] is None
    not_public = a_claim(newsroom.alice, statement="Another")
    refused(alice.post(f"claims/{not_public.pk}/schedule-recheck/", {"on": None}), 409, "not_now")


def test_another_look_is_asked_for_found_and_done(alice, bob, newsroom):
    claim = published(newsroom).claim
    path = f"claims/{claim.pk}/"
    for note in ("", "\x00", "x" * 1001):
        asked = alice.post(f"{path}ask-for-recheck/", {"note": note})
        assert "note" in refused(asked, 422, "invalid")["errors"]
    assert alice.get("claims/?state=needs_recheck").json()["results"] == []
    asked = alice.post(f"{path}ask-for-recheck/", {"note": "The port closed."}).json()
    (why,) = asked["needs_recheck"]
    assert (why["reason"], why["note"], asked["state"]) == (
        "asked",
        "The port closed.",
        "needs_recheck",
    )
    assert alice.get("claims/?state=needs_recheck").json()["results"] == [asked]
    assert alice.get("claims/?state=published").json()["results"] == []
    settle = f"{path}settle-recheck/"
    holds = {"note": "It did not."}
    assert refused(alice.post(settle, holds), 403)["detail"] == answers(asked)["settle_recheck"]
    refused(bob.post(settle, {"note": " "}), 422, "invalid")
    settled = bob.post(settle, holds).json()
    assert (settled["needs_recheck"], settled["state"]) == ([], "published")
    refused(bob.post(settle, holds), 409, "not_now")


def test_a_claim_says_what_its_raters_came_to(alice, newsroom):
    claim = alice.get(f"claims/{a_claim(newsroom.alice).pk}/").json()
    assert (claim["double_rating"], claim["agreed_rating"]) == (0, None)


def test_a_program_never_reviews(newsroom):
    verdict = in_review(newsroom)
    program = a_member(newsroom.team, "Importer", Role.ADMIN, is_integration=True)
    asks = Program(a_token(program))
    for verb, body in (("take", None), ("recuse", {"reason": "x"}), ("reviews", ballot(verdict))):
        refused(asks.post(f"verdicts/{verdict.pk}/{verb}/", body), 403, "not_allowed")


@pytest.mark.parametrize("kind", ["minor", "correction", "update"])
def test_a_first_revision_corrects_nothing(alice, newsroom, kind):
    draft = a_draft(a_claim(newsroom.alice), newsroom.alice)
    sent = {"kind": kind, "reason": "We misread it."}
    refused(alice.patch(f"verdicts/{draft.pk}/", sent, If_Match='"1"'), 422, "invalid")
    assert again(draft).kind == "first"


def test_what_waits_for_publication_takes_a_late_dissent(newsroom):
    verdict = approved(newsroom)
    charlie = Program(a_token(newsroom.charlie))
    path = f"verdicts/{verdict.pk}/"
    assert answers(charlie.get(path).json())["dissent"] == ""
    late = charlie.post(f"{path}reviews/", ballot(verdict, "dissent", "Too kind."))
    assert late.status_code == 201
    assert charlie.get(path).json()["status"] == "approved"


def test_the_number_of_queries_does_not_grow_with_the_reviewers(alice, newsroom):
    verdict = in_review(newsroom)
    path = f"verdicts/{verdict.pk}/"
    lists = [f"{path}reviews/?page_size=100", f"{path}assignments/?page_size=100"]

    def queries(first: int, last: int) -> list[int]:
        for n in range(first, last):
            reviewer = a_member(newsroom.team, f"Reviewer{n}", Role.REVIEWER)
            assignments.take(verdict, by=reviewer)
            reviews.review(verdict, by=reviewer, vote="dissent", comment="Too kind.")
        assert [len(alice.get(rows).json()["results"]) for rows in lists] == [last] * 2
        return [asked(alice, shown) for shown in (*lists, path, "verdicts/")]

    few = queries(0, 10)
    assert queries(10, 60) == few
    assert max(few) <= 12


def asked(program: Program, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert program.get(path).status_code == 200
    return len(captured)
