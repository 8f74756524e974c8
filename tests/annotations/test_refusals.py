"""What the table says when it refuses, case by case, and what it takes for it to agree."""

import datetime as dt

import pytest

from annotations.actions import assignments, claims, reviews, teams, verdicts
from annotations.errors import NotAllowed, NotNow
from annotations.models import Role, Verdict
from annotations.models.verdict import Kind
from annotations.workflow import refusal
from tests.annotations.test_workflow import as_
from tests.cast import (
    a_claim,
    a_draft,
    a_member,
    a_rating,
    again,
    approved,
    evidence_for,
    in_review,
    published,
)

ASK = "Say when and how the claimant was asked for a reply, or why not."


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
    sentence = "An integration cannot decide this; a person has to."
    waiting = in_review(newsroom)
    assert refused("approve", robot, waiting) == (NotAllowed, sentence)
    assert refused("return", robot, waiting) == (NotAllowed, sentence)
    reviews.review(waiting, by=newsroom.bob, vote="approve")
    assert refused("publish", robot, waiting) == (NotAllowed, sentence)


def test_a_reviewer_votes_once(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert refused("approve", newsroom.bob, verdict) == (
        NotNow,
        "You have already reviewed this revision.",
    )
    assert refused("approve", newsroom.charlie, verdict) is None


def test_author_publishes_only_where_the_policy_of_its_submission_says_so(newsroom):
    verdict = approved(newsroom)
    author = as_(newsroom.alice, "publisher")
    sentence = "You wrote this verdict, so another publisher has to publish it."
    assert refused("publish", author, verdict) == (NotAllowed, sentence)
    teams.set_policy(by=newsroom.erin, author_may_publish=True)
    assert refused("publish", author, verdict) == (NotAllowed, sentence)
    verdicts.withdraw(verdict, by=newsroom.alice)
    verdicts.submit(verdict, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert refused("publish", author, verdict) is None


def test_another_quorum_holds_from_the_next_submission(newsroom):
    verdict = approved(newsroom)
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    assert refused("publish", newsroom.dana, verdict) is None
    verdicts.withdraw(verdict, by=newsroom.alice)
    verdicts.submit(verdict, by=newsroom.alice)
    teams.set_policy(by=newsroom.erin, approvals_required=1)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert again(verdict).status == "in_review"
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    assert again(verdict).status == "approved"


def test_who_recused_reviews_no_revision_of_the_claim(newsroom):
    verdict = in_review(newsroom)
    assignments.recuse(verdict, by=newsroom.bob, reason="The mayor is my cousin.")
    sentence = "You recused yourself from this claim, so somebody else has to review it."
    assert refused("approve", newsroom.bob, verdict) == (NotAllowed, sentence)
    reviews.review(verdict, by=newsroom.charlie, vote="return", comment="Name the year.")
    later = verdicts.submit(verdicts.revise(verdict, by=newsroom.alice), by=newsroom.alice)
    assert refused("approve", newsroom.bob, later) == (NotAllowed, sentence)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"rating": None}, "Choose a rating first."),
        ({"summary": " "}, "Write the summary first."),
        ({"rationale": ""}, "Write the rationale first."),
        ({"as_of": None}, "Say as of which date the verdict holds."),
        (
            {"one_sided_reason": ""},
            "Link evidence for and against, or say why there is only one side.",
        ),
        (
            {"one_origin_reason": ""},
            "Link sources of two independent origins, or say why one is enough.",
        ),
        ({"reply_asked_on": None}, ASK),
        ({"reply_asked_how": ""}, ASK),
        (
            {"reply_asked_on": dt.date(2999, 1, 1)},
            "The claimant cannot have been asked on a day that is still to come.",
        ),
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


@pytest.mark.parametrize(
    ("rating", "second", "is_enough"),
    [
        ("true", None, False),
        ("true", {"url": "https://port.example/accounts-2025#page-4"}, False),
        ("true", {"url": "https://audit.example/", "origin": "the port"}, False),
        ("true", {"url": "https://audit.example/"}, True),
        ("true", {"url": "https://audit.example/", "passage": ""}, False),
        ("unproven", None, True),
    ],
)
def test_a_definite_rating_rests_on_two_origins(newsroom, rating, second, is_enough):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice, origin="The Port" if second and "origin" in second else "")
    if second:
        evidence_for(claim, newsroom.alice, **second)
    chosen = a_rating(newsroom.team, rating)
    verdict = a_draft(claim, newsroom.alice, one_origin_reason="", rating=chosen)
    sentence = "Link sources of two independent origins, or say why one is enough."
    wanted = None if is_enough else (NotNow, sentence)
    assert refused("submit", newsroom.alice, verdict) == wanted


def test_evidence_on_both_sides_needs_no_reason(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    evidence_for(claim, newsroom.alice, stance="refutes")
    verdict = a_draft(claim, newsroom.alice, one_sided_reason="")
    assert refused("submit", newsroom.alice, verdict) is None


def test_why_nobody_was_asked_is_enough(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    asked = {"reply_asked_on": None, "reply_asked_how": ""}
    verdict = a_draft(claim, newsroom.alice, **asked, reply_not_asked_reason="She is dead.")
    assert refused("submit", newsroom.alice, verdict) is None


def test_a_retraction_needs_none_of_it(newsroom):
    verdict = published(newsroom)
    Verdict.objects.update(reply_asked_on=None, one_origin_reason="", as_of=None)
    retraction = verdicts.retract(again(verdict), by=newsroom.alice, reason="It was a forgery.")
    assert refused("submit", newsroom.alice, retraction) is None
    sentence = "A retraction keeps the text as it was published."
    assert refused("edit", newsroom.alice, retraction) == (NotNow, sentence)


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
