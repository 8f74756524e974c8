"""The queue, the search, and the way in."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from annotations import workflow
from annotations.actions import claims, reviews, verdicts
from annotations.models import Claim, Membership, Role, Verdict
from frontend import board, trends
from tests.cast import (
    a_claim,
    a_draft,
    an_article,
    approved,
    evidence_for,
    in_review,
    published,
)
from tests.frontend.visiting import at_desk, queries, words


def sections(actor):
    return {str(section.heading): section for section in board.waiting(actor)}


def many_claims(by, number, **about):
    text = " ".join(f"The harbour has {gate} gates." for gate in range(number))
    article = an_article(by, title=f"{number} gates", text=text)
    return [
        a_claim(by, article, quote=f"harbour has {gate} gates", **about) for gate in range(number)
    ]


def test_an_empty_desk_says_what_to_do(newsroom):
    answer = at_desk(newsroom.alice).get("/queue/")
    assert "Nothing waits for you." in words(answer)
    assert "Go to the articles" in words(answer)
    assert "Nothing was published in the last eight weeks." in words(answer)


def test_a_review_waits_for_those_who_may_approve(newsroom):
    in_review(newsroom)
    assert "Review" in sections(newsroom.bob)
    assert "Review" in sections(newsroom.dana)
    assert sections(newsroom.alice) == sections(newsroom.victor) == {}


def test_a_review_waits_no_longer_for_those_who_worked_on_it_or_voted(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.bob)
    verdict = verdicts.submit(a_draft(claim, newsroom.alice), by=newsroom.alice)
    assert "Review" not in sections(newsroom.bob)
    newsroom.team.approvals_required = 2
    newsroom.team.save()
    reviews.review(verdict, by=newsroom.charlie, vote="approve")
    assert "Review" not in sections(newsroom.charlie)
    assert "Review" in sections(newsroom.dana)


def test_every_review_that_waits_can_be_given(newsroom):
    in_review(newsroom)
    for section in board.waiting(newsroom.bob):
        for row in section.rows:
            reviews.review(row.claim.revision, by=newsroom.bob, vote="approve")
    assert sections(newsroom.bob) == {}


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "dana", "erin", "victor"])
def test_nothing_waits_that_the_table_refuses_and_nothing_that_it_allows_is_left_out(
    newsroom, name
):
    newsroom.team.author_may_publish = True
    newsroom.team.save()
    by = getattr(newsroom, name)
    for writer in (newsroom.alice, newsroom.bob, newsroom.dana):
        for quote in ("the old bridge", "3.2 kilometres"):
            claim = a_claim(writer, quote=quote, statement=f"{writer.user} says {quote}")
            evidence_for(claim, newsroom.charlie)
            verdict = verdicts.submit(a_draft(claim, writer), by=writer)
            if quote == "3.2 kilometres":
                reviews.review(verdict, by=newsroom.erin, vote="approve")
    for heading, action, state in (
        ("Review", "approve", "in_review"),
        ("Publish", "publish", "approved"),
    ):
        found = Claim.objects.in_state(state).with_standing()
        able = {c.pk for c in found if not workflow.refusal(action, by, c.revision)}
        section = sections(by).get(heading)
        assert {row.claim.pk for row in section.rows if section} == able if section else not able


def test_who_may_write_no_longer_has_nothing_to_write(newsroom):
    claim = a_claim(newsroom.alice)
    claims.assign(claim, by=newsroom.alice, to=newsroom.alice.user)
    assert list(sections(newsroom.alice)) == ["Assigned to you"]
    Membership.objects.filter(user=newsroom.alice.user).update(role=Role.VIEWER)
    assert sections(newsroom.alice.refreshed()) == {}


def test_what_is_approved_waits_for_a_publisher_who_did_not_write_it(newsroom):
    approved(newsroom)
    assert "Publish" in sections(newsroom.dana)
    assert "Publish" not in sections(newsroom.charlie)
    Verdict.objects.update(author=newsroom.dana.user)
    assert "Publish" not in sections(newsroom.dana)


def test_what_was_returned_comes_back_to_its_author_with_the_reason(newsroom):
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="return", comment="Cite the minutes.")
    answer = at_desk(newsroom.alice).get("/queue/")
    assert "Returned to you 1" in words(answer)
    assert "Bob: “Cite the minutes.”" in words(answer)
    assert "Returned to you" not in sections(newsroom.charlie)


def test_drafts_and_assigned_claims_wait_for_their_people(newsroom):
    article = an_article(newsroom.alice)
    a_draft(a_claim(newsroom.alice, article), newsroom.alice)
    other = a_claim(newsroom.alice, article, quote="fell by 38 %")
    claims.assign(other, by=newsroom.alice, to=newsroom.bob.user)
    assert list(sections(newsroom.alice)) == ["Your drafts"]
    assert list(sections(newsroom.bob)) == ["Assigned to you"]


def test_the_tabs_count_and_list(newsroom):
    article = an_article(newsroom.alice)
    a_claim(newsroom.alice, article, statement="Nobody is on this.")
    claims.dismiss(a_claim(newsroom.alice, article, statement="Gone."), by=newsroom.alice)
    alice = at_desk(newsroom.alice)
    assert "Unassigned 1 Everything 1" in words(alice.get("/queue/"))
    for tab in ("unassigned", "everything"):
        said = words(alice.get(f"/queue/?tab={tab}"))
        assert "Nobody is on this." in said
        assert "Gone." not in said


def test_a_long_list_goes_on_page_by_page(newsroom):
    many_claims(newsroom.alice, board.PAGE + 3)
    alice = at_desk(newsroom.alice)
    first = alice.get("/queue/?tab=everything")
    second = alice.get(f"/queue/?tab=everything&before={first.context['older']}")
    seen = [claim.pk for page in (first, second) for claim in page.context["claims"]]
    assert seen == sorted(Claim.objects.values_list("pk", flat=True), reverse=True)
    assert second.context["older"] is None


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "٣", ""])
def test_nonsense_in_the_address_is_the_first_page(newsroom, before):
    a_claim(newsroom.alice)
    answer = at_desk(newsroom.alice).get("/queue/", {"tab": "everything", "before": before})
    assert answer.status_code == 200


def test_a_section_shows_the_oldest_and_counts_the_rest(newsroom):
    for claim in many_claims(newsroom.alice, board.SHOWN + 2):
        a_draft(claim, newsroom.alice)
    section = sections(newsroom.alice)["Your drafts"]
    assert (len(section.rows), section.total, section.more) == (20, 22, 2)
    assert "2 more" in words(at_desk(newsroom.alice).get("/queue/"))


@pytest.mark.parametrize("address", ["/queue/", "/queue/?tab=everything", "/search/?q=harbour"])
def test_the_number_of_queries_does_not_grow(newsroom, address):
    for claim in many_claims(newsroom.alice, 2):
        in_review(newsroom, claim)
    bob = at_desk(newsroom.bob)
    few = queries(bob, address)
    for claim in many_claims(newsroom.alice, 15):
        in_review(newsroom, claim)
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


def test_search_finds_all_words_in_any_order_in_the_own_team(newsroom):
    a_claim(newsroom.alice, statement="The tunnel cost 412 million euros.")
    a_claim(newsroom.mallory, statement="Another tunnel cost nothing.")
    said = words(at_desk(newsroom.alice).get("/search/?q=COST+tunnel"))
    assert "The tunnel cost 412 million euros." in said
    assert "Another tunnel" not in said


@pytest.mark.parametrize("asked", ["%", "_", "\0", "' OR 1=1", "<script>", "x" * 60_000])
def test_search_takes_anything(newsroom, asked):
    a_claim(newsroom.alice)
    answer = at_desk(newsroom.alice).get("/search/", {"q": asked})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_search_says_when_there_is_more(newsroom):
    many_claims(newsroom.alice, 52)
    said = words(at_desk(newsroom.alice).get("/search/?q=gates"))
    assert "The newest 50 claims with these words." in said


def test_home_leads_people_to_their_queue_and_strangers_to_what_is_public(newsroom):
    assert at_desk(newsroom.alice).get("/").headers["Location"] == "/queue/"
    assert Client().get("/").headers["Location"] == "/fact-checks/"


def test_a_person_goes_to_another_of_their_teams_only(newsroom):
    other = newsroom.mallory.team
    alice = at_desk(newsroom.alice)
    alice.post("/team/", {"team": other.pk})
    assert "The Ridge Post" not in words(alice.get("/queue/"))
    Membership.objects.create(user=newsroom.alice.user, team=other, role=Role.VIEWER)
    alice.post("/team/", {"team": other.pk})
    assert alice.get("/queue/").context["actor"].team == other
