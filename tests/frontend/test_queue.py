"""The queue: what waits for whom, where to go on, and how the desk stands."""

import datetime as dt

import pytest
from django.utils import timezone

from annotations import workflow
from annotations.actions import assignments, claims, reviews, teams, verdicts
from annotations.models import Assignment, Claim, Membership, Role, Verdict
from frontend import board, trends
from tests.cast import (
    a_claim,
    a_draft,
    a_member,
    again,
    an_article,
    approved,
    in_review,
    published,
)
from tests.frontend.visiting import at_desk, queries, words
from tests.frontend.waiting import a_busy_desk, many_claims, sent


def sections(actor):
    """What waits for this person, by the names of the lists."""
    return {section.kind.key: section for section in board.waiting(actor)}


def keys(actor, *lists):
    """The claims on these lists of this person."""
    found = sections(actor)
    return {row.claim.pk for key in lists if key in found for row in found[key].rows}


def test_an_empty_desk_says_what_to_do(newsroom):
    answer = at_desk(newsroom.alice).get("/queue/")
    assert "Nothing waits for you." in words(answer)
    assert "Go to the articles" in words(answer)
    assert "Nothing was published in the last eight weeks." in words(answer)


@pytest.mark.parametrize("author_may_publish", [False, True])
def test_the_lists_are_what_the_table_allows(newsroom, author_may_publish):
    teams.set_policy(by=newsroom.erin, author_may_publish=author_may_publish)
    a_busy_desk(newsroom)
    machine = a_member(newsroom.team, "Machine", Role.ADMIN, is_integration=True)
    people = [newsroom.alice, newsroom.bob, newsroom.charlie, newsroom.dana, newsroom.erin]
    for by in (*people, newsroom.victor, machine):
        found = list(Claim.objects.visible_to(by).with_standing())

        def able(action, state, by=by, found=found):
            on_claim = action == "rate"
            return {
                claim.pk
                for claim in found
                if claim.state == state or on_claim
                for thing in [claim if on_claim else claim.revision]
                if thing and workflow.refusal(action, by, thing) is None
            }

        assert keys(by, "assigned", "reviews") == able("approve", "in_review")
        assert keys(by, "reviews") == able("take", "in_review")
        assert keys(by, "approved") == able("publish", "approved")
        assert keys(by, "recheck") == able("revise", "needs_recheck")
        assert keys(by, "rate") == able("rate", "")
        assert keys(by, "returned") <= able("revise", "returned")
        assert keys(by, "drafts") <= able("edit", "draft")
    assert keys(newsroom.charlie, "assigned")
    assert all(keys(newsroom.erin, key) for key in ("reviews", "recheck", "rate", "approved"))
    assert keys(machine, "recheck")


def test_a_review_waits_no_longer_for_those_who_voted(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    assert keys(newsroom.bob, "reviews") == {verdict.claim_id}
    assert sections(newsroom.charlie) == {}


def test_a_vote_on_what_was_withdrawn_since_is_no_vote_on_what_is_sent_again(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    draft = verdicts.withdraw(verdict, by=newsroom.alice)
    draft = verdicts.edit(draft, by=newsroom.alice, summary="It cost a little more.")
    verdicts.submit(draft, by=newsroom.alice)
    assert keys(newsroom.charlie, "reviews") == {verdict.claim_id}


def test_what_somebody_was_asked_to_review_stands_first_with_its_day(newsroom):
    teams.set_policy(by=newsroom.erin, review_days=7)
    verdict = in_review(newsroom)
    assignment = assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    day = timezone.localtime(assignment.due_at)
    answer = at_desk(newsroom.bob).get("/queue/")
    assert "Assigned to you to review 1" in words(answer)
    assert f"due on {day.day} {day:%B}" in words(answer)
    charlie = words(at_desk(newsroom.charlie).get("/queue/"))
    assert "Waiting for a reviewer 1" in charlie
    assert "with Bob" in charlie
    assert "due on" not in charlie


def test_an_assignment_that_ended_is_one_to_take_again(newsroom):
    verdict = in_review(newsroom)
    taken = assignments.take(verdict, by=newsroom.bob)
    assert list(sections(newsroom.bob)) == ["assigned"]
    assignments.release(taken, by=newsroom.bob)
    assert list(sections(newsroom.bob)) == ["reviews"]


def test_who_may_write_no_longer_has_nothing_to_write(newsroom):
    claim = a_claim(newsroom.alice)
    claims.assign(claim, by=newsroom.alice, to=newsroom.alice.user)
    assert list(sections(newsroom.alice)) == ["assigned-claims"]
    Membership.objects.filter(user=newsroom.alice.user).update(role=Role.VIEWER)
    assert sections(newsroom.alice.refreshed()) == {}


def test_what_is_approved_waits_for_a_publisher_who_did_not_write_it(newsroom):
    verdict = approved(newsroom)
    assert "approved" in sections(newsroom.dana)
    assert "approved" not in sections(newsroom.charlie)
    Verdict.objects.update(author=newsroom.dana.user)
    assert "approved" not in sections(newsroom.dana)
    # Sent before revisions had terms of their own: the team's hold.
    Verdict.objects.update(terms=None)
    newsroom.team.author_may_publish = True
    newsroom.team.save()
    assert keys(newsroom.dana.refreshed(), "approved") == {verdict.claim_id}


def test_what_was_returned_comes_back_to_its_author_with_the_reason(newsroom):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Cite the minutes.")
    answer = at_desk(newsroom.alice).get("/queue/")
    assert "Yours, returned 1" in words(answer)
    assert "Bob: “Cite the minutes.”" in words(answer)
    assert "returned" not in sections(newsroom.charlie)


def test_drafts_and_assigned_claims_wait_for_their_people(newsroom):
    article = an_article(newsroom.alice)
    a_draft(a_claim(newsroom.alice, article), newsroom.alice)
    other = a_claim(newsroom.alice, article, quote="fell by 38 %")
    claims.assign(other, by=newsroom.alice, to=newsroom.bob.user)
    assert list(sections(newsroom.alice)) == ["drafts"]
    assert list(sections(newsroom.bob)) == ["assigned-claims"]


def test_what_needs_a_recheck_says_why_and_since_when(newsroom):
    claim = published(newsroom).claim
    reasons = [
        {"reason": "date_passed", "note": "", "since": "2025-03-02"},
        {"reason": "asked", "note": "See the new accounts.", "since": "2025-04-01"},
    ]
    Claim.objects.filter(pk=claim.pk).update(needs_recheck=reasons)
    answer = at_desk(newsroom.alice).get("/queue/")
    assert "Needs recheck 1" in words(answer)
    assert "The day to look again has come" in words(answer)
    assert "Somebody asked for another look: “See the new accounts.”" in words(answer)
    assert 'title="2 March 2025"' in answer.content.decode()
    assert sections(newsroom.victor) == {}
    assert "Needs recheck 1" in words(at_desk(newsroom.victor).get("/queue/?tab=everything"))
    assert "1 thing waits for you." in words(at_desk(newsroom.alice).get("/queue/?tab=recheck"))


@pytest.mark.parametrize("is_blind", [False, True])
def test_a_blind_review_gives_away_no_vote(newsroom, is_blind):
    teams.set_policy(by=newsroom.erin, approvals_required=2, blind_review=is_blind)
    verdict = in_review(newsroom)
    assignments.take(verdict, by=newsroom.dana)
    before = words(at_desk(newsroom.bob).get("/queue/"))
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    after = words(at_desk(newsroom.bob).get("/queue/"))
    assert (before == after) is is_blind
    assert ("1 of 2 approvals" in after) is not is_blind
    assert ("Blind review" in after) is is_blind


def test_a_row_counts_by_the_terms_of_its_revision(newsroom):
    teams.set_policy(by=newsroom.erin, approvals_required=3)
    in_review(newsroom)
    teams.set_policy(by=newsroom.erin, approvals_required=1)
    assert "0 of 3 approvals" in words(at_desk(newsroom.bob).get("/queue/"))


# ------------------------------------------------------------------ going on


def test_the_next_review_is_ones_own_by_its_day_and_then_the_oldest(newsroom):
    first, second, third, fourth, fifth = (
        sent(claim, newsroom.alice) for claim in many_claims(newsroom.alice, 5)
    )
    for verdict, days in ((third, 2), (fourth, 1), (fifth, None)):
        taken = assignments.take(verdict, by=newsroom.bob)
        due = timezone.now() + dt.timedelta(days=days) if days else None
        Assignment.objects.filter(pk=taken.pk).update(due_at=due)
    order, at = [], None
    while at := board.next_for_review(newsroom.bob, at):
        order.append(at.current)
        reviews.review(at.current, by=newsroom.bob, vote="approve")
    assert order == [fourth, third, fifth, first, second]


def test_what_was_passed_over_comes_up_again_at_the_end(newsroom):
    first, second, third = (
        sent(claim, newsroom.alice).claim for claim in many_claims(newsroom.alice, 3)
    )
    assert board.next_for_review(newsroom.bob) == first
    assert board.next_for_review(newsroom.bob, first) == second
    reviews.review(again(second).current, by=newsroom.bob, vote="approve")
    assert board.next_for_review(newsroom.bob, second) == third
    assert board.next_for_review(newsroom.bob, third) == first
    reviews.review(again(third).current, by=newsroom.bob, vote="approve")
    assert board.next_for_review(newsroom.bob, first) is None


def test_nobody_goes_on_to_another_teams_review_or_one_they_cannot_give(newsroom):
    in_review(newsroom)
    for by in (newsroom.mallory, newsroom.alice, newsroom.victor):
        assert board.next_for_review(by) is None


# ------------------------------------------------------------------ lists and numbers


def test_the_tabs_count_and_list(newsroom):
    article = an_article(newsroom.alice)
    a_claim(newsroom.alice, article, statement="Nobody is on this.")
    claims.dismiss(a_claim(newsroom.alice, article, statement="Gone."), by=newsroom.alice)
    alice = at_desk(newsroom.alice)
    assert "Unassigned 1 Needs recheck 0 Everything 1" in words(alice.get("/queue/"))
    for tab in ("unassigned", "everything"):
        said = words(alice.get(f"/queue/?tab={tab}"))
        assert "Nobody is on this." in said
        assert "Gone." not in said
    assert "No claim is in this list now." in words(alice.get("/queue/?tab=recheck"))


@pytest.mark.parametrize("tab", ["everything", "unassigned"])
def test_a_long_list_goes_on_page_by_page(newsroom, tab):
    many_claims(newsroom.alice, board.PAGE + 3)
    alice = at_desk(newsroom.alice)
    seen = []
    for page in (1, 2):
        context = alice.get(f"/queue/?tab={tab}&page={page}").context
        found = context.get("claims") or [row.claim for row in context["section"].rows]
        seen += [claim.pk for claim in found]
    assert seen == sorted(Claim.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("page", ["x", "-1", "0", "9" * 40, "9" * 5000, "٣", ""])
@pytest.mark.parametrize("tab", ["everything", "unassigned", "x"])
def test_nonsense_in_the_address_is_a_page(newsroom, tab, page):
    a_claim(newsroom.alice)
    answer = at_desk(newsroom.alice).get("/queue/", {"tab": tab, "page": page})
    assert answer.status_code == 200


def test_a_section_shows_the_oldest_and_leads_to_the_rest(newsroom):
    found = many_claims(newsroom.alice, board.SHOWN + 2)
    for claim in found:
        a_draft(claim, newsroom.alice)
    section = sections(newsroom.alice)["drafts"]
    assert [row.claim for row in section.rows] == found[: board.SHOWN]
    assert (section.total, section.more) == (board.SHOWN + 2, 2)
    alice = at_desk(newsroom.alice)
    answer = alice.get("/queue/")
    assert "2 more" in words(answer)
    assert 'href="?tab=drafts"' in answer.content.decode()
    assert len(alice.get("/queue/?tab=drafts").context["section"].rows) == board.SHOWN + 2


def test_nobody_sees_what_waits_in_another_team(newsroom):
    a_busy_desk(newsroom)
    assert sections(newsroom.mallory) == {}
    mallory = at_desk(newsroom.mallory)
    for tab in (*board.LISTS, "everything"):
        assert "harbour has" not in words(mallory.get(f"/queue/?tab={tab}"))


@pytest.mark.parametrize("address", ["/queue/", "/queue/?tab=everything", "/queue/?tab=reviews"])
def test_the_number_of_queries_does_not_grow(newsroom, address):
    a_busy_desk(newsroom)
    bob = at_desk(newsroom.bob)
    few = queries(bob, address)
    for claim in many_claims(newsroom.charlie, 30):
        assignments.assign(sent(claim, newsroom.alice), by=newsroom.alice, to=newsroom.dana.user)
    assert queries(bob, address) == few


def test_the_charts_show_what_is_under_way_and_what_was_published(newsroom):
    published(newsroom)
    a_claim(newsroom.alice, quote="3.2 kilometres")
    answer = at_desk(newsroom.alice).get("/queue/")
    assert "1 claim in 1 article" in words(answer)
    assert (
        'aria-label="1 published in eight weeks, 1 of them this week."' in answer.content.decode()
    )


def test_the_days_from_claim_to_publication_are_medians_by_week(newsroom):
    now = timezone.now()
    for number, claim in enumerate(many_claims(newsroom.alice, 2)):
        verdict = published(newsroom, claim)
        at = now - dt.timedelta(weeks=2 * number)
        Verdict.objects.filter(pk=verdict.pk).update(published_at=at)
        made = at - dt.timedelta(days=3 + number)
        Claim.objects.filter(pk=claim.pk).update(created_at=made)
    days, count = trends.recent(newsroom.alice)
    assert [point.value for point in days.drawing.points] == [4.0, 3.0]
    assert sum(column.value for column in count.drawing.columns) == 2
