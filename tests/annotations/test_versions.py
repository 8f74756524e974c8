"""A new text of an article: what becomes of the claims that were marked in the old one."""

import pytest
from django.db.models import F
from django.db.models.functions import Substr

from annotations import tasks
from annotations.actions import (
    assignments,
    claims,
    occurrences,
    reviews,
    suggestions,
    verdicts,
    versions,
)
from annotations.errors import Invalid, NotAllowed, NotNow, Stale
from annotations.history import ledger
from annotations.models import ArticleVersion, Claim, Event, Job, Notification, Occurrence, Stream
from annotations.models.claim import RecheckReason
from annotations.notifying import wording
from annotations.publishing import dossier
from tests.cast import (
    QUOTE,
    TEXT,
    a_claim,
    a_draft,
    a_version,
    again,
    an_article,
    approved,
    evidence_for,
    in_review,
    published,
    retracted,
)

pytestmark = pytest.mark.django_db

MOVED = f"Something new was put before it.\n\n{TEXT}"
CHANGED = TEXT.replace(QUOTE, "did not cost 412 million euros")
OTHER = TEXT.replace(QUOTE, "cost 421 million euros")
GONE = TEXT.replace("The tunnel under the harbour cost 412 million euros, ", "").replace(
    "the port authority said on Tuesday. 🚢⚓", "Nobody says a word about the price of it all."
)


def place_of(claim):
    return Occurrence.objects.select_related("version").get(claim=claim)


def add(newsroom, article, text, **more):
    return versions.add_version(article, by=newsroom.alice, text=text, **more)


def sealed_place(verdict):
    assert verdict.dossier
    return verdict.dossier["claim"]["occurrences"][0]


def every_quote_stands_in_its_version():
    words = Substr("version__text", F("start") + 1, F("end") - F("start"))
    rows = Occurrence.objects.annotate(found=words).values_list("quote", "found")
    return all(quote == found for quote, found in rows)


@pytest.mark.parametrize(
    ("text", "fit", "quote", "counts"),
    [
        (MOVED, "exact", QUOTE, (1, 0, 0)),
        (OTHER, "changed", "cost 421 million euros", (0, 1, 0)),
        (TEXT.replace("cost 412", "cost not 412"), "changed", "cost not 412 million euros", None),
        (GONE, "orphan", QUOTE, (0, 0, 1)),
        ("Another text altogether.", "orphan", QUOTE, (0, 0, 1)),
    ],
)
def test_a_claim_goes_along_to_the_new_text(newsroom, text, fit, quote, counts):
    claim = a_claim(newsroom.alice)
    version, created, counted = add(newsroom, claim.article, text)
    place = place_of(claim)
    assert created
    assert counted == (counts or (0, 1, 0))
    assert (place.fit, place.quote) == (fit, quote)
    assert place.version.number == (1 if fit == "orphan" else 2)
    assert (place.marked == QUOTE) == (fit == "changed")
    assert again(claim.article).current == version
    assert every_quote_stands_in_its_version()


def test_the_same_text_makes_no_version(newsroom):
    article = an_article(newsroom.alice)
    version, created, counts = add(newsroom, article, TEXT.replace("\n", "\r\n"))
    assert (version, created, counts) == (article.current, False, (0, 0, 0))
    assert ArticleVersion.objects.count() == 1


def test_an_article_is_known_by_each_of_its_texts(newsroom):
    article = an_article(newsroom.alice, url="https://port.example/tunnel")
    add(newsroom, article, OTHER)
    for text in (TEXT, OTHER):
        assert an_article(newsroom.bob, url="https://port.example/tunnel", text=text) == article
    assert an_article(newsroom.bob, url="https://port.example/other", text=OTHER) != article
    assert an_article(newsroom.mallory, url=article.url, text=OTHER) != article


def test_an_earlier_text_that_comes_back_is_a_version_of_its_own(newsroom):
    claim = a_claim(newsroom.alice)
    add(newsroom, claim.article, OTHER)
    version, created, counts = add(newsroom, claim.article, TEXT)
    assert (version.number, created, counts) == (3, True, (1, 0, 0))
    place = place_of(claim)
    assert (place.fit, place.marked, place.quote) == ("exact", "", QUOTE)


def test_changed_words_stay_changed_until_somebody_confirms_them(newsroom):
    claim = a_claim(newsroom.alice)
    add(newsroom, claim.article, OTHER)
    add(newsroom, claim.article, f"{OTHER}\n\nMore at seven.")
    place = place_of(claim)
    assert (place.fit, place.marked) == ("changed", QUOTE)
    occurrences.confirm(place, by=newsroom.bob)
    add(newsroom, claim.article, f"New.\n\n{OTHER}\n\nMore at seven.")
    place = place_of(claim)
    assert (place.fit, place.marked) == ("confirmed", "")
    add(newsroom, claim.article, TEXT)
    place = place_of(claim)
    assert (place.fit, place.marked) == ("changed", "cost 421 million euros")


def test_gone_words_that_come_back_are_found_again(newsroom):
    claim = a_claim(newsroom.alice)
    add(newsroom, claim.article, GONE)
    add(newsroom, claim.article, f"{GONE}\n\nNothing yet.")
    assert place_of(claim).version.number == 1
    add(newsroom, claim.article, MOVED)
    place = place_of(claim)
    assert (place.fit, place.version.number, place.quote) == ("exact", 4, QUOTE)


def test_that_words_are_gone_is_acknowledged_once_and_they_stay_an_orphan(newsroom):
    claim = a_claim(newsroom.alice)
    add(newsroom, claim.article, GONE)
    with pytest.raises(NotNow):
        occurrences.confirm(place_of(claim), by=newsroom.alice)
    occurrences.acknowledge(place_of(claim), by=newsroom.alice)
    with pytest.raises(NotNow, match="seen already"):
        occurrences.acknowledge(place_of(claim), by=newsroom.alice)
    _version, _created, counts = add(newsroom, claim.article, f"{GONE}\n\nNothing yet.")
    place = place_of(claim)
    assert (place.fit, place.is_acknowledged, counts) == ("orphan", True, (0, 0, 1))
    add(newsroom, claim.article, OTHER)
    place = place_of(claim)
    assert (place.fit, place.is_acknowledged) == ("changed", False)


def test_confirming_other_words_than_one_saw_is_refused(newsroom):
    claim = a_claim(newsroom.alice)
    add(newsroom, claim.article, OTHER)
    seen = place_of(claim)
    add(newsroom, claim.article, TEXT.replace("412", "9"))
    with pytest.raises(NotNow, match="changed again since you saw them"):
        occurrences.confirm(seen, by=newsroom.alice, version=2)
    occurrences.confirm(seen, by=newsroom.alice, version=3)
    with pytest.raises(NotNow):
        occurrences.confirm(seen, by=newsroom.alice)


def test_a_viewer_adds_no_version_and_confirms_nothing(newsroom):
    claim = a_claim(newsroom.alice)
    with pytest.raises(NotAllowed):
        versions.add_version(claim.article, by=newsroom.victor, text=OTHER)
    add(newsroom, claim.article, OTHER)
    with pytest.raises(NotAllowed):
        occurrences.confirm(place_of(claim), by=newsroom.victor)
    with pytest.raises(NotAllowed):
        versions.add_version(claim.article, by=newsroom.mallory, text=TEXT)


def test_a_text_with_nothing_to_read_is_refused(newsroom):
    with pytest.raises(Invalid):
        add(newsroom, an_article(newsroom.alice), " \n ")


def test_who_knew_an_older_text_as_the_newest_is_told(newsroom):
    article = an_article(newsroom.alice)
    add(newsroom, article, MOVED, expected=1)
    with pytest.raises(Stale):
        add(newsroom, article, OTHER, expected=1)
    assert ArticleVersion.objects.count() == 2


def test_the_history_keeps_the_old_words_and_holds(newsroom):
    claim = a_claim(newsroom.alice)
    add(newsroom, claim.article, OTHER)
    line = Event.objects.get(noun="occurrence", action="add_version")
    assert (line.before["quote"], line.after["quote"]) == (QUOTE, "cost 421 million euros")
    assert (line.before["fit"], line.after["fit"]) == ("exact", "changed")
    assert line.claim_id == claim.pk
    assert Event.objects.filter(noun="articleversion", action="add_version").exists()
    assert ledger.first_bad_line(Stream.objects.get(article=claim.article)) is None


def test_marking_the_moved_words_again_is_the_same_claim(newsroom):
    claim = a_claim(newsroom.alice)
    version = a_version(claim.article, MOVED)
    start = version.text.index(QUOTE)
    found, created = claims.highlight(version, by=newsroom.bob, start=start, end=start + len(QUOTE))
    assert (found, created) == (claim, False)


def test_claims_that_come_to_the_same_words_stay_apart(newsroom):
    article = an_article(newsroom.alice)
    one = a_claim(newsroom.alice, article, statement="It cost 412 million.")
    two = a_claim(newsroom.alice, article, quote="cost 412 million", statement=one.statement)
    add(newsroom, article, TEXT.replace(" euros", ""))
    assert [place_of(claim).quote for claim in (one, two)] == ["cost 412 million"] * 2
    assert again(one).fingerprint != again(two).fingerprint


def test_marking_in_an_old_text_marks_the_same_words_in_the_new_one(newsroom):
    article = an_article(newsroom.alice)
    old, start = article.current, TEXT.index(QUOTE)
    where = {"start": start, "end": start + len(QUOTE)}
    new = a_version(article, MOVED)
    claim, _created = claims.highlight(old, by=newsroom.alice, **where)
    place = place_of(claim)
    assert (place.version, place.quote, place.start) == (new, QUOTE, MOVED.index(QUOTE))
    a_version(article, OTHER)
    with pytest.raises(NotNow, match="without these very words"):
        claims.highlight(old, by=newsroom.alice, **where)


def test_suggestions_are_planned_and_what_was_dismissed_stays_away(newsroom):
    article = an_article(newsroom.alice)
    tasks.work(Job.objects.get().pk)
    best = article.current.suggestions.open().order_by("rank").first()
    words = best.quote
    suggestions.dismiss(best, by=newsroom.alice)
    version = a_version(article, MOVED)
    tasks.work(Job.objects.get(state="waiting").pk)
    fresh = [suggestion.quote for suggestion in version.suggestions.open()]
    assert fresh
    assert words not in fresh


@pytest.mark.parametrize(
    ("text", "look"), [(OTHER, occurrences.confirm), (GONE, occurrences.acknowledge)]
)
def test_a_draft_waits_until_somebody_has_looked_at_its_words(newsroom, text, look):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    add(newsroom, claim.article, text)
    with pytest.raises(NotNow, match="The words of this claim have changed in the article"):
        verdicts.submit(draft, by=newsroom.alice)
    look(place_of(claim), by=newsroom.alice)
    sent = verdicts.submit(draft, by=newsroom.alice)
    assert sealed_place(sent)["exact"] == place_of(claim).quote


def test_what_is_under_review_stays_as_it_was_sealed(newsroom):
    verdict = in_review(newsroom)
    sealed = verdict.dossier
    add(newsroom, verdict.claim.article, MOVED)
    reviews.review(verdict, by=newsroom.bob, vote="approve", digest=verdict.digest)
    verdict = verdicts.publish(again(verdict), by=newsroom.dana)
    assert verdict.dossier == sealed
    assert sealed_place(verdict)["version"] == 1
    assert dossier.is_whole(verdict)


@pytest.mark.parametrize("text", [OTHER, GONE])
def test_whoever_works_on_what_is_under_review_is_told_that_its_words_changed(newsroom, text):
    verdict = in_review(newsroom)
    verdict.contributors.add(newsroom.charlie.user)
    assignments.assign(verdict, by=newsroom.alice, to=newsroom.bob.user)
    versions.add_version(verdict.claim.article, by=newsroom.dana, text=MOVED)
    told = Notification.objects.filter(kind="words_changed")
    assert not told.exists()
    versions.add_version(verdict.claim.article, by=newsroom.dana, text=text)
    people = {newsroom.alice.user.pk, newsroom.bob.user.pk, newsroom.charlie.user.pk}
    assert set(told.values_list("user", flat=True)) == people
    words = wording.words(told[0], newsroom.alice)
    assert words == ["cost 421 million euros" if text == OTHER else "These words are gone."]


def test_what_is_approved_waits_with_its_publication(newsroom):
    verdict = approved(newsroom)
    add(newsroom, verdict.claim.article, OTHER)
    with pytest.raises(NotNow, match="Look at them and confirm them first"):
        verdicts.publish(verdict, by=newsroom.dana)
    occurrences.confirm(place_of(verdict.claim), by=newsroom.bob)
    assert sealed_place(verdicts.publish(verdict, by=newsroom.dana))["exact"] == QUOTE


@pytest.mark.parametrize(("text", "reasons"), [(OTHER, 1), (GONE, 1), (MOVED, 0)])
def test_what_is_public_needs_another_look_where_its_words_changed(newsroom, text, reasons):
    verdict = published(newsroom)
    sealed = verdict.dossier
    told = Notification.objects.filter(kind="needs_recheck")
    versions.add_version(verdict.claim.article, by=newsroom.bob, text=text)
    claim = Claim.objects.get()
    found = [why["reason"] for why in claim.needs_recheck]
    assert found == [RecheckReason.ARTICLE_CHANGED] * reasons
    assert set(told.values_list("user", flat=True)) == {newsroom.alice.user.pk} & (
        {newsroom.alice.user.pk} if reasons else set()
    )
    versions.add_version(verdict.claim.article, by=newsroom.bob, text=f"{text}\n\nAnd more.")
    assert len(again(claim).needs_recheck) == reasons
    assert again(verdict).dossier == sealed


def test_a_retraction_waits_for_no_confirmation(newsroom):
    verdict = published(newsroom)
    add(newsroom, verdict.claim.article, OTHER)
    assert retracted(newsroom, verdict).status == "retracted"


def test_a_discarded_draft_leaves_a_moved_claim_in_peace(newsroom):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="New figures.")
    add(newsroom, verdict.claim.article, MOVED)
    verdicts.discard(draft, by=newsroom.alice)
    assert Claim.objects.get().needs_recheck == []


def test_an_altered_place_in_the_seal_is_found(newsroom):
    verdict = in_review(newsroom)
    ArticleVersion.objects.update(text=TEXT.replace("412", "421"))
    assert not dossier.is_whole(again(verdict))


def test_the_queries_of_a_new_text_do_not_grow_but_for_what_it_writes(
    newsroom, django_assert_max_num_queries
):
    article = an_article(newsroom.alice, text=f"{TEXT}\n\n" + "A word. " * 200)
    for nth in range(40):
        start = len(TEXT) + 2 + 8 * nth
        claims.highlight(article.current, by=newsroom.alice, start=start, end=start + 7)
    with django_assert_max_num_queries(40 + 30):
        add(newsroom, article, f"New.\n\n{article.current.text}")
    assert every_quote_stands_in_its_version()
