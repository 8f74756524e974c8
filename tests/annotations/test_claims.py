"""Highlighting, and what becomes of a claim."""

import datetime as dt

import pytest

from annotations.actions import claims, reviews, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow, Refusal
from annotations.models import Claim, Event, Occurrence
from tests.cast import (
    QUOTE,
    TEXT,
    a_claim,
    a_draft,
    again,
    an_article,
    evidence_for,
    in_review,
    published,
)


def mark(by, version, start, end, **about):
    return claims.highlight(version, by=by, start=start, end=end, **about)


def rows():
    return Claim.objects.count(), Occurrence.objects.count(), Event.objects.count()


def test_a_highlight_is_a_claim_that_quotes_the_text(newsroom):
    claim = a_claim(newsroom.alice, quote="👩‍🔧 Engineers finished")
    place = claim.occurrences.get()
    assert place.quote == "👩‍🔧 Engineers finished" == TEXT[place.start : place.end]
    assert (place.prefix, place.suffix) == (
        TEXT[place.start - 32 : place.start],
        TEXT[place.end : place.end + 32],
    )
    assert (claim.statement, claim.state, claim.created_by) == (
        "👩‍🔧 Engineers finished",
        "open",
        newsroom.alice.user,
    )


def test_a_statement_of_its_own_is_kept_and_a_default_is_one_line(newsroom):
    said = a_claim(newsroom.alice, statement="  The tunnel cost EUR 412 million. ")
    assert said.statement == "The tunnel cost EUR 412 million."
    across = a_claim(newsroom.alice, quote="Tuesday. 🚢⚓\nIt is 3.2")
    assert across.statement == "Tuesday. 🚢⚓ It is 3.2"


def test_the_same_words_and_statement_are_one_claim_whoever_is_second(newsroom):
    version = an_article(newsroom.alice).current
    first, created = mark(newsroom.alice, version, 33, 50, statement="One claim")
    before = rows()
    second, again_ = mark(newsroom.bob, version, 33, 50, statement=" one  CLAIM ")
    assert (created, again_, second.pk) == (True, False, first.pk)
    assert second.created_by == newsroom.alice.user
    assert rows() == before


def test_another_statement_on_the_same_words_is_another_claim(newsroom):
    version = an_article(newsroom.alice).current
    first, _ = mark(newsroom.alice, version, 33, 50, statement="One")
    second, created = mark(newsroom.alice, version, 33, 50, statement="Two")
    assert created
    assert second.pk != first.pk


@pytest.mark.parametrize(
    ("span", "about", "field"),
    [
        ((-1, 5), {}, "start"),
        ((5, 5), {}, "end"),
        ((9, 5), {}, "end"),
        ((0, 10**9), {}, "end"),
        ((10**20, 10**21), {}, "start"),
        ((0, True), {}, "end"),
        ((0.0, 5), {}, "start"),
        (("0", 5), {}, "start"),
        ((31, 33), {}, "end"),
        ((0, 5), {"exact": "other"}, "exact"),
        ((0, 5), {"statement": "A\x00"}, "statement"),
        ((0, 5), {"statement": "A\ud800"}, "statement"),
        ((0, 5), {"statement": "x" * 1001}, "statement"),
        ((0, 5), {"claimant": "x" * 201}, "claimant"),
        ((0, 5), {"claimed_on": "soon"}, "claimed_on"),
        ((0, 5), {"topics": ["x" * 61]}, "topics"),
        ((0, 5), {"topics": [str(n) for n in range(21)]}, "topics"),
        ((0, 5), {"topics": ["\x00"]}, "topics"),
    ],
)
def test_a_span_or_content_that_cannot_be_is_refused_by_field(newsroom, span, about, field):
    version = an_article(newsroom.alice).current
    before = rows()
    with pytest.raises(Invalid) as refused:
        mark(newsroom.alice, version, *span, **about)
    assert next(iter(refused.value.errors)) == field
    assert rows() == before


def test_other_words_are_refused_with_those_that_were_found(newsroom):
    with pytest.raises(Invalid, match="“The harbour”") as refused:
        mark(newsroom.alice, an_article(newsroom.alice).current, 0, 11, exact="The harbours")
    assert refused.value.errors["found"] == ["The harbour"]


def test_a_viewer_and_another_team_mark_nothing(newsroom):
    version = an_article(newsroom.alice).current
    before = rows()
    for actor in (newsroom.victor, newsroom.mallory):
        with pytest.raises(NotAllowed):
            mark(actor, version, 0, 5)
    assert rows() == before


def test_nobody_sees_another_team_s_claims(newsroom):
    a_claim(newsroom.alice)
    assert Claim.objects.visible_to(newsroom.victor).count() == 1
    assert not Claim.objects.visible_to(newsroom.mallory).exists()


def test_content_is_edited_and_topics_are_tidied(newsroom):
    claim = claims.edit(
        a_claim(newsroom.alice),
        by=newsroom.bob,
        claimant="Port authority",
        claimed_on=dt.date(2025, 11, 18),
        topics=[" Money ", "Money", "Public  works"],
    )
    assert claim.topics == ["Money", "Public works"]
    assert again(claim).claimed_on == dt.date(2025, 11, 18)


@pytest.mark.parametrize("name", ["triage", "team_id", "current", "version", "created_by"])
def test_an_edit_takes_content_only(newsroom, name):
    claim = a_claim(newsroom.alice)
    with pytest.raises(TypeError, match=name):
        claims.edit(claim, by=newsroom.alice, **{name: 1})
    assert again(claim).triage == "open"


def test_an_edit_into_another_claim_s_words_is_refused(newsroom):
    first = a_claim(newsroom.alice, statement="One")
    second = a_claim(newsroom.alice, first.article, statement="Two")
    with pytest.raises(Invalid, match=f"Claim {first.pk} says this about the same words already"):
        claims.edit(second, by=newsroom.alice, statement="one")
    assert again(second).statement == "Two"


@pytest.mark.parametrize("change", [{"statement": "It cost 412 m."}, {"claimant": "Inga Holm"}])
def test_who_changes_what_a_verdict_answers_worked_on_it(newsroom, change):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    verdict = a_draft(claim, newsroom.alice)
    claims.edit(claim, by=newsroom.bob, **change)
    verdicts.submit(verdict, by=newsroom.alice)
    with pytest.raises(NotAllowed, match="You worked on this revision"):
        reviews.review(verdict, by=newsroom.bob, vote="approve")


def test_topics_and_priority_are_nobody_s_verdict(newsroom):
    claim = a_claim(newsroom.alice)
    verdict = a_draft(claim, newsroom.alice)
    claims.edit(claim, by=newsroom.bob, topics=["Money"], priority="high")
    assert newsroom.bob.user not in verdict.contributors.all()


def test_what_is_under_review_does_not_move(newsroom):
    claim = in_review(newsroom).claim
    with pytest.raises(NotNow, match="A revision is being reviewed or waits for publication"):
        claims.edit(claim, by=newsroom.alice, statement="Moved")


def test_what_is_published_does_not_move(newsroom):
    claim = published(newsroom).claim
    with pytest.raises(NotNow, match="What is public changes by a new revision only"):
        claims.edit(claim, by=newsroom.alice, statement="Moved")


def test_a_claim_is_assigned_to_members_only(newsroom):
    claim = a_claim(newsroom.alice)
    assert claims.assign(claim, by=newsroom.alice, to=newsroom.bob.user).assignee
    with pytest.raises(Invalid, match="Mallory is not a member of this team") as refused:
        claims.assign(claim, by=newsroom.alice, to=newsroom.mallory.user)
    assert list(refused.value.errors) == ["assignee"]
    assert claims.assign(claim, by=newsroom.alice, to=None).assignee is None


def test_a_claim_is_put_aside_with_a_reason_and_taken_up_again(newsroom):
    claim = claims.dismiss(a_claim(newsroom.alice), by=newsroom.bob, reason=" Not\na fact. ")
    line = Event.objects.latest("pk")
    assert (claim.state, line.action, line.reason) == ("dismissed", "dismiss", "Not a fact.")
    assert claims.reopen(claim, by=newsroom.alice).state == "open"


@pytest.mark.parametrize("reason", ["A\x00B", "A\ud800B", "x" * 1001])
def test_a_reason_that_cannot_be_kept_is_refused(newsroom, reason):
    claim = a_claim(newsroom.alice)
    with pytest.raises(Invalid) as refused:
        claims.dismiss(claim, by=newsroom.alice, reason=reason)
    assert list(refused.value.errors) == ["reason"]
    assert again(claim).triage == "open"


def test_a_published_claim_is_never_dismissed(newsroom):
    with pytest.raises(Refusal, match="has been published"):
        claims.dismiss(published(newsroom).claim, by=newsroom.erin)


def test_claims_are_found_by_the_state_that_the_screen_shows(newsroom):
    claim = published(newsroom).claim
    opened = a_claim(newsroom.alice, quote=QUOTE[:4])
    dismissed = claims.dismiss(a_claim(newsroom.alice, quote="3.2"), by=newsroom.alice)
    found = {
        state: [*Claim.objects.in_state(state)]
        for state in ("open", "dismissed", "published", "draft")
    }
    assert found == {"open": [opened], "dismissed": [dismissed], "published": [claim], "draft": []}
    assert {c.state for c in Claim.objects.all()} == {"open", "dismissed", "published"}


def test_marking_dismissed_words_again_opens_the_claim_again(newsroom):
    claim = a_claim(newsroom.alice)
    claims.dismiss(claim, by=newsroom.bob, reason="Not worth it.")
    place = claim.occurrences.get()
    found, created = mark(newsroom.charlie, place.version, place.start, place.end,
                          statement=claim.statement)  # fmt: skip
    assert (found.pk, created, again(claim).state) == (claim.pk, False, "open")
    line = Event.objects.order_by("-pk")[0]
    assert (line.action, line.before, line.after) == (
        "highlight",
        {"triage": "dismissed"},
        {"triage": "open"},
    )
