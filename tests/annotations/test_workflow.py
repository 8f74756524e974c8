"""The table, against the rules said a second time: who may do what, and when."""

import ast
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from annotations import actions, workflow
from annotations.actions import claims, reviews, teams, verdicts
from annotations.errors import NotAllowed, NotNow
from annotations.models import Claim, Job, Review, Role, Suggestion
from annotations.models.actor import SCOPES
from annotations.models.job import JobState
from annotations.models.review import Vote
from annotations.models.verdict import Kind
from annotations.workflow import ROWS, open_actions, refusal
from tests.cast import (
    a_claim,
    a_draft,
    a_member,
    again,
    an_article,
    approved,
    evidence_for,
    in_review,
    published,
)

ROLES = ("viewer", "contributor", "reviewer", "publisher", "admin")
SCOPE_FOR = dict(zip(ROLES, ("read", "suggest", "review", "publish", "admin"), strict=True))
VERDICTS = {
    "edit": ("contributor", {"draft"}),
    "submit": ("contributor", {"draft"}),
    "withdraw": ("contributor", {"in_review", "approved"}),
    "approve": ("reviewer", {"in_review"}),
    "return": ("reviewer", {"in_review"}),
    "publish": ("publisher", {"approved"}),
    "revise": ("contributor", {"returned", "published"}),
}
CLAIMS = {
    "edit": ("contributor", {"open", "draft", "returned"}),
    "assign": ("contributor", {"open", "draft", "in_review", "returned", "approved", "published"}),
    "cite": ("contributor", {"open", "draft", "returned"}),
    "draft": ("contributor", {"open"}),
    "dismiss": ("contributor", {"open", "returned"}),
    "reopen": ("contributor", {"dismissed"}),
}
EVIDENCE = {
    "edit": ("contributor", {"open", "draft", "returned"}),
    "remove": ("contributor", {"open", "draft", "returned"}),
}
SUGGESTIONS = {
    "accept": ("contributor", {"open"}),
    "dismiss": ("contributor", {"open"}),
    "restore": ("contributor", {"dismissed"}),
    "take_back": ("contributor", {"accepted"}),
}
JOBS = {"cancel": ("contributor", {"waiting", "running"})}
STATELESS = {
    ("article", "highlight"): "contributor",
    ("article", "suggest"): "contributor",
    ("team", "add_article"): "contributor",
    ("team", "set_policy"): "admin",
    ("team", "set_role"): "admin",
    ("team", "remove_member"): "admin",
    ("team", "rescore"): "admin",
}
OF_NOUN = {
    "verdict": VERDICTS,
    "claim": CLAIMS,
    "evidence": EVIDENCE,
    "suggestion": SUGGESTIONS,
    "job": JOBS,
}
STATUSES = ("draft", "in_review", "returned", "approved", "published", "superseded")
STATES = ("open", "dismissed", *STATUSES[:-1])


def as_(actor, role, **changes):
    return replace(actor, role=Role[role.upper()], **changes)


def kind_of(found):
    return type(found).__name__ if found else "allowed"


def expected(least, states, role, state, *, worked=False):
    """What is about the person is said before what is about the moment."""
    if worked or ROLES.index(role) < ROLES.index(least):
        return "NotAllowed"
    return "allowed" if state in states else "NotNow"


def standing(verdict, state):
    """Put the verdict's claim, in memory, into a state as the screen names it."""
    claim = Claim.objects.select_related("team", "article").get(pk=verdict.claim_id)
    claim.triage = "dismissed" if state == "dismissed" else "open"
    claim.current = None if state in {"open", "dismissed"} else verdict
    verdict.status = state if claim.current else verdict.status
    verdict.published_at = verdict.submitted_at if state == "published" else None
    verdict.claim = claim
    return claim


def test_every_row_of_the_table_is_stated_here():
    stated = {(noun, action) for noun, rules in OF_NOUN.items() for action in rules}
    rows = {(noun.__name__.lower(), action) for noun, action in ROWS}
    assert rows == stated | set(STATELESS)


def test_every_action_of_the_table_is_done_by_some_verb():
    done: set[str] = set()
    for path in Path(actions.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "step":
                name = node.args[0]
                done |= {name.value} if isinstance(name, ast.Constant) else set(Vote.values)
    assert done == {action for _noun, action in ROWS}


@pytest.mark.parametrize("action", VERDICTS)
def test_verdict_by_role_status_and_part(newsroom, action):
    verdict = in_review(newsroom)
    verdict.contributors.add(newsroom.charlie.user)
    for voter in (newsroom.erin, newsroom.dana):
        Review.objects.create(
            verdict=verdict, reviewer=voter.user, vote="approve", digest=verdict.digest
        )
    parts = {"author": newsroom.alice, "contributor": newsroom.charlie, "none": newsroom.bob}
    worked = {"approve": {"author", "contributor"}, "return": {"author", "contributor"}}
    worked["publish"] = {"author"}
    found, wanted = {}, {}
    for role, status, part in product(ROLES, STATUSES, parts):
        case = (role, status, part)
        standing(verdict, status)
        found[case] = kind_of(refusal(action, as_(parts[part], role), verdict))
        wanted[case] = expected(
            *VERDICTS[action], role, status, worked=part in worked.get(action, ())
        )
    assert found == wanted


@pytest.mark.parametrize("action", CLAIMS)
def test_claim_by_role_and_state(newsroom, action):
    verdict = in_review(newsroom)
    found, wanted = {}, {}
    for role, state in product(ROLES, STATES):
        claim = standing(verdict, state)
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), claim))
        wanted[role, state] = expected(*CLAIMS[action], role, state)
    assert found == wanted


@pytest.mark.parametrize("action", EVIDENCE)
def test_evidence_by_role_and_state_of_its_claim(newsroom, action):
    verdict = in_review(newsroom)
    source = verdict.claim.evidence.get()
    found, wanted = {}, {}
    for role, state in product(ROLES, STATES):
        source.claim = standing(verdict, state)
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), source))
        wanted[role, state] = expected(*EVIDENCE[action], role, state)
    assert found == wanted


@pytest.mark.parametrize("action", SUGGESTIONS)
def test_suggestion_by_role_and_state(newsroom, action):
    suggestion = a_suggestion(an_article(newsroom.alice))
    found, wanted = {}, {}
    for role, state in product(ROLES, ("open", "accepted", "dismissed")):
        suggestion.state = state
        found[role, state] = kind_of(refusal(action, as_(newsroom.bob, role), suggestion))
        wanted[role, state] = expected(*SUGGESTIONS[action], role, state)
    assert found == wanted


def test_job_by_role_state_and_who_asked_for_it(newsroom):
    an_article(newsroom.alice)
    job = Job.objects.get()
    found, wanted = {}, {}
    for role, state, asker in product(ROLES, JobState.values, (newsroom.alice, newsroom.bob)):
        job.state, job.asked_by = state, asker.user
        case = (role, state, asker.user)
        others = asker is newsroom.alice and role != "admin"
        found[case] = kind_of(refusal("cancel", as_(newsroom.bob, role), job))
        wanted[case] = expected(*JOBS["cancel"], role, state, worked=others)
    assert found == wanted


@pytest.mark.parametrize(("noun", "action"), STATELESS)
def test_team_and_article_by_role(newsroom, noun, action):
    thing = newsroom.team if noun == "team" else an_article(newsroom.alice)
    least = STATELESS[noun, action]
    found = {role: kind_of(refusal(action, as_(newsroom.bob, role), thing)) for role in ROLES}
    assert found == {role: expected(least, {""}, role, "") for role in ROLES}


def a_suggestion(article):
    return Suggestion.objects.create(
        version=article.current,
        start=0,
        end=5,
        score=0.5,
        scores={},
        reasons=[],
        model_id="test",
        rank=1,
        level=1,
    )


def things(newsroom):
    verdict = in_review(newsroom)
    article = verdict.claim.article
    return {
        "verdict": verdict,
        "claim": verdict.claim,
        "evidence": verdict.claim.evidence.get(),
        "suggestion": a_suggestion(article),
        "article": article,
        "team": newsroom.team,
        "job": Job.objects.get(),
    }


def test_a_token_without_the_scope_may_not_whatever_its_owner_may(newsroom):
    found = things(newsroom)
    for (noun, action), row in ROWS.items():
        scope = SCOPE_FOR[row.role.name.lower()]
        lacking = replace(newsroom.erin, scopes=frozenset(SCOPES) - {scope})
        refused = refusal(action, lacking, found[noun.__name__.lower()])
        assert isinstance(refused, NotAllowed)
        assert refused.sentence == f"This token lacks the scope “{scope}”."


def test_another_team_may_do_nothing(newsroom):
    found = things(newsroom)
    for noun, action in ROWS:
        refused = refusal(action, newsroom.mallory, found[noun.__name__.lower()])
        assert isinstance(refused, NotAllowed)
        assert refused.sentence == "This belongs to another team."


def refused(action, actor, thing):
    found = refusal(action, actor, again(thing))
    return (type(found), str(found.sentence)) if found else None


def test_role_sentence_names_both_roles(newsroom):
    assert refused("publish", newsroom.bob, in_review(newsroom)) == (
        NotAllowed,
        "You are a reviewer here; this takes a publisher.",
    )


def test_state_sentence_names_the_state_and_those_it_takes(newsroom):
    verdict = published(newsroom)
    assert refused("withdraw", newsroom.alice, verdict) == (
        NotNow,
        "Verdict is published; for this it has to be in review or approved.",
    )


def test_author_cannot_approve_or_return_own_verdict(newsroom):
    verdict = in_review(newsroom)
    author = as_(newsroom.alice, "admin")
    sentence = "You wrote this draft, so another reviewer has to approve it."
    assert refused("approve", author, verdict) == (NotAllowed, sentence)
    assert refused("return", author, verdict) == (NotAllowed, sentence)


def test_whoever_touched_the_evidence_cannot_approve(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.bob)
    verdict = in_review(newsroom, claim)
    assert refused("approve", newsroom.bob, verdict) == (
        NotAllowed,
        "You worked on this revision or its evidence, so another reviewer has to approve it.",
    )
    assert refused("approve", newsroom.charlie, verdict) is None


def test_an_integration_never_approves_returns_or_publishes(newsroom):
    robot = a_member(newsroom.team, "Robot", Role.ADMIN, is_integration=True)
    sentence = "An integration cannot review or publish; a person has to."
    waiting = in_review(newsroom)
    assert refused("approve", robot, waiting) == (NotAllowed, sentence)
    assert refused("return", robot, waiting) == (NotAllowed, sentence)
    reviews.review(waiting, by=newsroom.bob, vote="approve")
    assert refused("publish", robot, waiting) == (NotAllowed, sentence)


def test_a_reviewer_votes_once(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2, author_may_publish=False)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert refused("approve", newsroom.bob, verdict) == (
        NotNow,
        "You have already reviewed this revision.",
    )
    assert refused("approve", newsroom.charlie, verdict) is None


def test_author_publishes_only_where_the_policy_says_so(newsroom):
    verdict = approved(newsroom)
    author = as_(newsroom.alice, "publisher")
    assert refused("publish", author, verdict) == (
        NotAllowed,
        "You wrote this verdict, so another publisher has to publish it.",
    )
    teams.set_policy(by=newsroom.erin, approvals_required=1, author_may_publish=True)
    assert refused("publish", author, verdict) is None


def test_a_stricter_policy_holds_what_was_approved_before(newsroom):
    verdict = approved(newsroom)
    teams.set_policy(by=newsroom.erin, approvals_required=2, author_may_publish=False)
    assert refused("publish", newsroom.dana, verdict) == (
        NotNow,
        "This revision has fewer approvals than the team requires.",
    )


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"rating": None}, "Choose a rating first."),
        ({"summary": " "}, "Write the summary first."),
        ({"rationale": ""}, "Write the rationale first."),
        ({"as_of": None}, "Say as of which date the verdict holds."),
    ],
)
def test_a_submission_says_what_is_missing(newsroom, missing, sentence):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    verdict = a_draft(claim, newsroom.alice, **missing)
    assert refused("submit", newsroom.alice, verdict) == (NotNow, sentence)


def test_a_source_without_a_passage_is_no_evidence(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice, passage="")
    verdict = a_draft(claim, newsroom.alice)
    sentence = "Link at least one source, with the passage relied on."
    assert refused("submit", newsroom.alice, verdict) == (NotNow, sentence)


def test_what_was_published_keeps_its_evidence_also_in_a_correction(newsroom):
    verdict = published(newsroom)
    verdicts.revise(verdict, by=newsroom.alice, kind=Kind.CORRECTION, reason="A wrong figure.")
    sentence = "This claim has been published; nothing under it can be deleted."
    assert refused("remove", newsroom.alice, verdict.claim.evidence.get()) == (NotNow, sentence)
    assert refused("edit", newsroom.alice, verdict.claim.evidence.get()) is None


def test_a_dismissed_claim_is_reopened_before_its_verdict_is_revised(newsroom):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Name the year.")
    claim = claims.dismiss(again(verdict.claim), by=newsroom.alice)
    sentence = "This claim was dismissed. Reopen it first."
    assert refused("revise", newsroom.alice, verdict) == (NotNow, sentence)
    claims.reopen(claim, by=newsroom.alice)
    assert refused("revise", newsroom.alice, verdict) is None


def test_only_the_latest_revision_is_revised(newsroom):
    verdict = published(newsroom)
    verdicts.revise(verdict, by=newsroom.alice, kind=Kind.UPDATE, reason="New accounts.")
    assert refused("revise", newsroom.alice, verdict) == (NotNow, "A later revision exists.")


def test_open_actions_say_what_the_door_will_say(newsroom):
    verdict = in_review(newsroom)
    listed = {found.action: found for found in open_actions(newsroom.victor, verdict)}
    assert list(listed) == list(VERDICTS)
    assert not listed["approve"].allowed
    assert listed["approve"].reason == "You are a viewer here; this takes a reviewer."
    assert workflow.open_actions(newsroom.bob, verdict)[3] == workflow.OpenAction(
        "approve", True, ""
    )
