"""How a review ends: by the terms of its submission, when votes come and reviewers go."""

import pytest

from annotations.actions import assignments, claims, evidence, reviews, teams, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow
from annotations.models import Notification, Role
from tests.cast import again, approved, evidence_for, in_review, published


def vote(verdict, by, how="approve"):
    return reviews.review(verdict, by=by, vote=how, comment="Because of page 4.")


def patient(newsroom, **terms):
    """A revision of a team where a return waits until all have voted."""
    teams.set_policy(by=newsroom.erin, returns_at_once=False, **terms)
    return in_review(newsroom)


@pytest.mark.parametrize(
    ("required", "votes", "status"),
    [
        (1, ["return"], "returned"),
        (1, ["approve"], "approved"),
        (2, ["return"], "in_review"),
        (2, ["approve"], "in_review"),
        (2, ["return", "approve"], "returned"),
        (2, ["approve", "return"], "returned"),
        (2, ["approve", "approve"], "approved"),
        (2, ["dissent", "approve"], "in_review"),
        (2, ["dissent", "approve", "approve"], "approved"),
        (3, ["return", "return"], "in_review"),
    ],
)
def test_a_patient_team_decides_when_its_quorum_has_voted(newsroom, required, votes, status):
    verdict = patient(newsroom, approvals_required=required)
    people = (newsroom.bob, newsroom.charlie, newsroom.dana)
    for how, by in zip(votes, people, strict=False):
        vote(verdict, by, how)
    assert again(verdict).status == status


@pytest.mark.parametrize("how", ["approve", "return"])
def test_a_patient_team_waits_for_everybody_who_was_asked(newsroom, how):
    verdict = patient(newsroom)
    for reviewer in (newsroom.bob, newsroom.charlie):
        assignments.assign(verdict, by=newsroom.alice, to=reviewer.user)
    vote(verdict, newsroom.dana, how)
    vote(verdict, newsroom.bob, "dissent")
    assert again(verdict).status == "in_review"
    vote(verdict, newsroom.charlie)
    assert again(verdict).status == ("approved" if how == "approve" else "returned")


def released(newsroom, verdict, assignment):
    assignments.release(assignment, by=newsroom.charlie)


def recused(newsroom, verdict, assignment):
    assignments.recuse(verdict, by=newsroom.charlie, reason="My cousin's tunnel.")


def gone(newsroom, verdict, assignment):
    teams.remove_member(newsroom.charlie.user, by=newsroom.erin)
    assignments.release(assignment, by=newsroom.alice)


def swept(newsroom, verdict, assignment):
    teams.set_role(newsroom.charlie.user, Role.CONTRIBUTOR, by=newsroom.erin)
    assignments.release_idle()


@pytest.mark.parametrize("leave", [released, recused, gone, swept])
def test_a_patient_team_decides_when_the_last_who_is_missing_leaves(newsroom, leave):
    verdict = patient(newsroom)
    assignment = assignments.assign(verdict, by=newsroom.alice, to=newsroom.charlie.user)
    vote(verdict, newsroom.bob)
    assert again(verdict).status == "in_review"
    leave(newsroom, verdict, assignment)
    assert again(verdict).status == "approved"


def test_a_quick_team_waits_for_nobody_else(newsroom):
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.charlie.user)
    vote(verdict, newsroom.bob)
    assert again(verdict).status == "approved"


def test_a_dissent_is_recorded_blocks_nothing_and_counts_for_nothing(newsroom):
    verdict = in_review(newsroom)
    vote(verdict, newsroom.charlie, "dissent")
    assert (again(verdict).status, again(verdict).approvals) == ("in_review", 0)
    vote(verdict, newsroom.bob)
    vote(verdict, newsroom.erin, "dissent")
    done = verdicts.publish(verdict, by=newsroom.dana)
    assert [r.vote for r in done.reviews.all()] == ["dissent", "approve", "dissent"]
    with pytest.raises(NotNow):
        vote(again(verdict), newsroom.dana, "dissent")


@pytest.mark.parametrize("how", ["return", "dissent"])
def test_who_disagrees_says_why(newsroom, how):
    with pytest.raises(Invalid) as refused:
        reviews.review(in_review(newsroom), by=newsroom.bob, vote=how, comment=" ")
    assert list(refused.value.errors) == ["comment"]


def test_those_who_worked_on_it_hear_how_it_ended(newsroom):
    verdict = approved(newsroom)
    verdicts.publish(verdict, by=newsroom.dana)
    told = Notification.objects.order_by("pk").values_list("user__name", "kind")
    assert list(told) == [("Alice", "approved"), ("Alice", "published")]


def retracted(newsroom, verdict):
    draft = verdicts.retract(verdict, by=newsroom.alice, reason="The accounts were forged.")
    sent = verdicts.submit(draft, by=newsroom.alice)
    vote(sent, newsroom.bob)
    return verdicts.publish(sent, by=newsroom.dana)


def test_a_retraction_takes_the_quorum_and_keeps_the_text(newsroom):
    verdict = published(newsroom)
    draft = verdicts.retract(verdict, by=newsroom.alice, reason="The accounts were forged.")
    with pytest.raises(NotNow):
        verdicts.publish(draft, by=newsroom.dana)
    assert again(verdict).status == "published"
    sent = verdicts.submit(draft, by=newsroom.alice)
    with pytest.raises(NotAllowed):
        vote(sent, newsroom.alice)
    vote(sent, newsroom.bob)
    done = verdicts.publish(sent, by=newsroom.dana)
    assert (again(verdict).status, again(done).status) == ("superseded", "retracted")
    now, was = done.dossier or {}, verdict.dossier or {}
    kept = ("claim", "rating", "summary", "rationale", "evidence")
    assert {k: now[k] for k in kept} == {k: was[k] for k in kept}
    assert (now["kind"], now["reason"]) == (
        "retraction",
        "The accounts were forged.",
    )


def test_a_retracted_claim_can_be_checked_anew(newsroom):
    old = retracted(newsroom, published(newsroom))
    draft = verdicts.revise(old, by=newsroom.alice, kind="update", reason="New accounts.")
    sent = verdicts.submit(draft, by=newsroom.alice)
    vote(sent, newsroom.bob)
    done = verdicts.publish(sent, by=newsroom.dana)
    assert (again(old).status, again(done).status) == ("superseded", "published")


def test_what_was_retracted_does_not_come_back_as_a_minor_change(newsroom):
    old = retracted(newsroom, published(newsroom))
    draft = verdicts.revise(old, by=newsroom.alice, kind="minor", reason="A comma.")
    with pytest.raises(NotNow, match="comes back as a correction or an update only"):
        verdicts.submit(draft, by=newsroom.alice)


def test_a_discarded_draft_leaves_the_revision_before_it(newsroom):
    first = published(newsroom)
    draft = verdicts.revise(first, by=newsroom.alice, kind="minor", reason="A comma.")
    verdicts.discard(draft, by=newsroom.alice)
    assert again(draft.claim).current == first
    later = verdicts.revise(first, by=newsroom.alice, kind="minor", reason="A comma.")
    assert (again(draft).status, later.number) == ("discarded", 3)


@pytest.mark.parametrize("drift", ["statement", "passage", "source"])
def test_a_discarded_draft_that_changed_the_claim_leaves_a_flag(newsroom, drift):
    first = published(newsroom)
    draft = verdicts.revise(first, by=newsroom.alice, kind="update", reason="New.")
    match drift:
        case "statement":
            claims.edit(draft.claim, by=newsroom.alice, statement="Other words.")
        case "passage":
            evidence.edit(draft.claim.evidence.get(), by=newsroom.alice, passage="Other words.")
        case "source":
            evidence_for(draft.claim, newsroom.alice)
    verdicts.discard(draft, by=newsroom.alice)
    claim = again(first.claim)
    assert (claim.current, claim.state) == (first, "needs_recheck")
    assert [why["reason"] for why in claim.needs_recheck] == ["evidence_changed"]


def test_what_is_public_can_always_be_retracted_after_what_stands_before_it(newsroom):
    """A returned correction, its draft, a returned retraction: each can be put aside."""
    first = published(newsroom)
    for begin in (
        lambda: verdicts.revise(first, by=newsroom.alice, kind="update", reason="New."),
        lambda: verdicts.retract(first, by=newsroom.alice, reason="It does not hold."),
    ):
        sent = verdicts.submit(begin(), by=newsroom.alice)
        vote(sent, newsroom.bob, "return")
        verdicts.discard(verdicts.revise(sent, by=newsroom.alice), by=newsroom.alice)
        verdicts.discard(sent, by=newsroom.alice)
        assert again(first.claim).current == first
    assert retracted(newsroom, first).status == "retracted"


def test_the_text_does_not_move_while_its_retraction_is_drafted(newsroom):
    verdict = published(newsroom)
    verdicts.retract(verdict, by=newsroom.alice, reason="It does not hold.")
    claim = again(verdict.claim)
    with pytest.raises(NotNow, match="A retraction is under way"):
        claims.edit(claim, by=newsroom.alice, statement="Other words.")
    with pytest.raises(NotNow, match="A retraction is under way"):
        evidence_for(claim, newsroom.alice)


def test_a_minor_change_has_the_rating_that_it_had(newsroom):
    draft = verdicts.revise(published(newsroom), by=newsroom.alice, kind="minor", reason="A comma.")
    others = draft.rating.scale.ratings.exclude(pk=draft.rating_id)
    draft = verdicts.edit(draft, by=newsroom.alice, rating=others.first())
    with pytest.raises(NotNow, match="Another rating is no minor change"):
        verdicts.submit(draft, by=newsroom.alice)
    draft = verdicts.edit(draft, by=newsroom.alice, kind="correction")
    assert verdicts.submit(draft, by=newsroom.alice).status == "in_review"


@pytest.mark.parametrize("kind", ["first", "retraction", ""])
def test_a_first_draft_gets_no_kind_and_a_correction_no_other(newsroom, kind):
    draft = verdicts.revise(published(newsroom), by=newsroom.alice, kind="minor", reason="A comma.")
    with pytest.raises(Invalid) as refused:
        verdicts.edit(draft, by=newsroom.alice, kind=kind)
    assert list(refused.value.errors) == ["kind"]


@pytest.mark.parametrize("required", [1, 2, 3])
@pytest.mark.parametrize("missing", [0, 1])
def test_a_quorum_is_counted_in_people_on_the_digest(newsroom, required, missing):
    teams.set_policy(by=newsroom.erin, approvals_required=required)
    verdict = in_review(newsroom)
    for by in (newsroom.bob, newsroom.charlie, newsroom.dana)[: required - missing]:
        vote(verdict, by)
    assert again(verdict).status == ("in_review" if missing else "approved")
