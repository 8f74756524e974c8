"""What the history of a claim says, of everything that people do with it, and to whom."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.utils import timezone

from annotations.actions import (
    assignments,
    comments,
    raters,
    rechecks,
    reviews,
    teams,
    verdicts,
)
from annotations.models import Actor, Assignment, Claim, Event
from frontend.history import is_told
from tests.cast import (
    a_claim,
    a_member,
    a_rating,
    again,
    evidence_for,
    in_review,
    published,
)
from tests.frontend.visiting import at_desk, words

pytestmark = pytest.mark.django_db


def history(claim, reader):
    """The lines of a claim's history as this person reads them, in one string."""
    answer = at_desk(reader).get(f"/claims/{claim.pk}/?history=all")
    shown = answer.content.decode().partition('id="history"')[2].partition("</section>")[0]
    return words(HttpResponse(f"<p>{shown}"))


def told(claim, reader, *sentences):
    shown = history(claim, reader)
    assert [sentence for sentence in sentences if sentence not in shown] == []


def vote(verdict, *actors, how="approve", comment=""):
    for actor in actors:
        reviews.review(again(verdict), by=actor, vote=how, comment=comment)


def test_it_says_who_was_asked_to_review_took_it_and_gave_it_back(newsroom):
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    taken = assignments.take(verdict, by=newsroom.charlie)
    assignments.release(taken, by=newsroom.charlie)
    assignments.release(Assignment.objects.first(), by=newsroom.alice)
    told(
        verdict.claim,
        newsroom.victor,
        "Alice asked Bob to review revision 1.",
        "Charlie took the review of revision 1.",
        "Charlie gave the review of revision 1 back.",
        "Alice released Bob from the review of revision 1.",
    )


def test_it_says_when_the_days_of_a_reviewer_were_over(newsroom):
    verdict = in_review(newsroom)
    asked = assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    sweep = Actor.member(newsroom.alice.user, newsroom.team, via="task:release")
    assignments.release(asked, by=sweep)
    told(
        verdict.claim,
        newsroom.victor,
        "The days in which Bob could review revision 1 are over.",
    )


def test_it_says_who_stood_aside_and_why(newsroom):
    verdict = in_review(newsroom)
    assignments.take(verdict, by=newsroom.bob)
    assignments.recuse(verdict, by=newsroom.bob, reason="My sister runs the port.")
    shown = history(verdict.claim, newsroom.victor)
    assert "Bob recused themselves, and reviews no revision of this claim. “My sister" in shown
    assert "gave the review" not in shown


def test_it_says_who_came_to_work_on_what_they_were_to_review(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=3)
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.charlie.user)
    draft = verdicts.withdraw(again(verdict), by=newsroom.alice)
    evidence_for(draft.claim, newsroom.bob)
    verdicts.submit(again(draft), by=newsroom.alice)
    shown = history(verdict.claim, newsroom.victor)
    assert "Bob worked on revision 1, so somebody else has to review it." in shown
    assert "Charlie worked" not in shown


def test_it_names_a_former_member_as_such(newsroom):
    noor = a_member(newsroom.team, "Noor", newsroom.bob.role)
    verdict = in_review(newsroom)
    assignments.assign(verdict, by=newsroom.alice, to=noor.user)
    teams.remove_member(noor.user, by=newsroom.erin)
    told(verdict.claim, newsroom.victor, "Alice asked a former member to review revision 1.")


def test_it_says_who_dissented_and_why(newsroom):
    verdict = in_review(newsroom)
    vote(verdict, newsroom.bob, how="dissent", comment="The source is weak.")
    told(
        verdict.claim,
        newsroom.victor,
        "Bob dissented from revision 1. “The source is weak.”",
    )


def test_it_says_how_a_review_ended_in_which_all_had_to_vote(newsroom):
    teams.set_policy(by=newsroom.erin, returns_at_once=False, approvals_required=2)
    verdict = in_review(newsroom)
    vote(verdict, newsroom.bob, how="return", comment="Name the source.")
    assert "goes back" not in history(verdict.claim, newsroom.victor)
    vote(verdict, newsroom.charlie)
    told(verdict.claim, newsroom.victor, "The review is over: revision 1 goes back.")


def test_who_reviewed_what_went_back_is_said_to_review_the_next(newsroom):
    verdict = in_review(newsroom)
    assignments.take(verdict, by=newsroom.bob)
    vote(verdict, newsroom.bob, how="return", comment="Name the source.")
    verdicts.revise(again(verdict), by=newsroom.alice)
    shown = history(verdict.claim, newsroom.victor)
    assert "Bob reviews revision 2 too." in shown
    assert "goes back" not in shown


def test_it_says_what_was_said_and_leads_there(newsroom):
    claim = a_claim(newsroom.alice)
    thread = comments.say(claim, by=newsroom.alice, text="Which\nyear <b>?")
    comments.resolve(thread, by=newsroom.bob)
    comments.say(claim, by=newsroom.bob, text="It is 2025.", parent=again(thread))
    comments.resolve(again(thread), by=newsroom.bob)
    comments.reopen(again(thread), by=newsroom.charlie)
    told(
        claim,
        newsroom.victor,
        "Alice commented: “Which year <b>?”",
        "Bob resolved the thread “Which year <b>?”",
        "Bob answered: “It is 2025.”",
        "Charlie reopened the thread “Which year <b>?”",
    )
    assert history(claim, newsroom.victor).count("reopened") == 1
    shown = at_desk(newsroom.victor).get(f"/claims/{claim.pk}/").content.decode()
    assert f'<a href="#comment-{thread.pk}">“Which year &lt;b&gt;?”</a>' in shown


def test_it_says_when_to_look_again_who_asked_and_what_came_of_it(newsroom):
    claim = published(newsroom).claim
    day = timezone.localdate() + dt.timedelta(days=9)
    rechecks.schedule(claim, by=newsroom.alice, on=day)
    rechecks.schedule(again(claim), by=newsroom.bob, on=None)
    rechecks.ask(again(claim), by=newsroom.alice, note="Newer accounts.")
    rechecks.settle(again(claim), by=newsroom.bob, note="They say the same.")
    told(
        claim,
        newsroom.victor,
        f"Alice chose {day:%-d %B %Y} for another look.",
        "Bob removed the day for another look.",
        "Alice asked for another look. “Newer accounts.”",
        "Bob looked again: it holds. “They say the same.”",
    )


def test_it_says_that_the_day_to_look_again_has_come(newsroom):
    claim = published(newsroom).claim
    Claim.objects.filter(pk=claim.pk).update(recheck_on=timezone.localdate())
    rechecks.sweep()
    shown = history(claim, newsroom.victor)
    assert "The day to look again has come." in shown
    assert "asked for another look" not in shown


def test_it_says_what_raters_came_to_and_before_that_only_to_each_their_own(newsroom):
    claim, false = a_claim(newsroom.alice), a_rating(newsroom.team, "false")
    raters.ask(claim, by=newsroom.alice)
    raters.stop(again(claim), by=newsroom.alice)
    raters.ask(again(claim), by=newsroom.alice)
    raters.rate(again(claim), by=newsroom.bob, rating=false, note="No such sum.")
    own = "Bob rated the claim blind: False. “No such sum.”"
    told(
        claim,
        newsroom.bob,
        "Alice asked for two ratings that do not see each other.",
        "Alice called the blind rating off.",
        own,
    )
    assert "rated the claim" not in history(claim, newsroom.charlie)
    raters.rate(again(claim), by=newsroom.charlie, rating=false)
    told(claim, newsroom.victor, own, "The blind ratings came to False.")


def test_it_says_that_a_draft_was_discarded_and_a_verdict_retracted(newsroom):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="New accounts.")
    verdicts.edit(draft, by=newsroom.alice, kind="correction", reply_answer="“No comment.”")
    verdicts.discard(again(draft), by=newsroom.alice)
    sent = verdicts.submit(
        verdicts.retract(again(verdict), by=newsroom.alice, reason="The accounts were forged."),
        by=newsroom.alice,
    )
    vote(sent, newsroom.charlie)
    verdicts.publish(again(sent), by=newsroom.dana)
    told(
        verdict.claim,
        newsroom.victor,
        "Alice began revision 2. “New accounts.”",
        "Kind of change UpdateCorrection",
        "The claimant's answer “No comment.”",
        "Alice discarded revision 2.",
        "Alice began revision 3, a retraction. “The accounts were forged.”",
        "Dana published revision 3: the fact-check is retracted.",
        "Revision 1 was superseded.",
    )


def test_a_blind_review_leaves_no_line_of_what_it_hides(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=3)
    verdict = in_review(newsroom)
    before = history(verdict.claim, newsroom.alice)
    vote(verdict, newsroom.bob, how="dissent", comment="The source is weak.")
    thread = comments.say(verdict.claim, by=newsroom.bob, text="It is weak.")
    comments.resolve(thread, by=newsroom.bob)
    for reader in (newsroom.alice, newsroom.charlie, newsroom.erin, newsroom.victor):
        assert history(verdict.claim, reader) == before
    vote(verdict, newsroom.charlie)
    told(verdict.claim, newsroom.charlie, "Bob dissented", "Bob commented", "Bob resolved")


def test_only_lines_that_repeat_another_are_left_out(newsroom):
    verdict = published(newsroom)
    rechecks.ask(verdict.claim, by=newsroom.alice, note="Newer accounts.")
    thread = comments.say(verdict.claim, by=newsroom.alice, text="Which?")
    comments.resolve(thread, by=newsroom.bob)
    comments.say(verdict.claim, by=newsroom.bob, text="These.", parent=again(thread))
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="New accounts.")
    assignments.assign(draft, by=newsroom.alice, to=newsroom.bob.user)
    sent = verdicts.submit(again(draft), by=newsroom.alice)
    vote(sent, newsroom.bob)
    verdicts.publish(again(sent), by=newsroom.dana)
    events = Event.objects.filter(claim_id=verdict.claim_id)
    assert {(event.noun, event.action) for event in events if not is_told(event)} == {
        ("occurrence", "highlight"),
        ("comment", "comment"),  # an answer opens its thread again
        ("claim", "publish"),  # and settles what asked for another look
    }
