"""The page of imported fact-checks: finding them, and importing with a report."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions.external_checks import import_checks
from annotations.models import ExternalCheck
from tests.cast import a_claim_review
from tests.frontend.visiting import at_desk, queries, words

PAGE = "/external-checks/"


def test_an_empty_page_says_what_to_do(newsroom):
    said = words(at_desk(newsroom.alice).get(PAGE))
    assert "No fact-checks imported yet" in said
    assert "Import the ClaimReview feed of a newsroom you trust" in said


def test_what_was_imported_is_shown_and_found_in_the_own_team(newsroom):
    import_checks([a_claim_review(1), a_claim_review(2)], by=newsroom.alice)
    import_checks(a_claim_review(3), by=newsroom.mallory)
    victor = at_desk(newsroom.victor)
    said = words(victor.get(PAGE))
    assert "The bridge carries 1 lorries a day. Inga Holm · 18 November 2025 ·" in said
    assert "checked by Checks · 20 November 2025" in said
    assert "Mostly false" in said
    assert "3 lorries" not in said
    assert "carries 1 lorries" not in words(victor.get(f"{PAGE}?q=2+BRIDGE"))
    assert "No imported fact-check has all these words" in words(victor.get(f"{PAGE}?q=tram"))


def test_pasting_imports_and_reports_what_was_wrong(newsroom):
    sent = [a_claim_review(1), a_claim_review(2, url=None), a_claim_review(3, author=None)]
    answer = at_desk(newsroom.alice).post(PAGE, {"text": json.dumps(sent)})
    said = words(answer)
    assert answer.status_code == 200
    assert "2 fact-checks taken (2 new, 0 brought up to date), 1 refused." in said
    assert "Item 2 Refused: It has no url." in said
    assert "Item 3 Taken, but: It does not say who checked the claim" in said
    assert ExternalCheck.objects.count() == 2


def test_a_file_is_imported_too(newsroom):
    file = SimpleUploadedFile("feed.json", json.dumps(a_claim_review()).encode())
    said = words(at_desk(newsroom.alice).post(PAGE, {"file": file}))
    assert "1 fact-check taken (1 new, 0 brought up to date), 0 refused." in said


@pytest.mark.parametrize(
    ("form", "status", "sentence"),
    [
        ({}, 422, "Paste a document, or choose a file."),
        ({"text": "{"}, 422, "This is not JSON: look at line 1, column 2."),
        ({"text": '[\n  {"a": 1,}\n]'}, 422, "This is not JSON: look at line 2, column"),
        ({"text": "NaN"}, 422, "The body is not JSON: NaN is not a number in JSON."),
        ({"text": "{}"}, 200, "Refused: It is no ClaimReview."),
        ({"text": "[]"}, 422, "There is no ClaimReview in this document."),
        ({"text": "[" * 200 + "]" * 200}, 422, "nested more than 32 deep."),
        ({"text": "[" + "1," * 200_000 + "1]"}, 422, "more than 200,000 values."),
        ({"text": '{"a": "<script>alert(1)</script>"}x'}, 422, "This is not JSON: look at line 1"),
    ],
)
def test_what_cannot_be_read_stays_with_a_sentence(newsroom, form, status, sentence):
    answer = at_desk(newsroom.alice).post(PAGE, form)
    assert answer.status_code == status
    assert sentence in words(answer)
    assert "<script>alert" not in answer.content.decode()


def test_what_was_pasted_stays_where_all_of_it_is_refused(newsroom):
    alice = at_desk(newsroom.alice)
    import_checks(a_claim_review(1), by=newsroom.alice)
    refused = json.dumps([a_claim_review(2, url=None), a_claim_review(3, claimReviewed=None)])
    page = alice.post(PAGE, {"text": refused})
    assert page.context["form"]["text"].value() == refused
    assert '<details class="fold" open>' in page.content.decode()
    page = alice.post(PAGE, {"text": json.dumps(a_claim_review(4))})
    assert not page.context["form"]["text"].value()
    assert '<details class="fold">' in page.content.decode()


def test_the_report_has_a_row_for_each_item_in_order(newsroom):
    vague = a_claim_review(2, author=None, datePublished="2025")
    sent = [a_claim_review(1, author=None), a_claim_review(3, url=None), vague]
    page = at_desk(newsroom.alice).post(PAGE, {"text": json.dumps(sent)})
    rows = page.context["troubles"]
    assert [(number, is_refused) for number, is_refused, *_rest in rows] == [
        (1, False),
        (2, True),
        (3, False),
    ]
    assert rows[2][2].count(".") > 1


def test_one_of_the_two_fields_is_required_so_none_is_called_optional(newsroom):
    said = words(at_desk(newsroom.alice).get(PAGE))
    assert "one of the two is required" in said
    assert "optional" not in said


def test_a_file_beyond_the_limit_is_refused(newsroom, monkeypatch):
    monkeypatch.setattr("frontend.forms.external_checks.LARGEST", 10)
    file = SimpleUploadedFile("feed.json", b'{"a": "long enough"}')
    answer = at_desk(newsroom.alice).post(PAGE, {"file": file})
    assert answer.status_code == 422
    assert "too large" in words(answer)


def test_a_viewer_reads_and_is_told_why_not_more(newsroom):
    victor = at_desk(newsroom.victor)
    said = words(victor.get(PAGE))
    assert "this takes a contributor" in said
    assert "Ask a contributor of your team" in said
    victor.post(PAGE, {"text": json.dumps(a_claim_review())})
    assert not ExternalCheck.objects.exists()


def test_older_ones_are_a_page_away_and_take_no_more_queries(newsroom):
    alice = at_desk(newsroom.alice)
    import_checks([a_claim_review(n) for n in range(10)], by=newsroom.alice)
    few = queries(alice, PAGE)
    import_checks([a_claim_review(n) for n in range(10, 60)], by=newsroom.alice)
    assert queries(alice, PAGE) == few
    first = alice.get(PAGE)
    assert len(first.context["checks"]) == 50
    older = alice.get(f"{PAGE}?before={first.context['older']}")
    assert len(older.context["checks"]) == 10


def test_the_menu_leads_there(newsroom):
    assert b'href="/external-checks/"' in at_desk(newsroom.victor).get("/articles/").content


def test_the_search_leads_there_with_its_words(newsroom):
    page = at_desk(newsroom.alice).get("/search/?q=tunnel+%26").content.decode()
    assert 'href="/external-checks/?q=tunnel%20%26"' in page
