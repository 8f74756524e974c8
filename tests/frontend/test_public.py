"""The published fact-checks: for everybody, from what was frozen."""

import pytest
from django.test import Client

from annotations.actions import claims, evidence, reviews, verdicts
from annotations.models import Article, Claim, Evidence, Verdict
from tests.cast import (
    a_claim,
    a_draft,
    an_article,
    corrected,
    evidence_for,
    in_review,
    published,
)
from tests.frontend.linked_data import linked_data
from tests.frontend.visiting import at_desk, words


def address(verdict):
    return f"/fact-checks/{verdict.team.slug}/{verdict.claim_id}/"


def test_anybody_reads_a_fact_check(newsroom):
    verdict = published(newsroom)
    answer = Client().get(address(verdict))
    said = words(answer)
    assert answer.status_code == 200
    assert "Mostly true" in said
    assert "The accounts confirm the figure." in said
    assert "<strong>412.3 million</strong>" in answer.content.decode()
    assert "Accounts of the port authority" in said
    assert "Written by Alice. Reviewed by Bob, who did not work on it. Published by Dana." in said
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
    assert 'class="correction"' not in Client().get(address(first)).content.decode()
    second = corrected(newsroom, first, summary="The figure holds, without the approach road.")
    answer = Client().get(address(second))
    said = words(answer)
    assert 'class="correction"' in answer.content.decode()
    assert said.index("We misread it.") < said.index("The claim")
    assert "The figure holds, without the approach road." in said
    assert "First publication, revision 1: Mostly true." in said
    assert "Correction, revision 2: Mostly true. We misread it." in said
    assert "The rating stays Mostly true." in said
    assert "The rating has changed" not in said
    assert "Revision 2." in said


def test_a_correction_says_how_the_rating_changed(newsroom):
    unproven = newsroom.team.scale.ratings.get(slug="unproven")
    second = corrected(newsroom, published(newsroom), rating=unproven)
    said = words(Client().get(address(second)))
    assert "The rating has changed from Mostly true to Unproven." in said


def test_what_was_superseded_can_be_read_with_what_replaced_it(newsroom):
    first = published(newsroom)
    second = corrected(newsroom, first, summary="The accounts deny the figure.")
    then = f"{address(first)}revisions/1/"
    assert f'href="{then}"' in Client().get(address(second)).content.decode()
    answer = Client().get(then)
    said = words(answer)
    assert "Superseded: revision 1" in said
    assert "Correction, " in said
    assert "We misread it." in said
    assert "<del>confirm</del><ins>deny</ins>" in answer.content.decode().replace("\n", "")
    assert "The accounts confirm the figure." in said
    assert 'name="robots" content="noindex"' in answer.content.decode()


@pytest.mark.parametrize("number", [0, 2, 3, 2**63, 10**40])
def test_only_what_was_superseded_has_such_a_page(newsroom, number):
    second = corrected(newsroom, published(newsroom))
    verdicts.revise(second, by=newsroom.alice, kind="minor", reason="Spelling.")
    assert Client().get(f"{address(second)}revisions/{number}/").status_code == 404


def test_a_source_that_came_went_or_changed_is_named(newsroom):
    claim = a_claim(newsroom.alice)
    kept = evidence_for(claim, newsroom.alice, title="The kept one", note="Old note")
    first = published(newsroom, claim)
    draft = verdicts.revise(first, by=newsroom.alice, kind="update", reason="News.")
    evidence.edit(kept, by=newsroom.alice, note="New note of the desk")
    changed = claim.evidence.exclude(pk=kept.pk).get()
    evidence.edit(changed, by=newsroom.alice, passage="Total cost: 413 million.")
    evidence_for(draft.claim, newsroom.alice, title="The new one")
    sent = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(sent, by=newsroom.charlie, vote="approve")
    verdicts.publish(sent, by=newsroom.dana)
    said = words(Client().get(f"{address(first)}revisions/1/"))
    before = said[said.index("What changed") : said.index("What was public before")]
    assert "Source added The new one" in before
    assert "Source changed Accounts of the port authority Passage: Total cost" in before
    assert "The kept one" not in before
    assert "note" not in before


def test_a_reference_leads_to_its_source(newsroom):
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice, rationale="The accounts say so.[^1] Nobody else.[^2]")
    verdict = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    shown = Client().get(address(verdicts.publish(verdict, by=newsroom.dana))).content.decode()
    assert '<sup><a href="#source-1"' in shown
    assert '<li id="source-1">' in shown
    assert "Nobody else.[^2]" in shown


def test_the_claim_leads_to_its_words_in_the_original(newsroom):
    article = an_article(newsroom.alice, url="https://news.example/tunnel")
    shown = Client().get(address(published(newsroom, a_claim(newsroom.alice, article))))
    link = "https://news.example/tunnel#:~:text=cost%20412%20million%20euros"
    assert f'href="{link}"' in shown.content.decode()


def test_machines_and_other_sites_are_told_where_it_stands(newsroom, settings):
    verdict = published(newsroom)
    shown = Client().get(address(verdict)).content.decode()
    page = f"{settings.BASE_URL}{address(verdict)}"
    for told in (
        f'<link rel="canonical" href="{page}">',
        f'<meta property="og:url" content="{page}">',
        '<meta property="og:title"\n      content="Mostly true: cost 412 million euros">',
        f'href="{settings.BASE_URL}/fact-checks/harbour-desk/feed.atom">',
        f"&lt;iframe src=&quot;{page}card/&quot;",
    ):
        assert told in shown


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


@pytest.mark.parametrize(
    ("says", "shown"),
    [
        ({}, "We asked on 18 November 2025 by e-mail to the press office. No answer yet."),
        (
            {"reply_answer": "It was dearer."},
            "We asked on 18 November 2025 by e-mail to the press office. It was dearer.",
        ),
        (
            {
                "reply_asked_on": None,
                "reply_asked_how": "",
                "reply_not_asked_reason": "She died in 1962.",
            },
            "We did not ask. She died in 1962.",
        ),
    ],
)
def test_the_right_of_reply_is_shown(newsroom, says, shown):
    claim = a_claim(newsroom.alice, claimant="Inga Holm")
    evidence_for(claim, newsroom.alice)
    verdict = through(newsroom, a_draft(claim, newsroom.alice, **says))
    said = words(Client().get(address(verdict)))
    assert f"What Inga Holm says {shown}" in said
    assert said.index("What we found") < said.index("What Inga Holm says") < said.index("Evidence")


def test_the_page_says_why_there_is_one_side_or_one_origin(newsroom):
    verdict = published(newsroom)
    said = words(Client().get(address(verdict)))
    assert "One side only. We searched the archive" in said
    assert "One origin only. The accounts are the only record of the cost." in said
    claim = a_claim(newsroom.alice, quote="3.2 kilometres")
    for stance in ("supports", "refutes"):
        url = f"https://{stance}.example/"
        evidence_for(claim, newsroom.alice, stance=stance, url=url)
    none = {"one_sided_reason": "", "one_origin_reason": ""}
    verdict = through(newsroom, a_draft(claim, newsroom.alice, **none))
    assert "only." not in words(Client().get(address(verdict)))


def test_a_fact_check_of_before_the_right_of_reply_is_shown_without_it(newsroom):
    verdict = published(newsroom)
    old = {k: v for k, v in verdict.dossier.items() if not k.startswith(("reply", "one_"))}
    Verdict.objects.filter(pk=verdict.pk).update(dossier=old)
    answer = Client().get(address(verdict))
    assert answer.status_code == 200
    assert "claimant says" not in words(answer)


def through(newsroom, draft):
    """Submitted by Alice, approved by Bob, published by Dana."""
    verdict = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    return verdicts.publish(verdict, by=newsroom.dana)
