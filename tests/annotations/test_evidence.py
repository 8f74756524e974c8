"""Citing sources, and who works on a revision by touching them."""

import pytest

from annotations.actions import evidence, reviews, verdicts
from annotations.errors import Invalid, NotAllowed, NotNow, Stale
from annotations.models import Event, Evidence
from tests.cast import a_claim, a_draft, again, evidence_for, in_review, published


def test_a_source_is_cited_with_what_it_says(newsroom):
    source = evidence_for(
        a_claim(newsroom.alice), newsroom.bob, origin="Port authority", primary=True, note="p. 12"
    )
    kept = again(source)
    assert (kept.stance, kept.origin, kept.primary, kept.note) == (
        "supports",
        "Port authority",
        True,
        "p. 12",
    )
    assert kept.added_by == newsroom.bob.user
    assert [*kept.claim.contributors.all()] == [newsroom.bob.user]


def test_a_source_without_a_title_is_called_by_its_host(newsroom):
    source = evidence_for(a_claim(newsroom.alice), newsroom.alice, title="  ")
    assert source.title == "port.example"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://a.example/" + "x" * 2000}, "url"),
        ({"stance": "maybe"}, "stance"),
        ({"stance": ""}, "stance"),
        ({"title": "A\x00"}, "title"),
        ({"passage": "A\ud800"}, "passage"),
        ({"passage": "x" * 5001}, "passage"),
        ({"note": "x" * 2001}, "note"),
    ],
)
def test_what_cannot_be_a_source_is_refused_by_field(newsroom, given, field):
    claim = a_claim(newsroom.alice)
    with pytest.raises(Invalid) as refused:
        evidence_for(claim, newsroom.alice, **given)
    assert list(refused.value.errors) == [field]
    assert not Evidence.objects.exists()


def test_an_edit_takes_content_only_and_its_version(newsroom):
    source = evidence_for(a_claim(newsroom.alice), newsroom.alice)
    evidence.edit(source, by=newsroom.bob, expected=1, stance="refutes")
    with pytest.raises(Stale):
        evidence.edit(source, by=newsroom.alice, expected=1, stance="context")
    with pytest.raises(TypeError, match="claim_id"):
        evidence.edit(source, by=newsroom.alice, claim_id=1)
    assert (again(source).stance, again(source).version) == ("refutes", 2)


def test_whoever_edits_a_source_may_not_review_what_rests_on_it(newsroom):
    claim = a_claim(newsroom.alice)
    source = evidence_for(claim, newsroom.alice)
    verdict = a_draft(claim, newsroom.alice)
    evidence.edit(source, by=newsroom.bob, note="Read it again.")
    verdicts.submit(verdict, by=newsroom.alice)
    with pytest.raises(NotAllowed, match="You worked on this revision or its evidence"):
        reviews.review(verdict, by=newsroom.bob, vote="approve")


def test_whoever_removes_a_source_may_not_review_what_is_left(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    extra = evidence_for(claim, newsroom.alice, stance="refutes")
    verdict = a_draft(claim, newsroom.alice)
    evidence.remove(extra, by=newsroom.bob)
    verdicts.submit(verdict, by=newsroom.alice)
    with pytest.raises(NotAllowed, match="You worked on this revision or its evidence"):
        reviews.review(verdict, by=newsroom.bob, vote="approve")


def test_evidence_does_not_move_under_the_reviewer_s_eyes(newsroom):
    verdict = in_review(newsroom)
    source = verdict.claim.evidence.get()
    before = Event.objects.count()
    for change in (
        lambda: evidence_for(verdict.claim, newsroom.alice),
        lambda: evidence.edit(source, by=newsroom.alice, note="New"),
        lambda: evidence.remove(source, by=newsroom.alice),
    ):
        with pytest.raises(NotNow, match="A revision is being reviewed"):
            change()
    assert Event.objects.count() == before


def test_what_was_published_keeps_its_evidence(newsroom):
    source = published(newsroom).claim.evidence.get()
    with pytest.raises(NotNow):
        evidence.remove(source, by=newsroom.erin)
    assert Evidence.objects.filter(pk=source.pk).exists()


def test_nobody_sees_another_team_s_evidence(newsroom):
    source = evidence_for(a_claim(newsroom.alice), newsroom.alice)
    assert Evidence.objects.visible_to(newsroom.victor).get() == source
    assert not Evidence.objects.visible_to(newsroom.mallory).exists()
    with pytest.raises(NotAllowed, match="another team"):
        evidence.edit(source, by=newsroom.mallory, note="Ours")


@pytest.mark.parametrize("said", ["The second says so.[^2]", "The third says so.[^3]"])
def test_no_source_goes_while_that_would_turn_a_reference_to_another_one(newsroom, said):
    claim = a_claim(newsroom.alice)
    sources = [evidence_for(claim, newsroom.alice, title=f"Source {n}") for n in (1, 2, 3)]
    draft = a_draft(claim, newsroom.alice, rationale=f"The first says so.[^1] {said}")
    with pytest.raises(NotNow, match=r"The rationale refers to \[\^[23]\]"):
        evidence.remove(sources[1], by=newsroom.alice)
    assert claim.evidence.count() == 3
    verdicts.edit(draft, by=newsroom.alice, rationale="The first says so.[^1]")
    evidence.remove(sources[1], by=newsroom.alice)
    assert [source.title for source in claim.evidence.all()] == ["Source 1", "Source 3"]


def test_a_returned_rationale_keeps_its_sources_for_the_next_revision(newsroom):
    claim = a_claim(newsroom.alice)
    first, second = (evidence_for(claim, newsroom.alice, title=f"Source {n}") for n in (1, 2))
    draft = a_draft(claim, newsroom.alice, rationale="The second says so.[^2]")
    sent = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(sent, by=newsroom.bob, vote="return", comment="Which page?")
    for source in (first, second):
        with pytest.raises(NotNow, match=r"The rationale refers to \[\^2\]"):
            evidence.remove(source, by=newsroom.alice)
