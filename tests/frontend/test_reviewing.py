"""Reviewing at the screen: who may see which vote, who is asked, and what waits next."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from annotations.actions import assignments, reviews, teams, verdicts
from annotations.models import Assignment, Recusal, Review, Role, Verdict
from tests.cast import (
    a_claim,
    a_draft,
    a_member,
    again,
    an_article,
    approved,
    evidence_for,
    in_review,
)
from tests.frontend.visiting import at_desk, is_grey, queries, words

WORDS = "The year is missing."


def page(verdict):
    return f"/claims/{verdict.claim_id}/"


def verb(verdict, name):
    return f"/verdicts/{verdict.pk}/{name}/"


def panel(actor, verdict):
    """The words of the review panel, as this person sees it."""
    answer = at_desk(actor).get(page(verdict))
    answer.content = re.search(
        rb'<aside class="panel".*?</aside>', answer.content, flags=re.DOTALL
    ).group()
    return answer


def vote(verdict, kind="approve", **more):
    return {"vote": kind, "comment": "", "digest": verdict.digest} | more


def submitted(newsroom, quote, by=None):
    """Another claim of the same article, in review."""
    by = by or newsroom.alice
    claim = a_claim(by, an_article(newsroom.alice), quote=quote)
    evidence_for(claim, by)
    return verdicts.submit(a_draft(claim, by), by=by)


# ---------------------------------------------------------------- who sees which vote


@pytest.mark.parametrize("name", ["alice", "charlie", "dana", "erin", "victor"])
def test_nobody_who_has_not_voted_sees_a_blind_vote(newsroom, name):
    teams.set_policy(by=newsroom.erin, approvals_required=2, blind_review=True)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment=WORDS)
    answer = at_desk(getattr(newsroom, name)).get(page(verdict))
    said = words(answer)
    assert WORDS not in said
    assert "Bob approved" not in said
    assert "of 2 approvals" not in said
    assert "can give" not in said
    assert "2 approvals, blind review; from this submission." in said


def test_a_blind_review_is_opened_by_the_own_vote(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=3, blind_review=True)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment=WORDS)
    before = words(panel(newsroom.charlie, verdict))
    assert "Blind review: you see the votes of others once you have voted." in before
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    after = words(panel(newsroom.charlie, verdict))
    assert "Blind review: you" not in after
    assert f"Bob approved “{WORDS}”" in after
    assert "Dana or Erin can give the last." in after


def test_who_cannot_vote_reads_when_a_blind_review_is_opened(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True)
    verdict = in_review(newsroom)
    assert "the votes are shown once it is over" in words(panel(newsroom.alice, verdict))
    reviews.review(verdict, by=newsroom.bob, vote="approve", comment=WORDS)
    assert f"Bob approved “{WORDS}”" in words(panel(newsroom.alice, verdict))


def test_a_blind_review_does_not_tell_by_those_who_are_asked_who_has_voted(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2, blind_review=True)
    verdict = in_review(newsroom)
    for reviewer in (newsroom.bob, newsroom.charlie):
        assignments.assign(verdict, by=newsroom.alice, to=reviewer.user)
    before = words(panel(newsroom.alice, verdict))
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    after = words(panel(newsroom.alice, verdict))
    assert "Bob reviews this" in after
    assert after == before


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize(
    ("needed", "voters", "sentence"),
    [
        (1, [], "Bob, Charlie, Dana or Erin can give it."),
        (2, [], "Bob, Charlie, Dana or Erin can give them."),
        (2, ["bob"], "Charlie, Dana or Erin can give the other."),
        (3, ["bob"], "Charlie, Dana or Erin can give the others."),
        (3, ["bob", "charlie"], "Dana or Erin can give the last."),
        (4, ["bob", "charlie"], "Dana and Erin can give the others."),
        (5, [], "Only Bob, Charlie, Dana and Erin can still vote, and it takes 5."),
    ],
)
def test_the_panel_says_what_is_missing_and_who_can_give_it(newsroom, needed, voters, sentence):
    teams.set_policy(by=newsroom.erin, approvals_required=needed)
    verdict = in_review(newsroom)
    for name in voters:
        reviews.review(verdict, by=getattr(newsroom, name), vote="approve")
    said = words(panel(newsroom.alice, verdict))
    assert f"{len(voters)} of {needed} approval" in said
    assert sentence in said


def test_where_all_have_to_vote_the_panel_says_who_is_left(newsroom):
    teams.set_policy(by=newsroom.erin, returns_at_once=False)
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.charlie.user)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    said = words(panel(newsroom.alice, verdict))
    assert "Still to vote: Charlie." in said
    assert "sent back only when all have voted" in said


def test_a_return_that_waits_for_the_others_says_so(newsroom):
    teams.set_policy(by=newsroom.erin, returns_at_once=False, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment=WORDS)
    said = words(panel(newsroom.alice, verdict))
    assert f"Bob returned it “{WORDS}”" in said
    assert "Charlie, Dana or Erin can vote; then it goes back to Alice." in said


def test_a_long_list_of_reviewers_is_cut(newsroom):
    a_member(newsroom.team, "Frank", Role.REVIEWER)
    verdict = in_review(newsroom)
    said = words(panel(newsroom.alice, verdict))
    assert "Bob, Charlie, Dana, Erin or others can give it." in said


# ---------------------------------------------------------------- who is asked


def choices(answer):
    select = re.search(r"<select name=\"reviewer\".*?</select>", answer.content.decode(), re.DOTALL)
    return re.findall(r">(\w+)</option>", select.group()) if select else []


def test_only_those_are_offered_who_could_review(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.bob)
    verdict = a_draft(claim, newsroom.alice)
    assert choices(panel(newsroom.alice, verdict)) == ["Charlie", "Dana", "Erin"]
    verdict = verdicts.submit(verdict, by=newsroom.alice)
    assignments.recuse(verdict, by=newsroom.erin, reason="My sister works there.")
    assignments.take(verdict, by=newsroom.charlie)
    assert choices(panel(newsroom.alice, verdict)) == ["Dana"]
    reviews.review(verdict, by=newsroom.dana, vote="approve")
    assert choices(panel(newsroom.alice, verdict)) == []


def test_a_reviewer_is_asked_and_the_panel_says_until_when(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=3)
    verdict = in_review(newsroom)
    alice = at_desk(newsroom.alice)
    alice.post(verb(verdict, "assign"), {"reviewer": newsroom.charlie.user.pk})
    due = timezone.localtime(Assignment.objects.get().due_at)
    assert due.date() == timezone.localdate() + dt.timedelta(days=3)
    assert f"Charlie reviews this until {due:%-d %B, %H:%M}" in words(panel(newsroom.dana, verdict))
    assert "You review this until" in words(panel(newsroom.charlie, verdict))


def test_who_cannot_review_is_not_asked_and_the_form_says_why(newsroom):
    verdict = in_review(newsroom)
    alice = at_desk(newsroom.alice)
    answer = alice.post(verb(verdict, "assign"), {"reviewer": newsroom.victor.user.pk})
    assert (answer.status_code, Assignment.objects.count()) == (422, 0)
    assert "Victor is not a reviewer of this team." in words(answer)
    outside = {"reviewer": newsroom.mallory.user.pk}
    assert alice.post(verb(verdict, "assign"), outside).status_code == 422


def test_a_review_is_taken_and_given_back(newsroom):
    verdict = in_review(newsroom)
    charlie = at_desk(newsroom.charlie)
    charlie.post(verb(verdict, "take"))
    assert "You review this Give back" in words(panel(newsroom.charlie, verdict))
    assert "Take this review" not in words(panel(newsroom.charlie, verdict))
    charlie.post(f"/assignments/{Assignment.objects.get().pk}/release/")
    assert Assignment.objects.get().ended_at
    assert "Take this review" in words(panel(newsroom.charlie, verdict))


def test_only_who_asked_or_reviews_or_administers_can_release(newsroom):
    verdict = in_review(newsroom)
    asked = assignments.assign(verdict, by=newsroom.alice, to=newsroom.charlie.user)
    for actor, offered in (("alice", True), ("bob", False), ("erin", True), ("charlie", False)):
        said = words(panel(getattr(newsroom, actor), verdict))
        assert ("Release" in said) is offered
    answer = at_desk(newsroom.bob).post(f"/assignments/{asked.pk}/release/", follow=True)
    assert "Only the reviewer, who asked them, or an admin can release" in words(answer)
    assert again(asked).ended_at is None


def test_who_stands_aside_says_why_and_reviews_no_more(newsroom):
    verdict = in_review(newsroom)
    bob = at_desk(newsroom.bob)
    assert bob.post(verb(verdict, "recuse"), {"reason": " "}).status_code == 422
    assert not Recusal.objects.exists()
    bob.post(verb(verdict, "recuse"), {"reason": "My sister works there."})
    answer = panel(newsroom.bob, verdict)
    assert is_grey(answer, "Approve revision 1")
    assert "You recused yourself from this claim" in words(answer)
    assert "Charlie, Dana or Erin can give it." in words(answer)


# ---------------------------------------------------------------- voting


def test_a_dissent_is_shown_as_what_it_is_and_blocks_nothing(newsroom):
    verdict = in_review(newsroom)
    charlie = at_desk(newsroom.charlie)
    empty = charlie.post(verb(verdict, "review"), vote(verdict, "dissent"))
    assert (empty.status_code, Review.objects.count()) == (422, 0)
    assert 'id="dissent-comment_error"' in empty.content.decode()
    charlie.post(verb(verdict, "review"), vote(verdict, "dissent", comment=WORDS))
    said = words(panel(newsroom.bob, verdict))
    assert f"Charlie dissents, which blocks nothing “{WORDS}”" in said
    assert "0 of 1 approval" in said
    at_desk(newsroom.bob).post(verb(verdict, "review"), vote(verdict))
    assert again(verdict).status == "approved"


def test_who_has_not_voted_can_still_dissent_from_what_is_approved(newsroom):
    verdict = approved(newsroom)
    dissent = vote(verdict, "dissent", comment=WORDS)
    at_desk(newsroom.charlie).post(verb(verdict, "review"), dissent)
    assert f"Charlie dissents, which blocks nothing “{WORDS}”" in words(
        panel(newsroom.dana, verdict)
    )
    assert again(verdict).status == "approved"


def test_who_votes_too_late_reads_why_and_keeps_the_words(newsroom):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Name the source.")
    late = vote(verdict, comment=WORDS)
    answer = at_desk(newsroom.charlie).post(verb(verdict, "review"), late)
    assert answer.status_code == 409
    assert "Verdict is returned; for this it has to be in review." in words(answer)
    assert f"It is what you wrote: {WORDS}" in words(answer)
    assert "Revision 1 was returned" in words(answer)


@pytest.mark.parametrize("name", ["take", "withdraw"])
def test_a_button_that_came_too_late_leads_back_to_the_claim_and_says_so(newsroom, name):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Name the source.")
    actor = newsroom.charlie if name == "take" else newsroom.alice
    read = {"version": again(verdict).version}
    answer = at_desk(actor).post(verb(verdict, name), read, follow=True)
    assert answer.redirect_chain[-1][0] == page(verdict)
    assert "Verdict is returned; for this it has to be" in words(answer)


# ---------------------------------------------------------------- one after another


def test_who_approves_goes_on_to_the_next_that_waits(newsroom):
    first, second, third = (
        submitted(newsroom, quote) for quote in ("3.2 kilometres", "38 %", "the old bridge")
    )
    assignments.assign(third, by=newsroom.alice, to=newsroom.bob.user)
    bob = at_desk(newsroom.bob)
    answer = bob.post(verb(third, "review/next"), vote(third), follow=True)
    assert answer.redirect_chain[-1][0] == page(first)
    assert f"You approved revision 1 of claim {third.claim_id}." in words(answer)
    answer = bob.post(verb(first, "review/next"), vote(first), follow=True)
    assert answer.redirect_chain[-1][0] == page(second)
    answer = bob.post(verb(second, "review/next"), vote(second), follow=True)
    assert answer.redirect_chain[-1][0] == "/queue/"
    assert f"You approved revision 1 of claim {second.claim_id}." in words(answer)
    assert "Nothing waits for you" in words(answer)


def test_what_one_is_asked_for_comes_before_what_anybody_may_take(newsroom):
    first, second = submitted(newsroom, "3.2 kilometres"), submitted(newsroom, "38 %")
    third = submitted(newsroom, "the old bridge")
    for verdict in (first, third):
        assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    bob = at_desk(newsroom.bob)
    answer = bob.post(verb(first, "review/next"), vote(first))
    assert answer["Location"] == page(third)
    assert bob.post(verb(third, "review/next"), vote(third))["Location"] == page(second)


def test_a_vote_that_is_refused_goes_nowhere(newsroom):
    first, second = submitted(newsroom, "3.2 kilometres"), submitted(newsroom, "38 %")
    Verdict.objects.filter(pk=second.pk).update(summary="Changed behind the desk's back.")
    answer = at_desk(newsroom.bob).post(verb(second, "review/next"), vote(second))
    assert answer.status_code == 409
    assert "has changed since it was submitted" in words(answer)
    assert again(first).status == "in_review"


def test_a_claim_can_be_passed_over(newsroom):
    first, second = submitted(newsroom, "3.2 kilometres"), submitted(newsroom, "38 %")
    bob = at_desk(newsroom.bob)
    assert bob.get(f"{page(first)}next/")["Location"] == page(second)
    assert bob.get(f"{page(second)}next/")["Location"] == page(first)
    assert at_desk(newsroom.alice).get(f"{page(first)}next/")["Location"] == "/queue/"


def busy(newsroom, verdict, name):
    """Somebody more is asked, somebody votes, somebody stands aside."""
    asked, voter, kin = (
        a_member(newsroom.team, f"{name}-{part}", Role.REVIEWER)
        for part in ("asked", "votes", "kin")
    )
    assignments.assign(verdict, by=newsroom.alice, to=asked.user)
    reviews.review(verdict, by=voter, vote="approve")
    assignments.recuse(verdict, by=kin, reason="My sister works there.")


def test_the_number_of_queries_does_not_grow_with_the_review(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=5)
    verdict = in_review(newsroom)
    busy(newsroom, verdict, "Frank")
    bob = at_desk(newsroom.bob)
    few = queries(bob, page(verdict))
    for name in ("Grace", "Heidi", "Ivan"):
        busy(newsroom, verdict, name)
    assert queries(bob, page(verdict)) == few
