"""Whoever touched what a verdict rests on does not approve it, whenever that was."""

import datetime as dt

import pytest

from annotations import workflow
from annotations.actions import claims, evidence, reviews, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow
from tests.cast import a_claim, a_draft, again, evidence_for


def cites(newsroom, claim):
    evidence_for(claim, newsroom.bob)


def changes_evidence(newsroom, claim):
    evidence.edit(evidence_for(claim, newsroom.alice), by=newsroom.bob, note="p. 4")


def removes_evidence(newsroom, claim):
    evidence.remove(evidence_for(claim, newsroom.alice), by=newsroom.bob)


def rewrites_the_statement(newsroom, claim):
    claims.edit(claim, by=newsroom.bob, statement="Bob says it in other words.")


@pytest.mark.parametrize(
    "touch", [cites, changes_evidence, removes_evidence, rewrites_the_statement]
)
@pytest.mark.parametrize("when", ["before the draft", "after it"])
def test_who_touched_the_claim_or_its_evidence_cannot_approve(newsroom, touch, when):
    claim = a_claim(newsroom.alice)
    if when == "before the draft":
        touch(newsroom, claim)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(again(claim), newsroom.alice)
    if when == "after it":
        touch(newsroom, again(claim))
    submitted = verdicts.submit(draft, by=newsroom.alice)
    with pytest.raises(NotAllowed):
        reviews.review(submitted, by=newsroom.bob, vote="approve")
    reviews.review(submitted, by=newsroom.charlie, vote="approve")
    assert again(submitted).status == "approved"


@pytest.mark.parametrize("own", [{"statement": "In other words."}, {"claimant": "Inga Holm"}, {}])
def test_who_made_the_claim_in_own_words_cannot_approve(newsroom, own):
    claim = a_claim(newsroom.bob, **own)
    evidence_for(claim, newsroom.alice)
    submitted = verdicts.submit(a_draft(claim, newsroom.alice), by=newsroom.alice)
    refused = workflow.refusal("approve", newsroom.bob, submitted)
    assert isinstance(refused, NotAllowed) == bool(own)


def test_a_verdict_does_not_hold_as_of_tomorrow(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=2)
    draft = a_draft(claim, newsroom.alice, as_of=tomorrow)
    with pytest.raises(NotNow) as refused:
        verdicts.submit(draft, by=newsroom.alice)
    assert "still to come" in str(refused.value)


@pytest.mark.parametrize("url", ["https://user:secret@x.example/", "http://user@x.example/a"])
def test_a_source_s_address_carries_no_password(newsroom, url):
    with pytest.raises(Invalid) as refused:
        evidence.cite(a_claim(newsroom.alice), by=newsroom.alice, url=url, stance="supports")
    assert list(refused.value.errors) == ["url"]
