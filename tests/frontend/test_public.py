"""The published fact-checks: for everybody, from what was frozen."""

import json
import re

from django.test import Client

from annotations.actions import claims, evidence, reviews, verdicts
from annotations.models import Article, Claim, Evidence
from tests.cast import a_claim, a_draft, an_article, evidence_for, in_review, published
from tests.frontend.visiting import at_desk, queries, words


def address(verdict):
    return f"/fact-checks/{verdict.team.slug}/{verdict.claim_id}/"


def linked_data(answer):
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', answer.content.decode(), re.DOTALL
    )
    assert found, "There is no linked data."
    return json.loads(found[1])


def corrected(newsroom, verdict, **changes):
    """A correction by Alice of what is published, through the whole way."""
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="correction", reason="We misread it.")
    verdicts.edit(draft, by=newsroom.alice, **changes)
    again = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(again, by=newsroom.charlie, vote="approve")
    return verdicts.publish(again, by=newsroom.dana)


def test_anybody_reads_a_fact_check(newsroom):
    verdict = published(newsroom)
    answer = Client().get(address(verdict))
    said = words(answer)
    assert answer.status_code == 200
    assert "Mostly true" in said
    assert "The accounts confirm the figure." in said
    assert "<strong>412.3 million</strong>" in answer.content.decode()
    assert "Accounts of the port authority" in said
    assert "Written by Alice. Reviewed by Bob, who did not work on it." in said
    assert "As of 20 November 2025. Revision 1." in said
    assert verdict.digest in said
    assert "Queue" not in said


def test_it_carries_claim_review(newsroom):
    verdict = published(newsroom)
    data = linked_data(Client().get(address(verdict)))
    assert data["@type"] == "ClaimReview"
    assert data["claimReviewed"] == verdict.claim.statement
    assert data["reviewRating"]["ratingValue"] == 4


def test_the_desks_own_notes_are_not_public(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice, note="Ask Noor whether this is the final figure.")
    said = words(Client().get(address(published(newsroom, claim))))
    assert "Accounts of the port authority" in said
    assert "Ask Noor" not in said


def test_nothing_breaks_out_of_the_linked_data_or_the_page(newsroom):
    evil = "</script><script>alert(1)</script>"
    claim = a_claim(newsroom.alice, statement=f"It cost {evil}")
    evidence_for(claim, newsroom.alice, title=evil, passage=evil, note=evil, publisher=evil)
    draft = a_draft(claim, newsroom.alice, summary=evil, rationale=f"{evil} [x](javascript:alert)")
    verdict = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    answer = Client().get(address(verdicts.publish(verdict, by=newsroom.dana)))
    assert "<script>alert" not in answer.content.decode()
    assert 'href="javascript' not in answer.content.decode()
    assert linked_data(answer)["claimReviewed"] == f"It cost {evil}"


def test_it_shows_what_was_reviewed_even_when_rows_have_changed(newsroom):
    verdict = published(newsroom)
    before = words(Client().get(address(verdict)))
    Claim.objects.update(statement="Changed behind our back.", claimant="Nobody")
    Evidence.objects.update(title="Changed", passage="Changed")
    Article.objects.update(title="Changed", publisher="Changed")
    type(verdict).objects.update(summary="Changed", rationale="Changed")
    assert words(Client().get(address(verdict))) == before


def test_a_correction_stands_above_the_claim_and_in_the_history(newsroom):
    first = published(newsroom)
    assert "Correction" not in words(Client().get(address(first)))
    second = corrected(newsroom, first, summary="The figure holds, without the approach road.")
    answer = Client().get(address(second))
    said = words(answer)
    assert 'class="correction"' in answer.content.decode()
    assert said.index("We misread it.") < said.index("The claim")
    assert "The figure holds, without the approach road." in said
    assert "First publication , revision 1." in said or "First publication, revision 1." in said
    assert "Revision 2." in said


def test_the_published_text_stays_while_its_correction_is_reviewed(newsroom):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="New accounts.")
    verdicts.edit(draft, by=newsroom.alice, summary="Not to be seen yet.")
    claims.edit(verdict.claim, by=newsroom.alice, statement="Not to be seen yet either.")
    said = words(Client().get(address(verdict)))
    assert "Not to be seen yet" not in said
    assert "The accounts confirm the figure." in said


def test_what_is_not_published_is_not_found(newsroom):
    verdict = in_review(newsroom)
    assert Client().get(address(verdict)).status_code == 404
    assert at_desk(newsroom.alice).get(address(verdict)).status_code == 404


def test_a_fact_check_is_found_under_its_own_team_only(newsroom):
    verdict = published(newsroom)
    assert Client().get(f"/fact-checks/ridge-post/{verdict.claim_id}/").status_code == 404
    assert Client().get("/fact-checks/no-such-desk/").status_code == 404


def test_a_rating_off_the_scale_has_words_and_no_boxes(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    unproven = newsroom.team.scale.ratings.get(slug="unproven")
    verdict = verdicts.submit(a_draft(claim, newsroom.alice, rating=unproven), by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    answer = Client().get(address(verdicts.publish(verdict, by=newsroom.dana)))
    assert '<p class="verdict-word">Unproven</p>' in answer.content.decode()
    assert 'class="box' not in answer.content.decode()


def test_a_reader_who_has_it_already_gets_no_second_copy(newsroom):
    verdict = published(newsroom)
    first = Client().get(address(verdict))
    second = Client().get(address(verdict), headers={"if-none-match": first["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    third = corrected(newsroom, verdict, summary="Another summary.")
    changed = Client().get(address(third), headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


def test_the_lists_name_what_is_published_and_nothing_else(newsroom):
    published(newsroom, a_claim(newsroom.alice, statement="This is published."))
    in_review(newsroom, a_claim(newsroom.alice, statement="This is not."))
    for place in ("/fact-checks/", "/fact-checks/harbour-desk/"):
        said = words(Client().get(place))
        assert "This is published." in said
        assert "This is not." not in said
    assert "Nothing is published yet" in words(Client().get("/fact-checks/ridge-post/"))


def test_a_public_page_is_read_only(newsroom):
    verdict = published(newsroom)
    assert Client().post(address(verdict)).status_code == 405


def test_the_number_of_queries_does_not_grow(newsroom):
    article = an_article(newsroom.alice)
    first = published(newsroom, a_claim(newsroom.alice, article, statement="Claim 0"))
    pages = ("/fact-checks/", "/fact-checks/harbour-desk/", address(first))
    few = [queries(Client(), page) for page in pages]
    for number in range(1, 8):
        published(newsroom, a_claim(newsroom.alice, article, statement=f"Claim {number}"))
    latest = first
    for number in range(3):
        latest = corrected(newsroom, latest, summary=f"Summary {number}")
    for _number in range(3):
        draft = verdicts.revise(latest, by=newsroom.alice, kind="minor", reason="Spelling.")
        evidence.cite(draft.claim, by=newsroom.alice, url="https://a.example", stance="context")
        again = verdicts.submit(draft, by=newsroom.alice)
        reviews.review(again, by=newsroom.charlie, vote="approve")
        latest = verdicts.publish(again, by=newsroom.dana)
    assert [queries(Client(), page) for page in pages] == few
