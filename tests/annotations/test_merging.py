"""Merging a claim into another one that says the same."""

import pytest

from annotations.actions import claims, comments, evidence, occurrences, suggestions, verdicts
from annotations.actions.merging import merge
from annotations.errors import Invalid, NotAllowed, NotNow, Stale
from annotations.finding import find
from annotations.history.ledger import first_bad_line
from annotations.models import Claim, Event, Stream
from annotations.suggesting.proposing import propose
from annotations.workflow import open_actions
from tests.annotations.at_once import at_once
from tests.cast import (
    Believer,
    a_claim,
    a_draft,
    a_version,
    again,
    an_article,
    evidence_for,
    in_review,
    published,
    worth,
)

ELSEWHERE = "Another paper: the tunnel cost 412 million euros, they say."


@pytest.fixture
def claim(newsroom):
    """A claim in another article than the target."""
    article = an_article(newsroom.bob, title="Another paper", text=ELSEWHERE)
    return a_claim(newsroom.bob, article)


@pytest.fixture
def target(newsroom):
    return a_claim(newsroom.alice)


def lines(thing):
    """The lines about a claim and what hangs on it: noun, action, before and after."""
    events = Event.objects.filter(claim_id=thing.pk, action="merge").order_by("pk")
    return [*events.values_list("noun", "stream__article", "before", "after")]


def test_evidence_and_comments_go_over_and_both_histories_say_so(newsroom, claim, target):
    source = evidence_for(claim, newsroom.bob)
    said = comments.say(claim, by=newsroom.charlie, text="Which year?")
    merged = merge(claim, by=newsroom.alice, into=target)
    assert (merged.state, merged.merged_into, merged.version) == ("merged", target, 2)
    assert (again(source).claim, again(source).version, again(said).claim) == (target, 2, target)
    moved = {"claim": claim.pk}, {"claim": target.pk}
    assert lines(claim) == [
        (
            "claim",
            claim.article_id,
            {"triage": "open", "merged_into": None},
            {"triage": "merged", "merged_into": target.pk},
        )
    ]
    assert lines(target) == [
        ("claim", target.article_id, {}, {"merged": claim.pk}),
        ("evidence", target.article_id, *moved),
        ("comment", target.article_id, *moved),
    ]
    assert [first_bad_line(stream) for stream in Stream.objects.all()] == [None] * (
        Stream.objects.count()
    )


def test_the_places_stay_where_they_are(newsroom, claim, target):
    merge(claim, by=newsroom.alice, into=target)
    place = claim.occurrences.get()
    a_version(claim.article, ELSEWHERE.replace("412", "413"))
    assert again(place).fit == "changed"
    with pytest.raises(NotNow, match="merged into another one"):
        occurrences.confirm(place, by=newsroom.bob)
    assert again(target).version == 1


@pytest.mark.parametrize(("sourced", "workers"), [(True, {"Alice", "Bob"}), (False, set())])
def test_whose_evidence_goes_over_worked_on_the_target(newsroom, claim, target, sourced, workers):
    if sourced:
        evidence_for(claim, newsroom.bob)
    merge(claim, by=newsroom.alice, into=target)
    assert {user.name for user in target.contributors.all()} == workers


def test_what_was_merged_into_it_goes_along(newsroom, claim, target):
    last = a_claim(newsroom.alice, quote="3.2 kilometres")
    merge(claim, by=newsroom.alice, into=target)
    merge(target, by=newsroom.alice, into=last)
    assert {*last.merged.all()} == {claim, target}
    assert lines(claim)[-1][2:] == ({"merged_into": target.pk}, {"merged_into": last.pk})


@pytest.mark.once
def test_a_merged_claim_takes_no_other_verb(newsroom, claim, target):
    merged = merge(claim, by=newsroom.alice, into=target)
    answers = open_actions(newsroom.erin, again(merged))
    assert not [answer.action for answer in answers if answer.allowed]
    assert all("is merged; for this it has to be" in answer.reason for answer in answers)


def test_the_same_words_are_not_marked_again(newsroom, claim, target):
    merge(claim, by=newsroom.alice, into=target)
    sentence = f"Claim {claim.pk} says this about the same words, merged into claim {target.pk}."
    with pytest.raises(NotNow, match=sentence):
        a_claim(newsroom.bob, claim.article)
    assert again(claim).triage == "merged"


def test_an_acceptance_is_not_taken_back_once_its_claim_is_merged(newsroom, target):
    article = an_article(newsroom.alice, title="Two", text=worth(0.9, 0.8))
    model, version = Believer(), article.current
    proposals = propose(version.text, article.title, model)
    suggestions.replace(version, proposals, by=newsroom.alice, scorer=model)
    first = version.suggestions.earliest("pk")
    accepted, _created = suggestions.accept(first, by=newsroom.alice)
    merge(accepted, by=newsroom.alice, into=target)
    with pytest.raises(NotNow, match="Work on this claim has begun"):
        suggestions.take_back(first, by=newsroom.alice)


@pytest.mark.parametrize(
    ("put", "sentence"),
    [
        (in_review, "A revision is being reviewed"),
        (published, "What is public changes by a new revision"),
        (lambda n, t: claims.dismiss(t, by=n.alice), "Claim is dismissed"),
        (lambda n, t: merge(t, by=n.alice, into=a_claim(n.alice, quote="38 %")), "is merged"),
    ],
)
def test_a_target_that_cannot_be_changed_now_takes_nothing_in(
    newsroom, claim, target, put, sentence
):
    evidence_for(claim, newsroom.bob)
    put(newsroom, target)
    written = Event.objects.count()
    with pytest.raises(NotNow, match=f"About claim {target.pk}: .*{sentence}"):
        merge(claim, by=newsroom.alice, into=target)
    assert (again(claim).state, claim.evidence.count()) == ("open", 1)
    assert Event.objects.count() == written


@pytest.mark.parametrize("put", [a_draft, lambda c, by: published(by, c)])
def test_a_claim_with_a_verdict_of_its_own_stays(newsroom, claim, target, put):
    put(claim, newsroom.alice if put is a_draft else newsroom)
    with pytest.raises(NotNow, match=r"revision is under way|has been published"):
        merge(claim, by=newsroom.alice, into=target)


def test_no_reference_leads_to_another_source_afterwards(newsroom, claim, target):
    evidence_for(claim, newsroom.bob)
    evidence_for(target, newsroom.alice, url="https://port.example/later")
    draft = a_draft(target, newsroom.alice, rationale="The accounts say so.[^1]")
    with pytest.raises(NotNow, match=r"refers to \[\^1\], which would be another source"):
        merge(claim, by=newsroom.alice, into=target)
    verdicts.edit(draft, by=newsroom.alice, rationale="The accounts say so.")
    merge(claim, by=newsroom.alice, into=target)
    assert target.evidence.count() == 2


def test_no_claim_has_more_comments_than_it_can_hold(newsroom, claim, target, monkeypatch):
    monkeypatch.setattr(comments, "MOST_COMMENTS", 1)
    for one in (claim, target):
        comments.say(one, by=newsroom.charlie, text="Which year?")
    with pytest.raises(NotNow, match="takes no more"):
        merge(claim, by=newsroom.alice, into=target)


def test_who_may_not_and_what_cannot_be(newsroom, claim, target):
    with pytest.raises(NotAllowed):
        merge(claim, by=newsroom.victor, into=target)
    with pytest.raises(Invalid):
        merge(claim, by=newsroom.alice, into=claim)
    with pytest.raises(Stale):
        merge(claim, by=newsroom.alice, into=target, expected=7)
    foreign = a_claim(newsroom.mallory)
    with pytest.raises(NotAllowed, match="another team"):
        merge(claim, by=newsroom.alice, into=foreign)


def test_evidence_that_went_to_another_article_meanwhile_is_not_changed_under_the_old_lock(
    newsroom, claim, target
):
    source = evidence_for(claim, newsroom.bob)
    assert source.claim == claim  # as a face has read it
    merge(claim, by=newsroom.alice, into=target)
    with pytest.raises(Stale, match="moved this to another claim"):
        evidence.edit(source, by=newsroom.bob, note="A note.")
    assert evidence.edit(again(source), by=newsroom.bob, note="A note.").note == "A note."


def test_it_is_found_by_its_state_and_not_by_its_words(newsroom, claim, target):
    merge(claim, by=newsroom.alice, into=target)
    assert [*Claim.objects.in_state("merged")] == [claim]
    assert claim not in Claim.objects.in_state("open")
    found = find("412 million", by=newsroom.alice, kinds=["claim"])
    assert [one.thing for one in found.found] == [target]


@pytest.mark.django_db(transaction=True)
def test_two_merges_crosswise_are_one(newsroom, claim, target):
    ways = [(claim, target), (target, claim)]

    def go(number):
        one, into = ways[number % 2]
        return merge(one, by=newsroom.alice, into=into)

    for thing in (claim, target):
        evidence_for(thing, newsroom.bob)
    answers = at_once(8, go)
    assert sum(isinstance(answer, Claim) for answer in answers) == 1
    assert all(isinstance(answer, Claim | NotNow) for answer in answers)
    (kept,) = Claim.objects.in_state("open")
    assert kept.evidence.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_merge_and_other_work_on_both_claims_wait_for_one_another(newsroom, claim, target):
    source = evidence_for(claim, newsroom.bob)
    acts = [
        lambda: merge(claim, by=newsroom.alice, into=target),
        lambda: evidence.edit(source, by=newsroom.bob, note="A note."),
        lambda: claims.edit(target, by=newsroom.bob, claimant="Inga Holm"),
        lambda: claims.edit(claim, by=newsroom.bob, external_id="A-1"),
        lambda: evidence.cite(target, by=newsroom.bob, url="https://a.example/", stance="context"),
    ]
    answers = at_once(len(acts), lambda n: acts[n]())
    assert again(claim).merged_into == target
    assert target.evidence.count() == 2
    assert not [
        a for a in answers if isinstance(a, Exception) and not isinstance(a, NotNow | Stale)
    ]
    assert [first_bad_line(stream) for stream in Stream.objects.all()] == [None] * (
        Stream.objects.count()
    )
