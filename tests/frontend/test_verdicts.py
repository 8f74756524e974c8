"""Drafting, submitting, publishing, correcting and retracting, at the screen."""

import pytest

from annotations.actions import reviews, teams, verdicts
from annotations.models import Verdict
from tests.cast import (
    a_claim,
    a_draft,
    a_rating,
    again,
    an_answer,
    approved,
    evidence_for,
    in_review,
    published,
)
from tests.frontend.visiting import at_desk, is_grey, words


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


def page(claim):
    return f"/claims/{claim.pk}/"


def answer_form(team, **changes):
    answer = an_answer(team, summary="The accounts confirm it.", rationale="See **page 4**.")
    return answer | {"rating": a_rating(team).pk} | changes


def test_a_first_draft_is_written_on_the_claim(newsroom, claim):
    answer = at_desk(newsroom.alice).post(
        f"{page(claim)}draft/", answer_form(newsroom.team), follow=True
    )
    draft = Verdict.objects.get()
    assert (draft.summary, draft.author) == ("The accounts confirm it.", newsroom.alice.user)
    assert "Alice drafted revision 1." in words(answer)


def test_a_preview_shows_the_rationale_and_saves_nothing(newsroom, claim):
    typed = answer_form(newsroom.team, preview="1")
    answer = at_desk(newsroom.alice).post(f"{page(claim)}draft/", typed)
    assert "<strong>page 4</strong>" in answer.content.decode()
    assert "The accounts confirm it.</textarea>" in answer.content.decode()
    assert not Verdict.objects.exists()


def test_a_draft_says_what_is_missing(newsroom, claim):
    a_draft(claim, newsroom.alice, summary="", rating=None)
    answer = at_desk(newsroom.alice).get(page(claim))
    assert is_grey(answer, "Submit revision 1")
    for sentence in (
        "Choose a rating first.",
        "Write the summary first.",
        "Link at least one source, with the passage relied on.",
    ):
        assert sentence in words(answer)


def test_a_wrong_date_keeps_what_was_typed(newsroom, claim):
    typed = answer_form(newsroom.team, as_of="yesterday", summary="Nearly done.")
    answer = at_desk(newsroom.alice).post(f"{page(claim)}draft/", typed)
    assert answer.status_code == 422
    assert "Nearly done.</textarea>" in answer.content.decode()
    assert "Enter a valid date." in words(answer)


def test_another_teams_rating_is_refused(newsroom, claim):
    foreign = a_rating(newsroom.mallory.team).pk
    typed = answer_form(newsroom.team, rating=foreign)
    assert at_desk(newsroom.alice).post(f"{page(claim)}draft/", typed).status_code == 422
    assert not Verdict.objects.exists()


def test_a_stale_draft_shows_both_texts_and_loses_nothing(newsroom, claim):
    draft = a_draft(claim, newsroom.alice)
    seen = draft.version
    verdicts.edit(draft, by=newsroom.bob, summary="The accounts deny it.")
    typed = answer_form(newsroom.team, summary="The accounts prove it.", version=seen)
    answer = at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/edit/", typed)
    assert answer.status_code == 412
    assert "Bob changed this too. Nothing you typed is lost." in words(answer)
    assert "The accounts <del>deny</del> it." in answer.content.decode()
    assert "The accounts <ins>prove</ins> it." in answer.content.decode()
    assert "The accounts prove it.</textarea>" in answer.content.decode()
    assert again(draft).summary == "The accounts deny it."


@pytest.mark.parametrize("verb", ["edit", "submit"])
@pytest.mark.parametrize("followed", [False, True], ids=["alone", "followed"])
def test_what_was_typed_into_a_discarded_draft_is_no_conflict_and_not_lost(
    newsroom, verb, followed
):
    public = published(newsroom)
    draft = verdicts.revise(public, by=newsroom.alice, kind="minor", reason="A comma.")
    verdicts.discard(draft, by=newsroom.bob)
    if followed:
        verdicts.revise(public, by=newsroom.bob, kind="minor", reason="A full stop.")
    typed = answer_form(
        newsroom.team, summary="The accounts prove it.", kind="minor", reason="A colon."
    )
    address = f"/verdicts/{draft.pk}/{verb}/"
    for more in ({}, {"as_of": "yesterday"}, {"preview": "1"}):
        given = typed | {"version": draft.version} | more
        answer = at_desk(newsroom.alice).post(address, given)
        assert answer.status_code == 409
        assert "Verdict is discarded; for this it has to be" in words(answer)
        assert "changed this too" not in words(answer)
        lost = words(answer).partition("This was not saved. It is what you wrote:")[2]
        rating = f"Rating: {public.rating}"
        for field in (
            rating,
            "Reason: A colon.",
            "Summary: The accounts prove it.",
            "See **page 4**.",
        ):
            assert field in lost
        assert "The accounts prove it.</textarea>" not in answer.content.decode()
    assert not Verdict.objects.filter(summary="The accounts prove it.").exists()


def test_what_was_typed_into_a_discarded_first_draft_is_not_lost(newsroom, claim):
    draft = a_draft(claim, newsroom.alice)
    verdicts.discard(draft, by=newsroom.bob)
    typed = answer_form(newsroom.team, summary="Mine.", version=draft.version)
    answer = at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/edit/", typed)
    assert answer.status_code == 409
    assert "Summary: Mine." in words(answer)
    assert "No verdict yet" in words(answer)


def test_two_first_drafts_at_once_lose_no_words(newsroom, claim):
    a_draft(claim, newsroom.bob)
    typed = answer_form(newsroom.team, summary="Mine.")
    answer = at_desk(newsroom.alice).post(f"{page(claim)}draft/", typed)
    assert answer.status_code == 409
    assert "This claim has a verdict already." in words(answer)
    assert "Mine.</textarea>" in answer.content.decode()


def test_submitting_takes_along_what_stands_in_the_form(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice, summary="")
    typed = answer_form(newsroom.team, version=draft.version)
    at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/submit/", typed)
    assert (again(draft).status, again(draft).summary) == ("in_review", typed["summary"])


def test_a_refused_submission_has_saved_the_form(newsroom, claim):
    draft = a_draft(claim, newsroom.alice, summary="")
    typed = answer_form(newsroom.team, version=draft.version)
    answer = at_desk(newsroom.alice).post(
        f"/verdicts/{draft.pk}/submit/", typed, follow=True, headers={"referer": page(claim)}
    )
    assert (again(draft).status, again(draft).summary) == ("draft", typed["summary"])
    assert "Link at least one source, with the passage relied on." in words(answer)


def test_the_author_cannot_approve_and_reads_why(newsroom):
    verdict = in_review(newsroom)
    answer = at_desk(newsroom.alice).get(page(verdict.claim))
    assert is_grey(answer, "Approve revision 1")
    assert "You wrote this draft, so another reviewer has to approve it." in words(answer)


def test_a_reviewer_who_wrote_it_reads_why_not(newsroom, claim):
    evidence_for(claim, newsroom.bob)
    verdicts.submit(a_draft(claim, newsroom.bob), by=newsroom.bob)
    answer = at_desk(newsroom.bob).get(page(claim))
    assert is_grey(answer, "Approve revision 1")
    assert "You wrote this draft, so another reviewer has to approve it." in words(answer)
    assert "Charlie, Dana or Erin can give it." in words(answer)


def test_a_reviewer_who_cited_for_it_reads_why_not(newsroom, claim):
    evidence_for(claim, newsroom.bob)
    verdicts.submit(a_draft(claim, newsroom.alice), by=newsroom.alice)
    answer = at_desk(newsroom.bob).get(page(claim))
    assert "You worked on this revision or its evidence" in words(answer)
    assert is_grey(answer, "Approve revision 1")


def test_a_vote_counts_and_the_page_says_how_many_are_missing(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2, author_may_publish=False)
    verdict = in_review(newsroom)
    vote = {"vote": "approve", "comment": "The sources hold.", "digest": verdict.digest}
    answer = at_desk(newsroom.bob).post(f"/verdicts/{verdict.pk}/review/", vote, follow=True)
    assert "1 of 2 approvals" in words(answer)
    assert "Charlie, Dana or Erin can give the other." in words(answer)
    assert "“The sources hold.”" in words(answer)
    assert is_grey(answer, "Approve revision 1")
    assert "You have already reviewed this revision." in words(answer)


def test_returning_takes_a_comment(newsroom):
    verdict = in_review(newsroom)
    bob = at_desk(newsroom.bob)
    assert is_grey(bob.get(page(verdict.claim)), "Return to Alice")
    vote = {"vote": "return", "comment": "", "digest": verdict.digest}
    answer = bob.post(f"/verdicts/{verdict.pk}/review/", vote)
    assert answer.status_code == 422
    assert 'id="id_comment_error"' in answer.content.decode()
    bob.post(f"/verdicts/{verdict.pk}/review/", vote | {"comment": "Name the source."})
    assert again(verdict).status == "returned"


def test_a_vote_on_another_digest_is_refused_and_its_comment_kept(newsroom):
    verdict = in_review(newsroom)
    vote = {"vote": "approve", "comment": "It holds.", "digest": "0" * 64}
    answer = at_desk(newsroom.bob).post(f"/verdicts/{verdict.pk}/review/", vote)
    assert answer.status_code == 409
    assert "This revision has changed since you read it. Read it again." in words(answer)
    assert "It holds.</textarea>" in answer.content.decode()
    assert again(verdict).status == "in_review"


def test_a_returned_revision_is_revised_and_compared(newsroom):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Say whose figure it is.")
    alice = at_desk(newsroom.alice)
    answer = alice.get(page(verdict.claim))
    assert "Bob returned it “Say whose figure it is.”" in words(answer)
    alice.post(f"/verdicts/{verdict.pk}/revise/")
    second = Verdict.objects.get(number=2)
    typed = answer_form(newsroom.team, summary="The port's accounts confirm the figure.")
    alice.post(f"/verdicts/{second.pk}/edit/", typed | {"version": second.version})
    compared = alice.get(f"{page(verdict.claim)}?compare=1")
    assert "from revision 1 to 2" in words(compared)
    assert "The <ins>port&#x27;s </ins>accounts confirm the figure." in compared.content.decode()


@pytest.mark.parametrize("number", ["9", "1", "x", "-1", "99999999999"])
def test_a_comparison_with_nothing_is_left_out(newsroom, number):
    verdict = in_review(newsroom)
    answer = at_desk(newsroom.alice).get(f"{page(verdict.claim)}?compare={number}")
    assert answer.context["comparison"] is None


def test_a_reviewer_cannot_publish_and_reads_why(newsroom):
    verdict = approved(newsroom)
    answer = at_desk(newsroom.charlie).get(page(verdict.claim))
    assert is_grey(answer, "Publish revision 1")
    assert "You are a reviewer here; this takes a publisher." in words(answer)


def test_a_refused_verb_is_told_on_the_page_it_came_from(newsroom):
    verdict = approved(newsroom)
    answer = at_desk(newsroom.charlie).post(
        f"/verdicts/{verdict.pk}/publish/",
        {"version": verdict.version},
        follow=True,
        headers={"referer": page(verdict.claim)},
    )
    assert answer.redirect_chain[-1][0] == page(verdict.claim)
    assert "You are a reviewer here; this takes a publisher." in words(answer)
    assert again(verdict).status == "approved"


def test_a_publisher_publishes(newsroom):
    verdict = approved(newsroom)
    dana = at_desk(newsroom.dana)
    read = {"version": verdict.version}
    answer = dana.post(f"/verdicts/{verdict.pk}/publish/", read, follow=True)
    assert again(verdict).status == "published"
    assert "Revision 1 is public." in words(answer)
    assert f"/fact-checks/harbour-desk/{verdict.claim_id}/" in answer.content.decode()


def test_withdrawing_asks_first(newsroom):
    verdict = approved(newsroom)
    answer = at_desk(newsroom.alice).get(page(verdict.claim))
    assert "It becomes a draft again, and the votes on it count no more." in words(answer)


def test_an_approved_revision_is_withdrawn(newsroom):
    verdict = approved(newsroom)
    at_desk(newsroom.alice).post(f"/verdicts/{verdict.pk}/withdraw/", {"version": verdict.version})
    assert again(verdict).status == "draft"


def test_a_correction_needs_a_kind_and_a_reason(newsroom):
    verdict = published(newsroom)
    alice = at_desk(newsroom.alice)
    answer = alice.post(f"/verdicts/{verdict.pk}/revise/", {"reason": "We misread it."})
    assert answer.status_code == 422
    assert "We misread it.</textarea>" in answer.content.decode()
    explained = {"kind": "correction", "reason": "We misread it."}
    answer = alice.post(f"/verdicts/{verdict.pk}/revise/", explained, follow=True)
    assert "Alice began revision 2. “We misread it.”" in words(answer)
    assert again(verdict).status == "published"


# ---------------------------------------------------------------- discarding and retracting


def test_a_draft_is_discarded_after_it_was_asked(newsroom, claim):
    draft = a_draft(claim, newsroom.alice)
    alice = at_desk(newsroom.alice)
    assert "the claim has no verdict then" in words(alice.get(page(claim)))
    read = {"version": draft.version}
    answer = alice.post(f"/verdicts/{draft.pk}/discard/", read, follow=True)
    assert again(draft).status == "discarded"
    assert "Revision 1 is discarded." in words(answer)
    assert "No verdict yet" in words(answer)
    typed = answer_form(newsroom.team, summary="From the beginning.")
    alice.post(f"{page(claim)}draft/", typed)
    assert Verdict.objects.get(number=2).summary == "From the beginning."


def test_a_discarded_correction_leaves_what_is_public(newsroom):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="minor", reason="A comma.")
    alice = at_desk(newsroom.alice)
    assert "The revision before it stays as it is" in words(alice.get(page(verdict.claim)))
    read = {"version": draft.version}
    answer = alice.post(f"/verdicts/{draft.pk}/discard/", read, follow=True)
    assert "Revision 1 is public" in words(answer)


def test_what_another_wrote_meanwhile_is_not_discarded(newsroom, claim):
    draft = a_draft(claim, newsroom.alice)
    read = {"version": draft.version}
    verdicts.edit(draft, by=newsroom.bob, summary="The accounts deny it.")
    answer = at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/discard/", read, follow=True)
    assert again(draft).status == "draft"
    assert "Somebody changed this since you opened it." in words(answer)


def test_a_retraction_needs_a_reason(newsroom):
    verdict = published(newsroom)
    alice = at_desk(newsroom.alice)
    assert "Start the retraction" in words(alice.get(f"{page(verdict.claim)}?edit=retract"))
    answer = alice.post(f"/verdicts/{verdict.pk}/retract/", {"reason": " "})
    assert answer.status_code == 422
    assert Verdict.objects.count() == 1


def test_a_retraction_goes_the_same_way_and_says_what_it_does(newsroom):
    verdict = published(newsroom)
    alice, dana = at_desk(newsroom.alice), at_desk(newsroom.dana)
    why = {"reason": "The accounts were forged."}
    answer = alice.post(f"/verdicts/{verdict.pk}/retract/", why, follow=True)
    assert "Revision 2 is the draft of a retraction" in words(answer)
    assert "A retraction keeps the text as it was published." in words(answer)
    draft = Verdict.objects.get(number=2)
    alice.post(f"/verdicts/{draft.pk}/submit/", {"version": draft.version})
    assert "Review of the retraction, revision 2" in words(dana.get(page(verdict.claim)))
    reviews.review(again(draft), by=newsroom.bob, vote="approve")
    answer = dana.get(page(verdict.claim))
    assert "Publishing it tells readers that the fact-check is retracted, and why." in words(answer)
    read = {"version": again(draft).version}
    answer = dana.post(f"/verdicts/{draft.pk}/publish/", read, follow=True)
    said = words(answer)
    assert "The fact-check is retracted." in said
    assert "Retraction: The accounts were forged." in said
    assert "Start a new revision" in said
    assert "Retract it" not in said


def test_two_who_start_a_correction_at_once_lose_no_words(newsroom):
    verdict = published(newsroom)
    verdicts.revise(verdict, by=newsroom.bob, kind="minor", reason="A comma.")
    typed = {"kind": "correction", "reason": "We misread the accounts."}
    answer = at_desk(newsroom.alice).post(f"/verdicts/{verdict.pk}/revise/", typed)
    assert answer.status_code == 409
    assert "A later revision exists." in words(answer)
    assert "It is what you wrote: We misread the accounts." in words(answer)


def test_a_double_click_on_publish_says_that_it_is_public(newsroom):
    verdict = approved(newsroom)
    read = {"version": verdict.version}
    dana = at_desk(newsroom.dana)
    dana.post(f"/verdicts/{verdict.pk}/publish/", read)
    answer = dana.post(f"/verdicts/{verdict.pk}/publish/", read, follow=True)
    assert answer.redirect_chain[-1][0] == page(verdict.claim)
    assert "Somebody changed this since you opened it." in words(answer)
