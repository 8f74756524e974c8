"""The article's page, its marks, and what the verbs in it answer."""

import json
import re

import pytest
from django.test import Client

from annotations.actions import claims
from annotations.models import Claim, Heartbeat, Job
from annotations.suggesting.sentences import split
from annotations.text.units import to_utf16
from tests.cast import (
    QUOTE,
    TEXT,
    a_claim,
    a_person,
    an_article,
    in_review,
    published,
)
from tests.frontend.suggesting import proposed
from tests.frontend.visiting import at_desk, queries, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def chosen(article, quote, *, unit="utf16", **more):
    """What the page sends for these words."""
    text = article.current.text
    bounds = [text.index(quote), text.index(quote) + len(quote)]
    start, end = [to_utf16(text, at) for at in bounds] if unit == "utf16" else bounds
    version = article.current.pk
    given = {"version": version, "start": start, "end": end, "unit": unit, "exact": quote}
    return given | more


def highlight(actor, article, quote, *, htmx=True, **more):
    headers = HTMX if htmx else {}
    address = f"/articles/{article.pk}/highlight/"
    return at_desk(actor).post(address, chosen(article, quote, **more), headers=headers)


def text_of(answer):
    """The text of the blocks, as a browser would count it."""
    body = answer.content.decode()
    return re.findall(r'id="block-\d+" data-start="(\d+)"[^>]*>(.*?)</(?:p|h2|blockquote)>', body)


def test_the_page_shows_every_block_with_its_place_in_utf16_units(newsroom):
    article = an_article(newsroom.alice)
    found = text_of(at_desk(newsroom.alice).get(f"/articles/{article.pk}/"))
    units = article.current.text.encode("utf-16-le")
    assert len(found) == len(article.current.blocks)
    for start, words_of_block in found:
        said = words_of_block.encode("utf-16-le")
        assert units[2 * int(start) : 2 * int(start) + len(said)] == said


def test_a_claim_is_a_mark_with_one_start_that_leads_to_its_card(newsroom):
    claim = a_claim(newsroom.alice)
    body = at_desk(newsroom.alice).get(f"/articles/{claim.article_id}/").content.decode()
    mark = (
        f'<mark class="claim is-open is-start is-end" data-claim="{claim.pk}"'
        f' id="claim-{claim.pk}" aria-details="card-claim-{claim.pk}">{QUOTE}</mark>'
    )
    assert mark in body
    assert f'id="card-claim-{claim.pk}"' in body


def test_marks_nest_the_longest_outside_and_the_badge_counts(newsroom):
    article = an_article(newsroom.alice)
    longer = a_claim(newsroom.alice, article, quote="Traffic on the old bridge fell by 38 %")
    shorter = a_claim(newsroom.alice, article, quote="the old bridge")
    body = at_desk(newsroom.alice).get(f"/articles/{article.pk}/").content.decode()
    shared = re.search(r"<mark[^>]*is-under[^>]*>(<mark[^>]*>)the old bridge</mark></mark>", body)
    assert shared
    assert f'data-here="claim-{shorter.pk} claim-{longer.pk}" data-count="2"' in shared[1]
    assert body.count(f'id="claim-{longer.pk}"') == 1


def test_what_an_article_says_cannot_become_markup(newsroom):
    text = 'He said <script>alert(1)</script> & "more". <b>Bold</b> claims follow.'
    article = an_article(newsroom.alice, title="<i>Title</i>", text=text)
    claim = a_claim(newsroom.alice, article, quote="<b>Bold</b>")
    body = at_desk(newsroom.alice).get(f"/articles/{article.pk}/").content.decode()
    assert "<script>alert" not in body
    assert "<i>Title" not in body
    assert "<b>Bold" not in body
    assert f'aria-details="card-claim-{claim.pk}">&lt;b&gt;Bold&lt;/b&gt;</mark>' in body


def test_the_filter_counts_every_state_and_the_text_follows(newsroom):
    verdict = in_review(newsroom)
    article = verdict.claim.article
    other = a_claim(newsroom.alice, article, quote="3.2 kilometres")
    client = at_desk(newsroom.bob)
    everything = words(client.get(f"/articles/{article.pk}/"))
    assert "All 2" in everything
    assert "In review 1" in everything
    body = client.get(f"/articles/{article.pk}/?state=open").content.decode()
    assert f'data-claim="{other.pk}"' in body
    assert f'data-claim="{verdict.claim.pk}"' not in body


def test_what_was_dismissed_is_shown_only_where_it_is_asked_for(newsroom):
    article = an_article(newsroom.alice)
    claim = a_claim(newsroom.alice, article)
    claims.dismiss(claim, by=newsroom.alice)
    client = at_desk(newsroom.alice)
    assert b"<mark" not in client.get(f"/articles/{article.pk}/").content
    assert b"<mark" in client.get(f"/articles/{article.pk}/?state=dismissed").content


def test_the_number_of_queries_does_not_grow_with_the_claims(newsroom):
    article = an_article(newsroom.alice)
    client = at_desk(newsroom.alice)
    for n in range(2):
        a_claim(newsroom.alice, article, statement=f"Statement {n}")
    few = queries(client, f"/articles/{article.pk}/")
    for n in range(2, 22):
        a_claim(newsroom.alice, article, statement=f"Statement {n}")
    proposed(article, newsroom.alice)
    assert queries(client, f"/articles/{article.pk}/") == few
    published(newsroom, Claim.objects.first())
    assert queries(client, f"/articles/{article.pk}/") == few


def test_selected_words_become_a_claim_and_the_answer_is_what_changed(newsroom):
    article = an_article(newsroom.alice)
    answer = highlight(newsroom.alice, article, "Traffic on the old bridge")
    claim = Claim.objects.get()
    assert answer.status_code == 200
    assert claim.statement == "Traffic on the old bridge"
    assert [start for start, _words in text_of(answer)] == [
        str(to_utf16(TEXT, TEXT.index("Traffic")))
    ]
    assert f'id="card-claim-{claim.pk}"' in answer.content.decode()
    assert f"Claim {claim.pk} created." in words(answer)
    told = json.loads(answer["HX-Trigger-After-Settle"])
    assert told["factcheck:changed"]["key"] == f"claim-{claim.pk}"


def test_the_same_words_twice_are_one_claim_and_the_second_is_told_whose(newsroom):
    article = an_article(newsroom.alice)
    highlight(newsroom.alice, article, QUOTE)
    claim = Claim.objects.get()
    again = highlight(newsroom.alice, article, QUOTE)
    assert f"You marked these words already: claim {claim.pk}." in words(again)
    others = highlight(newsroom.bob, article, QUOTE)
    assert f"Alice marked these words already: claim {claim.pk}." in words(others)
    assert Claim.objects.count() == 1


def test_another_statement_on_the_same_words_is_another_claim(newsroom):
    article = an_article(newsroom.alice)
    highlight(newsroom.alice, article, QUOTE)
    highlight(newsroom.bob, article, QUOTE, statement="The tunnel cost more than planned.")
    assert Claim.objects.count() == 2


def test_marking_a_dismissed_claim_again_takes_it_up_again(newsroom):
    article = an_article(newsroom.alice)
    claims.dismiss(a_claim(newsroom.alice, article), by=newsroom.alice)
    assert "It is open again." in words(highlight(newsroom.bob, article, QUOTE))
    claim = Claim.objects.get()
    assert claim.state == "open"
    assert "Bob reopened this claim." in words(at_desk(newsroom.bob).get(f"/claims/{claim.pk}/"))
    assert "open again" not in words(highlight(newsroom.bob, article, QUOTE))


def test_undoing_a_highlight_answers_with_what_changed_in_the_text(newsroom):
    article = an_article(newsroom.alice)
    highlight(newsroom.alice, article, QUOTE)
    claim = Claim.objects.get()
    answer = at_desk(newsroom.alice).post(
        f"/claims/{claim.pk}/dismiss/", {"version": claim.version}, headers=HTMX
    )
    assert answer.status_code == 200
    assert len(text_of(answer)) == 1
    assert b"<mark" not in answer.content
    assert f"Claim {claim.pk} is dismissed." in words(answer)
    told = json.loads(answer["HX-Trigger-After-Settle"])
    assert told["factcheck:changed"] == {"key": "", "gone": f"claim-{claim.pk}"}


def test_marks_without_a_space_between_them_are_told_apart(newsroom):
    text = "The tunnel cost 412 million euros.The bridge cost 38 million."
    article = an_article(newsroom.alice, title="Costs", text=text)
    for quote in ("The tunnel cost 412 million euros.", "The bridge cost 38 million."):
        a_claim(newsroom.alice, article, quote=quote)
    body = at_desk(newsroom.alice).get(f"/articles/{article.pk}/").content.decode()
    assert body.count("is-glued") == 1
    assert body.index("million euros.") < body.index("is-glued") < body.index("The bridge")


def test_one_approval_is_counted_as_one(newsroom):
    verdict = in_review(newsroom)
    answer = at_desk(newsroom.bob).get(f"/articles/{verdict.claim.article_id}/")
    assert "0 of 1 approval " in words(answer)


def test_the_title_is_a_heading_once(newsroom):
    article = an_article(newsroom.alice)
    body = at_desk(newsroom.alice).get(f"/articles/{article.pk}/").content.decode()
    assert '<p class="block is-repeated" id="block-0" data-start="0">' in body


def test_without_scripts_a_highlight_leads_to_the_claim_in_the_text(newsroom):
    article = an_article(newsroom.alice)
    answer = highlight(newsroom.alice, article, QUOTE, htmx=False, unit="code_point")
    assert answer.status_code == 302
    assert answer["Location"] == f"/articles/{article.pk}/#claim-{Claim.objects.get().pk}"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"exact": "other words"}, "The text has other words here"),
        ({"start": 9, "end": 4}, "The end has to come after the start."),
        ({"start": -3}, "This offset lies outside the text"),
        ({"end": 10**9}, "This offset lies outside the text"),
        ({"start": "first"}, "An offset is a whole number."),
        ({"start": "", "end": ""}, "Select some words first."),
        ({"end": ""}, "An offset is a whole number."),
        ({"start": to_utf16(TEXT, TEXT.index("🚢")) + 1}, "inside a character"),
        ({"unit": "bytes"}, "The unit of the offsets is code_point or utf16."),
    ],
)
def test_a_span_that_is_not_in_the_text_is_refused_with_a_sentence(newsroom, wrong, sentence):
    article = an_article(newsroom.alice)
    given = chosen(article, "Traffic on the old bridge") | {"exact": ""} | wrong
    address = f"/articles/{article.pk}/highlight/"
    answer = at_desk(newsroom.alice).post(address, given, headers=HTMX)
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#messages"
    assert sentence in words(answer)
    assert not Claim.objects.exists()


@pytest.mark.parametrize("version", ["", "0", "abc", "9" * 40])
def test_words_of_an_unknown_version_are_not_found(newsroom, version):
    article = an_article(newsroom.alice)
    given = chosen(article, QUOTE) | {"version": version}
    assert (
        at_desk(newsroom.alice).post(f"/articles/{article.pk}/highlight/", given).status_code == 404
    )


def test_a_viewer_is_told_who_can_and_finds_no_form(newsroom):
    article = an_article(newsroom.alice)
    answer = highlight(newsroom.victor, article, QUOTE)
    assert answer.status_code == 403
    assert "You are a viewer here; this takes a contributor." in words(answer)
    body = at_desk(newsroom.victor).get(f"/articles/{article.pk}/").content
    assert b'id="highlight"' not in body
    assert b'id="action-bar"' not in body


def test_every_sentence_has_a_button_and_a_claimed_one_leads_to_its_claim(newsroom):
    article = an_article(newsroom.alice)
    sentence = "Critics call it a monument."
    claim = a_claim(newsroom.alice, article, quote=sentence)
    answer = at_desk(newsroom.alice).get(f"/articles/{article.pk}/?view=sentences")
    assert f"{sentence} Claim {claim.pk}" in words(answer)
    assert words(answer).count("Mark as a claim") == len(split(article.current.text)) - 1


def test_somebody_in_no_team_is_told_so(db):
    client = Client()
    client.force_login(a_person("Noor"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/articles/")
    assert answer.status_code == 404
    assert "You are in no team yet" in words(answer)


def test_a_plain_verb_that_is_refused_returns_with_the_sentence(newsroom):
    article = an_article(newsroom.alice)
    client = at_desk(newsroom.victor)
    place, given = f"/articles/{article.pk}/", chosen(article, QUOTE)
    headers = {"Referer": f"http://testserver{place}"}
    answer = client.post(f"{place}highlight/", given, headers=headers, follow=True)
    assert answer.redirect_chain == [(place, 302)]
    assert "You are a viewer here" in words(answer)


def test_a_refusal_never_leads_to_another_site(newsroom):
    article = an_article(newsroom.alice)
    answer = at_desk(newsroom.victor).post(
        f"/articles/{article.pk}/highlight/",
        chosen(article, QUOTE),
        headers={"Referer": "https://elsewhere.example/"},
    )
    assert answer["Location"] == "/"


def test_progress_is_shown_while_the_worker_works_and_says_what_is_down(newsroom, redis_server):
    article = an_article(newsroom.alice)
    client = at_desk(newsroom.alice)
    down = words(client.get(f"/articles/{article.pk}/"))
    assert "Suggestions wait until it is back." in down
    assert "Suggestions are being prepared." not in down
    Heartbeat.objects.create(name="worker", at=Job.objects.get().created_at)
    assert "Suggestions are being prepared." in words(client.get(f"/articles/{article.pk}/"))


def test_a_job_that_failed_says_why(newsroom):
    article = an_article(newsroom.alice)
    Job.objects.update(state="failed", error="Alice is no longer in the team.")
    said = words(at_desk(newsroom.alice).get(f"/articles/{article.pk}/"))
    assert "The suggestions failed: Alice is no longer in the team." in said


def test_asking_again_plans_a_job(newsroom):
    article = an_article(newsroom.alice)
    Job.objects.update(state="done")
    address = f"/articles/{article.pk}/suggest/"
    assert at_desk(newsroom.alice).post(address).status_code == 302
    assert Job.objects.filter(state="waiting").count() == 1
    answer = at_desk(newsroom.alice).post(address, headers=HTMX)
    assert 'name="job" value="' in answer.content.decode()


def test_other_articles_claims_are_not_here(newsroom):
    here, there = (
        an_article(newsroom.alice),
        an_article(newsroom.alice, title="Other", text=TEXT[:60]),
    )
    a_claim(newsroom.alice, there, quote="harbour tunnel")
    assert b"<mark" not in at_desk(newsroom.alice).get(f"/articles/{here.pk}/").content
