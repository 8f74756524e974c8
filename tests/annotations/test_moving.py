"""Words that are gone from an article's text, and that somebody finds again in other words."""

import pytest

from annotations.actions import claims, occurrences, verdicts, versions
from annotations.errors import Invalid, NotAllowed, NotNow
from annotations.models import Claim, Event, Occurrence, Role
from annotations.text.spans import Span
from tests.cast import (
    QUOTE,
    TEXT,
    a_claim,
    a_draft,
    a_member,
    a_version,
    again,
    evidence_for,
    in_review,
)

pytestmark = pytest.mark.django_db

NOW = "a monument worth 0.4 billion"
GONE = (
    TEXT.replace("The tunnel under the harbour cost 412 million euros, ", "")
    .replace(
        "the port authority said on Tuesday. 🚢⚓", "Nobody says a word about the price of it all."
    )
    .replace("a monument", NOW)
)


def place_of(claim):
    return Occurrence.objects.select_related("version").get(claim=claim)


def span(text, quote=NOW):
    return Span(text.index(quote), text.index(quote) + len(quote))


@pytest.fixture
def claim(newsroom):
    """A claim of which the words are gone."""
    claim = a_claim(newsroom.alice)
    a_version(claim.article, GONE)
    return again(claim)


def newest(claim):
    return claim.article.versions.get(number=2)


def test_a_person_marks_where_the_words_are_now_and_the_place_is_settled(newsroom, claim):
    gone = place_of(claim)
    occurrences.move(gone, newest(claim), by=newsroom.bob, span=span(GONE))
    place = place_of(claim)
    assert (place.pk, place.version.number, place.quote) == (gone.pk, 2, NOW)
    assert (place.fit, place.marked, place.is_settled) == ("confirmed", "", True)
    assert place.prefix.endswith("Critics call it ")
    assert newsroom.bob.user in claim.contributors.all()
    line = Event.objects.latest("pk")
    assert (line.noun, line.action, line.claim_id) == ("occurrence", "move", claim.pk)
    assert (line.before["quote"], line.after["quote"]) == (QUOTE, NOW)


def test_its_verdict_can_be_submitted_then(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    with pytest.raises(NotNow, match="words of this claim have changed"):
        verdicts.submit(draft, by=newsroom.alice)
    occurrences.move(place_of(claim), newest(claim), by=newsroom.alice, span=span(GONE))
    sealed = verdicts.submit(again(draft), by=newsroom.alice).dossier
    assert sealed
    assert sealed["claim"]["occurrences"][0]["exact"] == NOW


def test_what_was_taken_note_of_can_still_be_found(newsroom, claim):
    occurrences.acknowledge(place_of(claim), by=newsroom.alice)
    occurrences.move(place_of(claim), newest(claim), by=newsroom.bob, span=span(GONE))
    assert (place_of(claim).fit, place_of(claim).is_acknowledged) == ("confirmed", False)


def test_it_goes_along_to_the_next_text_from_there(newsroom, claim):
    occurrences.move(place_of(claim), newest(claim), by=newsroom.bob, span=span(GONE))
    versions.add_version(claim.article, by=newsroom.alice, text=f"More.\n\n{GONE}")
    place = place_of(claim)
    assert (place.fit, place.version.number, place.quote) == ("confirmed", 3, NOW)


def test_a_place_that_a_person_adds_is_where_the_only_lost_words_went(newsroom, claim):
    gone = place_of(claim)
    place, is_new = occurrences.add(claim, newest(claim), by=newsroom.bob, span=span(GONE))
    assert (place.pk, place.fit, is_new) == (gone.pk, "confirmed", True)
    same, is_new = occurrences.add(claim, newest(claim), by=newsroom.bob, span=span(GONE))
    assert (same, is_new, Occurrence.objects.count()) == (place, False, 1)
    occurrences.add(claim, newest(claim), by=newsroom.bob, span=Span(0, 11))
    assert Occurrence.objects.count() == 2


def test_of_two_lost_places_none_is_taken_for_the_new_one(newsroom):
    claim = a_claim(newsroom.alice)
    version = claim.article.current
    occurrences.add(claim, version, by=newsroom.bob, span=span(TEXT, "412 million euros, the port"))
    a_version(claim.article, GONE)
    _place, is_new = occurrences.add(claim, newest(claim), by=newsroom.bob, span=span(GONE))
    assert is_new
    fits = claim.occurrences.order_by("pk").values_list("fit", flat=True)
    assert list(fits) == ["orphan", "orphan", "exact"]


def test_a_program_adds_a_place_and_the_lost_words_wait_for_a_person(newsroom, claim):
    program = a_member(newsroom.team, "CMS", Role.CONTRIBUTOR, is_integration=True)
    with pytest.raises(NotAllowed):
        occurrences.move(place_of(claim), newest(claim), by=program, span=span(GONE))
    occurrences.add(claim, newest(claim), by=program, span=span(GONE))
    fits = claim.occurrences.order_by("pk").values_list("fit", flat=True)
    assert list(fits) == ["orphan", "exact"]


def test_marking_the_words_again_finds_the_claim(newsroom, claim):
    statement = claim.statement
    occurrences.move(place_of(claim), newest(claim), by=newsroom.bob, span=span(GONE))
    where = span(GONE)._asdict()
    found, created = claims.highlight(newest(claim), by=newsroom.bob, statement=statement, **where)
    assert (found, created) == (claim, False)


def test_words_about_which_another_claim_says_the_same_are_no_new_place(newsroom, claim):
    where = span(GONE)._asdict()
    claims.highlight(newest(claim), by=newsroom.bob, statement=claim.statement, **where)
    with pytest.raises(Invalid, match="says this about the same words"):
        occurrences.move(place_of(claim), newest(claim), by=newsroom.bob, span=span(GONE))
    assert place_of(claim).fit == "orphan"


def test_nothing_is_moved_to_an_earlier_text_or_onto_another_place_of_the_claim(newsroom, claim):
    gone = place_of(claim)
    with pytest.raises(NotNow, match="newer text"):
        occurrences.move(gone, gone.version, by=newsroom.bob, span=Span(0, 11))
    occurrences.acknowledge(gone, by=newsroom.alice)
    occurrences.add(claim, newest(claim), by=newsroom.bob, span=Span(0, 11))
    with pytest.raises(NotNow, match="already"):
        occurrences.move(gone, newest(claim), by=newsroom.bob, span=Span(0, 11))


def test_what_is_in_review_keeps_its_words(newsroom):
    verdict = in_review(newsroom)
    a_version(verdict.claim.article, GONE)
    claim = Claim.objects.get(pk=verdict.claim_id)
    with pytest.raises(NotNow, match="reviewed"):
        occurrences.move(place_of(claim), newest(claim), by=newsroom.alice, span=span(GONE))
