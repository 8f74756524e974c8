"""What changed since the revision before: on the page of a claim, for those who review it."""

import re

import pytest

from annotations.actions import comments, evidence, reviews, teams, verdicts
from tests.cast import (
    a_claim,
    a_draft,
    a_rating,
    again,
    evidence_for,
    in_review,
    published,
)
from tests.frontend.visiting import at_desk, queries, words


def page(verdict, query=""):
    return f"/claims/{verdict.claim_id}/{query}"


def section(actor, verdict, query=""):
    """The part of the page that compares, as HTML; empty where nothing is compared."""
    body = at_desk(actor).get(page(verdict, query)).content.decode()
    found = re.search(r'<section class="section comparison".*?</section>', body, re.DOTALL)
    return " ".join(found.group().split()) if found else ""


def returned(newsroom, comment="Say whose figure it is."):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment=comment)
    return again(verdict)


def second(newsroom, **content):
    """The returned revision, revised with other content and submitted again."""
    draft = verdicts.revise(returned(newsroom), by=newsroom.alice)
    verdicts.edit(draft, by=newsroom.alice, **content)
    return verdicts.submit(draft, by=newsroom.alice)


def test_it_stands_open_for_those_who_may_vote(newsroom):
    verdict = second(newsroom, summary="The port's accounts confirm the figure.")
    for name, is_open in (("bob", True), ("dana", True), ("alice", False), ("victor", False)):
        assert bool(section(getattr(newsroom, name), verdict)) is is_open
    assert section(newsroom.bob, verdict, "?compare=no") == ""
    assert "Compare with 1" in words(at_desk(newsroom.alice).get(page(verdict)))
    assert section(newsroom.alice, verdict, "?compare=1")


def test_nothing_is_compared_where_there_is_nothing_before(newsroom):
    assert section(newsroom.bob, in_review(newsroom)) == ""


def test_it_begins_with_why_the_revision_before_was_returned(newsroom):
    verdict = second(newsroom, summary="The port's accounts confirm the figure.")
    found = section(newsroom.charlie, verdict)
    assert "<b>Bob</b> on revision 1" in found
    assert "Say whose figure it is." in found


def test_it_skips_what_was_never_submitted(newsroom):
    first = published(newsroom)
    aside = verdicts.revise(first, by=newsroom.alice, kind="update", reason="New accounts.")
    verdicts.discard(aside, by=newsroom.alice)
    third = verdicts.revise(first, by=newsroom.alice, kind="update", reason="New accounts.")
    verdicts.edit(third, by=newsroom.alice, summary="Newer accounts confirm the figure.")
    verdicts.submit(third, by=newsroom.alice)
    assert "from revision 1 to 3" in section(newsroom.charlie, third)
    assert section(newsroom.charlie, third, "?compare=2") == ""


def test_words_rating_and_the_gates_answers_are_compared(newsroom):
    verdict = second(
        newsroom,
        rating=a_rating(newsroom.team, "unproven"),
        summary="The port's accounts confirm the figure.",
        reply_answer="We stand by it.",
        reply_asked_how="by telephone",
        one_origin_reason="",
        one_sided_reason="Nobody else has counted.",
    )
    found = section(newsroom.charlie, verdict)
    assert "<del>Mostly true</del><ins>Unproven</ins>" in found
    assert "<ins>port&#x27;s </ins>accounts confirm the figure." in found
    assert "<ins>We stand by it.</ins>" in found
    assert "<del>The accounts are the only record of the cost.</del>" in found
    assert "<ins>telephone</ins>" in found
    assert "Unchanged: As of, Statement, Rationale, Claimant asked on, 1 source." in found


def test_an_edited_source_is_changed_not_removed_and_added(newsroom):
    first = returned(newsroom)
    draft = verdicts.revise(first, by=newsroom.alice)
    source = draft.claim.evidence.get()
    evidence.edit(
        source,
        by=newsroom.alice,
        passage="Total cost of the tunnel, without interest: 412.3 million euros.",
        stance="context",
        primary=True,
    )
    gone = evidence_for(draft.claim, newsroom.alice, title="Gone before it was sent")
    evidence.remove(gone, by=newsroom.alice)
    evidence_for(draft.claim, newsroom.alice, title="The Herald", stance="refutes")
    verdict = verdicts.submit(draft, by=newsroom.alice)
    found = section(newsroom.bob, verdict)
    assert "Source changed</dt>" in found
    assert "tunnel<ins>, without interest</ins>: 412.3 million euros." in found
    assert "<del>Supports</del><ins>Context</ins>" in found
    assert "<del>No</del><ins>Yes</ins>" in found
    assert "<ins>The Herald</ins>" in found
    assert "Source removed" not in found
    assert "Gone before" not in found


def test_a_removed_source_is_named(newsroom):
    draft = verdicts.revise(returned(newsroom), by=newsroom.alice)
    evidence.remove(draft.claim.evidence.get(), by=newsroom.alice)
    evidence_for(draft.claim, newsroom.alice, title="The Herald")
    found = section(newsroom.bob, verdicts.submit(draft, by=newsroom.alice))
    assert "<del>Accounts of the port authority</del>" in found
    assert "Source changed" not in found


def test_the_texts_can_stand_side_by_side(newsroom):
    verdict = second(newsroom, summary="The port's accounts deny the figure.")
    found = section(newsroom.bob, verdict, "?compare=1&view=sides")
    assert "The accounts <del>confirm</del> the figure." in found
    assert "The <ins>port&#x27;s </ins>accounts <ins>deny</ins> the figure." in found


def test_the_same_again_is_said_to_be_the_same(newsroom):
    assert "Both revisions say the same." in section(newsroom.bob, second(newsroom))


@pytest.mark.parametrize(
    "query", ["?compare=2", "?compare=9", "?compare=x", "?compare=99999999999"]
)
def test_what_is_no_earlier_revision_is_not_compared(newsroom, query):
    assert section(newsroom.bob, second(newsroom, summary="Another one."), query) == ""


def test_a_comparison_hides_what_a_blind_review_hides(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = second(newsroom, summary="The port's accounts confirm the figure.")
    comments.say(verdict.claim, by=newsroom.bob, text="The figure is old.")
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment="It holds at last.")
    said = words(at_desk(newsroom.charlie).get(page(verdict)))
    assert "from revision 1 to 2" in said
    assert "The figure is old." not in said
    assert "It holds at last." not in said


def test_the_number_of_queries_does_not_grow_with_the_sources(newsroom):
    draft = verdicts.revise(returned(newsroom), by=newsroom.alice)
    verdict = verdicts.submit(draft, by=newsroom.alice)
    bob = at_desk(newsroom.bob)
    few = queries(bob, page(verdict))
    verdicts.withdraw(verdict, by=newsroom.alice)
    for number in range(4):
        evidence_for(verdict.claim, newsroom.alice, url=f"https://port.example/{number}")
    evidence.edit(draft.claim.evidence.first(), by=newsroom.alice, passage="Other words.")
    verdicts.submit(verdict, by=newsroom.alice)
    assert queries(bob, page(verdict)) == few


def test_without_an_earlier_revision_the_page_stands_as_it_is(newsroom):
    claim = a_claim(newsroom.alice)
    assert at_desk(newsroom.bob).get(f"/claims/{claim.pk}/?compare=1").status_code == 200
    a_draft(claim, newsroom.alice)
    assert at_desk(newsroom.bob).get(f"/claims/{claim.pk}/?compare=1").status_code == 200
