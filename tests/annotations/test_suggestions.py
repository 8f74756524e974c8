"""Proposals of the machine, and what people decide about them."""

import pytest

from annotations import jobs, tasks
from annotations.actions import suggestions
from annotations.errors import Invalid, NotAllowed, NotNow
from annotations.models import Claim, Event, Job, Suggestion
from annotations.suggesting.choosing import scorer
from annotations.suggesting.proposing import propose
from annotations.suggesting.rules import Rules
from annotations.text.spans import Span
from tests.cast import TEXT, a_claim, again, an_article, evidence_for


def proposals(article):
    return propose(article.current.text, article.title, Rules())


def propose_for(article, by):
    suggestions.replace(article.current, proposals(article), by=by, scorer=Rules())
    return list(Suggestion.objects.filter(version=article.current).proposed().order_by("start"))


def spans(**about):
    return {*Suggestion.objects.filter(**about).values_list("start", "end")}


@pytest.fixture
def article(newsroom):
    return an_article(newsroom.alice)


def test_asking_again_while_a_job_waits_gives_that_job(newsroom, article):
    first = Job.objects.get()
    assert suggestions.ask(article, by=newsroom.bob) == first
    Job.objects.update(state="done")
    assert suggestions.ask(article, by=newsroom.bob) != first


def test_a_job_proposes_sentences_of_the_text(newsroom, article):
    tasks.work(Job.objects.get().pk)
    found = list(Suggestion.objects.order_by("start"))
    assert found
    assert [s.quote for s in found] == [TEXT[s.start : s.end] for s in found]
    assert {s.model_id for s in found} == {scorer().model_id}
    assert all(0 <= s.score <= 1 for s in found)
    assert not any(s.start < TEXT.index("\n") for s in found), "A title is never proposed."
    line = Event.objects.latest("pk")
    proposed = [s for s in found if s.proposed]
    assert 0 < len(proposed) < len(found)
    assert (line.action, line.after["suggested"]) == ("suggest", len(proposed))


def test_twice_does_no_more_than_once(newsroom, article):
    job = jobs.take(Job.objects.get().pk)
    suggestions.run(job, newsroom.alice)
    first = spans()
    suggestions.run(job, newsroom.alice)
    assert spans() == first


def test_what_people_decided_stays_and_is_not_proposed_again(newsroom, article):
    one, two, *_rest = propose_for(article, newsroom.alice)
    suggestions.dismiss(one, by=newsroom.alice, reason=" Not a\nfact. ")
    suggestions.accept(two, by=newsroom.alice)
    before = spans()
    propose_for(article, newsroom.alice)
    assert spans() == before
    assert again(one).state == "dismissed"
    assert again(two).state == "accepted"


def test_what_is_marked_already_is_not_proposed(newsroom, article):
    propose_for(article, newsroom.alice)
    before = spans()
    first = next(p for p in proposals(article) if p.proposed)
    a_claim(newsroom.alice, article, quote=first.text[:12])
    propose_for(article, newsroom.alice)
    assert spans() == before - {(first.start, first.end)}


def test_an_accepted_proposal_is_a_claim_on_its_words(newsroom, article):
    suggestion = propose_for(article, newsroom.alice)[0]
    claim, created = suggestions.accept(suggestion, by=newsroom.bob)
    kept = again(suggestion)
    assert created
    assert (kept.state, kept.decided_by, kept.claim) == ("accepted", newsroom.bob.user, claim)
    assert claim.occurrences.get().quote == suggestion.quote
    assert {line.noun for line in Event.objects.filter(action="accept", claim_id=claim.pk)} == {
        "claim",
        "occurrence",
        "suggestion",
    }


def test_its_bounds_and_words_may_be_corrected(newsroom, article):
    suggestion = propose_for(article, newsroom.alice)[0]
    start = suggestion.start + 4
    claim, _created = suggestions.accept(
        suggestion, by=newsroom.bob, statement="Mine.", span=Span(start, start + 9)
    )
    assert claim.statement == "Mine."
    assert claim.occurrences.get().quote == TEXT[start : start + 9]


@pytest.mark.parametrize("span", [Span(5, 5), Span(9, 3), Span(-2, 4), Span(0, 10**9)])
def test_bounds_outside_the_text_are_refused(newsroom, article, span):
    suggestion = propose_for(article, newsroom.alice)[0]
    with pytest.raises(Invalid):
        suggestions.accept(suggestion, by=newsroom.alice, span=span)
    assert again(suggestion).state == "open"
    assert not Claim.objects.exists()


def test_what_is_decided_is_decided_once_and_says_by_whom(newsroom, article):
    suggestion = propose_for(article, newsroom.alice)[0]
    suggestions.accept(suggestion, by=newsroom.bob)
    sentence = "Bob has decided this suggestion already: accepted."
    for again_ in (suggestions.accept, suggestions.dismiss):
        with pytest.raises(NotNow, match=sentence):
            again_(suggestion, by=newsroom.alice)
    assert Claim.objects.count() == 1


def test_a_dismissed_proposal_is_restored(newsroom, article):
    suggestion = propose_for(article, newsroom.alice)[0]
    suggestions.dismiss(suggestion, by=newsroom.alice, reason="Trivial")
    assert again(suggestion).reason == "Trivial"
    suggestions.restore(suggestion, by=newsroom.bob)
    kept = again(suggestion)
    assert (kept.state, kept.reason, kept.decided_by) == ("open", "", None)


@pytest.mark.parametrize("reason", ["A\x00", "A\ud800", "x" * 501])
def test_a_reason_that_cannot_be_kept_is_refused(newsroom, article, reason):
    suggestion = propose_for(article, newsroom.alice)[0]
    with pytest.raises(Invalid) as refused:
        suggestions.dismiss(suggestion, by=newsroom.alice, reason=reason)
    assert list(refused.value.errors) == ["reason"]


def test_nobody_else_s_proposals(newsroom, article):
    suggestion = propose_for(article, newsroom.alice)[0]
    assert Suggestion.objects.visible_to(newsroom.victor).exists()
    assert not Suggestion.objects.visible_to(newsroom.mallory).exists()
    for actor in (newsroom.mallory, newsroom.victor):
        with pytest.raises(NotAllowed):
            suggestions.accept(suggestion, by=actor)


def test_an_acceptance_is_taken_back_and_its_claim_put_aside(newsroom, article):
    propose_for(article, newsroom.alice)
    suggestion = Suggestion.objects.visible_to(newsroom.alice).open()[0]
    claim, _created = suggestions.accept(suggestion, by=newsroom.alice)
    suggestions.take_back(again(suggestion), by=newsroom.alice)
    assert (again(suggestion).state, again(suggestion).claim) == ("open", None)
    assert again(claim).state == "dismissed"
    twice, created = suggestions.accept(again(suggestion), by=newsroom.bob)
    assert (twice.pk, created, again(claim).state) == (claim.pk, False, "open")


def test_an_acceptance_with_evidence_on_it_stays(newsroom, article):
    propose_for(article, newsroom.alice)
    suggestion = Suggestion.objects.visible_to(newsroom.alice).open()[0]
    evidence_for(suggestions.accept(suggestion, by=newsroom.alice)[0], newsroom.bob)
    with pytest.raises(NotNow):
        suggestions.take_back(again(suggestion), by=newsroom.alice)
    assert again(suggestion).state == "accepted"


def test_other_words_than_the_proposed_ones_are_not_accepted(newsroom, article):
    propose_for(article, newsroom.alice)
    first, last = Suggestion.objects.visible_to(newsroom.alice).open()[:2]
    with pytest.raises(Invalid) as refused:
        suggestions.accept(first, by=newsroom.alice, span=Span(last.start, last.end))
    assert list(refused.value.errors) == ["start"]
    assert Claim.objects.count() == 0
