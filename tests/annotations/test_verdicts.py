"""The life of a verdict: draft, submit, withdraw, publish, revise."""

import datetime as dt

import pytest

from annotations.actions import evidence, reviews, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow, Stale
from annotations.models import Article, Claim, Rating, Verdict
from annotations.publishing import dossier
from tests.cast import (
    a_claim,
    a_draft,
    a_rating,
    again,
    approved,
    evidence_for,
    in_review,
    published,
)


def test_a_draft_may_be_empty_and_belongs_to_who_began_it(newsroom):
    verdict = verdicts.draft(a_claim(newsroom.alice), by=newsroom.alice)
    assert (verdict.number, verdict.status, verdict.kind) == (1, "draft", "first")
    assert (verdict.author, [*verdict.contributors.all()]) == (
        newsroom.alice.user,
        [newsroom.alice.user],
    )


def test_a_claim_is_drafted_once(newsroom):
    claim = a_claim(newsroom.alice)
    a_draft(claim, newsroom.alice)
    with pytest.raises(NotNow, match="This claim has a verdict already"):
        a_draft(claim, newsroom.bob)
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"summary": "A\x00"}, "summary"),
        ({"summary": "x" * 1001}, "summary"),
        ({"rationale": "A\ud800"}, "rationale"),
        ({"rationale": "x" * 50_001}, "rationale"),
        ({"as_of": "2025-13-01"}, "as_of"),
    ],
)
def test_content_that_cannot_be_is_refused_by_field(newsroom, content, field):
    with pytest.raises(Invalid) as refused:
        verdicts.draft(a_claim(newsroom.alice), by=newsroom.alice, **content)
    assert list(refused.value.errors) == [field]
    assert not Verdict.objects.exists()


def test_a_rating_of_another_scale_is_refused(newsroom):
    claim = a_claim(newsroom.alice)
    foreign = a_rating(newsroom.mallory.team)
    with pytest.raises(Invalid, match="This rating is not on the team's scale"):
        verdicts.draft(claim, by=newsroom.alice, rating=foreign)
    verdict = a_draft(claim, newsroom.alice)
    with pytest.raises(Invalid):
        verdicts.edit(verdict, by=newsroom.alice, rating=foreign)
    assert again(verdict).rating == a_rating(newsroom.team)


@pytest.mark.parametrize("name", ["status", "digest", "author", "published_at", "number"])
def test_a_draft_and_an_edit_take_content_only(newsroom, name):
    claim = a_claim(newsroom.alice)
    with pytest.raises(TypeError, match=name):
        verdicts.draft(claim, by=newsroom.alice, **{name: "published"})
    verdict = a_draft(claim, newsroom.alice)
    with pytest.raises(TypeError, match=name):
        verdicts.edit(verdict, by=newsroom.alice, **{name: "published"})
    assert again(verdict).status == "draft"


def test_who_edits_a_draft_contributes(newsroom):
    verdict = a_draft(a_claim(newsroom.alice), newsroom.alice)
    verdicts.edit(verdict, by=newsroom.bob, expected=1, summary="Bob’s words.")
    assert {*verdict.contributors.all()} == {newsroom.alice.user, newsroom.bob.user}
    with pytest.raises(Stale):
        verdicts.edit(verdict, by=newsroom.alice, expected=1, summary="Alice’s words.")
    assert again(verdict).summary == "Bob’s words."


def test_submitting_seals_exactly_what_is_there(newsroom):
    verdict = again(in_review(newsroom))
    assert len(verdict.digest) == 64
    assert dossier.is_whole(verdict)
    assert verdict.dossier["summary"] == verdict.summary
    assert verdict.submitted_at.tzinfo is dt.UTC


def test_who_submits_contributes(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    verdict = verdicts.submit(a_draft(claim, newsroom.alice), by=newsroom.bob)
    assert newsroom.bob.user in verdict.contributors.all()


def test_what_was_withdrawn_and_submitted_again_has_another_digest(newsroom):
    first = in_review(newsroom).digest
    verdict = verdicts.withdraw(Verdict.objects.get(), by=newsroom.alice)
    assert (verdict.status, verdict.digest, verdict.dossier) == ("draft", "", None)
    assert verdicts.submit(verdict, by=newsroom.alice).digest != first


def test_approvals_do_not_come_along_through_a_withdrawal(newsroom):
    verdict = approved(newsroom)
    verdicts.withdraw(verdict, by=newsroom.alice)
    assert again(verdict).approvals == 0
    verdict = verdicts.submit(verdict, by=newsroom.alice)
    assert (verdict.status, again(verdict).approvals, verdict.reviews.count()) == (
        "in_review",
        0,
        1,
    )
    assert reviews.review(verdict, by=newsroom.bob, vote="approve").digest == verdict.digest


def test_a_publisher_publishes_what_was_approved(newsroom):
    verdict = again(published(newsroom))
    assert (verdict.status, verdict.published_by) == ("published", newsroom.dana.user)
    assert verdict.published_at.tzinfo is dt.UTC
    assert [*Verdict.objects.public()] == [verdict]
    assert again(verdict.claim).state == "published"


def test_what_is_not_approved_is_not_published(newsroom):
    with pytest.raises(NotNow, match="Verdict is in review; for this it has to be approved"):
        verdicts.publish(in_review(newsroom), by=newsroom.dana)


@pytest.mark.parametrize(
    "behind",
    [
        lambda v: Verdict.objects.filter(pk=v.pk).update(rationale="Other reasons."),
        lambda v: Verdict.objects.filter(pk=v.pk).update(summary="Other words."),
        lambda v: Verdict.objects.filter(pk=v.pk).update(rating=Rating.objects.first()),
        lambda v: Verdict.objects.filter(pk=v.pk).update(as_of=dt.date(2020, 1, 1)),
        lambda v: Verdict.objects.filter(pk=v.pk).update(dossier={}),
        lambda v: v.claim.evidence.update(passage="Other figures."),
        lambda v: v.claim.evidence.update(stance="refutes"),
        lambda _v: Claim.objects.update(statement="Another claim."),
        lambda _v: Claim.objects.update(claimant="Somebody else"),
        lambda v: v.claim.occurrences.update(start=1),
        lambda _v: Article.objects.update(title="Another title"),
    ],
)
def test_what_changed_behind_the_door_is_neither_approved_nor_published(newsroom, behind):
    sentence = "What this revision rests on has changed since it was submitted"
    verdict = in_review(newsroom)
    behind(verdict)
    with pytest.raises(NotNow, match=sentence):
        reviews.review(verdict, by=newsroom.bob, vote="approve")
    Verdict.objects.filter(pk=verdict.pk).update(status="approved")
    verdict.reviews.create(reviewer=newsroom.bob.user, vote="approve", digest=again(verdict).digest)
    with pytest.raises(NotNow, match=sentence):
        verdicts.publish(verdict, by=newsroom.dana)


def test_a_published_verdict_stays_public_until_its_correction_is(newsroom):
    first = published(newsroom)
    second = verdicts.revise(
        first, by=newsroom.alice, kind="correction", reason="  The year was\nwrong. "
    )
    assert (second.number, second.kind, second.reason) == (2, "correction", "The year was wrong.")
    assert (second.summary, second.rating) == (first.summary, first.rating)
    verdicts.edit(second, by=newsroom.alice, summary="Corrected.")
    second = verdicts.submit(second, by=newsroom.alice)
    reviews.review(second, by=newsroom.bob, vote="approve")
    assert Verdict.objects.public().get().number == 1
    verdicts.publish(second, by=newsroom.dana)
    assert Verdict.objects.public().get().number == 2
    assert again(first).status == "superseded"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "kind"),
        ({"kind": "first", "reason": "x"}, "kind"),
        ({"kind": "retraction", "reason": "x"}, "kind"),
        ({"kind": "minor"}, "reason"),
        ({"kind": "minor", "reason": " \n"}, "reason"),
        ({"kind": "minor", "reason": "A\x00"}, "reason"),
        ({"kind": "minor", "reason": "x" * 1001}, "reason"),
    ],
)
def test_a_change_of_what_is_published_says_what_kind_and_why(newsroom, given, field):
    verdict = published(newsroom)
    with pytest.raises(Invalid) as refused:
        verdicts.revise(verdict, by=newsroom.alice, **given)
    assert list(refused.value.errors) == [field]
    assert Verdict.objects.count() == 1


def returned(newsroom):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Name the year.")
    return again(verdict)


def test_a_returned_revision_goes_on_as_a_new_one(newsroom):
    old = returned(newsroom)
    new = verdicts.revise(old, by=newsroom.charlie)
    assert (new.number, new.kind, new.reason, new.author) == (2, "first", "", newsroom.charlie.user)
    assert (again(old).status, again(old.claim).current) == ("returned", new)
    with pytest.raises(NotNow, match="A later revision exists"):
        verdicts.revise(old, by=newsroom.alice)


def test_who_wrote_the_old_text_wrote_the_new_one_too(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    old = verdicts.submit(a_draft(claim, newsroom.dana), by=newsroom.alice)
    reviews.review(old, by=newsroom.bob, vote="return", comment="Name the year.")
    new = verdicts.submit(verdicts.revise(old, by=newsroom.charlie), by=newsroom.alice)
    with pytest.raises(NotAllowed, match="You wrote this draft"):
        reviews.review(new, by=newsroom.charlie, vote="approve")
    with pytest.raises(NotAllowed, match="You worked on this revision"):
        reviews.review(new, by=newsroom.dana, vote="approve")
    assert reviews.review(new, by=newsroom.bob, vote="approve").pk


def test_the_reason_of_a_correction_survives_a_return(newsroom):
    second = verdicts.revise(
        published(newsroom), by=newsroom.alice, kind="update", reason="New accounts."
    )
    second = verdicts.submit(second, by=newsroom.alice)
    reviews.review(second, by=newsroom.bob, vote="return", comment="Which accounts?")
    third = verdicts.revise(second, by=newsroom.alice)
    assert (third.number, third.kind, third.reason) == (3, "update", "New accounts.")


def test_evidence_added_to_a_correction_leaves_the_published_dossier_alone(newsroom):
    first = published(newsroom)
    verdicts.revise(first, by=newsroom.alice, kind="update", reason="New accounts.")
    evidence_for(first.claim, newsroom.alice, title="New accounts")
    evidence.edit(first.claim.evidence.first(), by=newsroom.alice, note="Seen again")
    kept = again(first).dossier
    assert [source["title"] for source in kept["evidence"]] == ["Accounts of the port authority"]
    assert kept["evidence"][0]["note"] == ""
