"""The page of a claim and its evidence."""

import re

import pytest

from annotations.actions import claims, evidence, verdicts
from annotations.models import Claim, Evidence
from tests.cast import QUOTE, a_claim, a_draft, again, evidence_for, in_review, published
from tests.frontend.visiting import at_desk, is_grey, queries, words

SOURCE = {
    "url": "https://port.example/minutes",
    "stance": "refutes",
    "passage": "The tunnel cost 500 million euros.",
}


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


def page(claim):
    return f"/claims/{claim.pk}/"


def form_of(claim, **changes):
    return {
        "statement": claim.statement,
        "claimant": "",
        "claimed_on": "",
        "topics": "",
        "priority": "normal",
        "version": claim.version,
    } | changes


def test_the_page_shows_the_claim_in_its_text(newsroom, claim):
    answer = at_desk(newsroom.victor).get(page(claim))
    marked = rf'<mark class="claim is-open"[^>]*>{QUOTE}</mark>'
    assert re.search(marked, answer.content.decode())
    assert "The tunnel under the harbour cost 412 million euros, the port" in words(answer)
    assert f"/articles/{claim.article_id}/#claim-{claim.pk}" in answer.content.decode()


def test_a_changed_statement_is_saved_and_told_word_by_word(newsroom, claim):
    said = "The tunnel cost 412 million euros"
    answer = at_desk(newsroom.alice).post(
        f"{page(claim)}edit/", form_of(claim, statement=said, topics="money, ports"), follow=True
    )
    assert again(claim).statement == said
    assert again(claim).topics == ["money", "ports"]
    assert "<ins>The tunnel </ins>cost 412 million euros" in answer.content.decode()
    assert "Alice changed the claim." in words(answer)


def test_what_was_typed_survives_an_invalid_form(newsroom, claim):
    answer = at_desk(newsroom.alice).post(
        f"{page(claim)}edit/", form_of(claim, statement="", claimant="Inga Holm")
    )
    assert answer.status_code == 422
    assert 'value="Inga Holm"' in answer.content.decode()
    assert "This field is required." in words(answer)


def test_what_the_desk_refuses_stands_at_its_field(newsroom, claim):
    answer = at_desk(newsroom.alice).post(
        f"{page(claim)}edit/", form_of(claim, topics=",".join(map(str, range(30))))
    )
    assert answer.status_code == 422
    assert 'id="id_topics_error"' in answer.content.decode()
    assert "At most 20 topics, of 60 characters each." in words(answer)


def test_a_conflict_shows_both_and_keeps_what_was_typed(newsroom, claim):
    claims.edit(claim, by=newsroom.bob, statement="The tunnel cost 412 million crowns")
    typed = form_of(claim, statement="The tunnel cost 412 million dollars")
    answer = at_desk(newsroom.alice).post(f"{page(claim)}edit/", typed)
    assert answer.status_code == 412
    assert "Bob changed this too. Nothing you typed is lost." in words(answer)
    assert "412 million <del>crowns</del>" in answer.content.decode()
    assert "412 million <ins>dollars</ins>" in answer.content.decode()
    assert "The tunnel cost 412 million dollars</textarea>" in answer.content.decode()


def test_a_conflict_can_be_saved_once_it_was_seen(newsroom, claim):
    claims.edit(claim, by=newsroom.bob, statement="The tunnel cost 412 million crowns")
    alice, typed = at_desk(newsroom.alice), form_of(claim, statement="It cost dollars")
    answer = alice.post(f"{page(claim)}edit/", typed)
    seen = answer.context["form"]["version"].value()
    alice.post(f"{page(claim)}edit/", typed | {"version": seen})
    assert again(claim).statement == "It cost dollars"


def test_a_claim_is_assigned_to_a_member(newsroom, claim):
    alice = at_desk(newsroom.alice)
    alice.post(f"{page(claim)}assign/", {"assignee": newsroom.bob.user.pk, "version": 1})
    assert again(claim).assignee == newsroom.bob.user
    assert "Alice assigned this to Bob." in words(alice.get(page(claim)))


def test_a_claim_is_not_assigned_to_a_stranger(newsroom, claim):
    stranger = {"assignee": newsroom.mallory.user.pk, "version": 1}
    assert at_desk(newsroom.alice).post(f"{page(claim)}assign/", stranger).status_code == 422
    assert again(claim).assignee is None


def test_a_dismissed_claim_comes_back(newsroom, claim):
    alice = at_desk(newsroom.alice)
    given = {"reason": "Too small.", "version": 1}
    answer = alice.post(f"{page(claim)}dismiss/", given, follow=True)
    assert "Alice dismissed this claim. “Too small.”" in words(answer)
    alice.post(f"{page(claim)}reopen/", {"version": 2})
    assert again(claim).triage == "open"


def test_evidence_is_added_changed_and_removed(newsroom, claim):
    alice = at_desk(newsroom.alice)
    answer = alice.post(f"{page(claim)}cite/", SOURCE, follow=True)
    source = Evidence.objects.get()
    assert "Alice added evidence: port.example, refutes." in words(answer)
    changed = SOURCE | {"title": "Minutes", "version": source.version}
    alice.post(f"/evidence/{source.pk}/edit/", changed)
    assert again(source).title == "Minutes"
    answer = alice.post(f"/evidence/{source.pk}/remove/", {"version": 2}, follow=True)
    assert not Evidence.objects.exists()
    assert "Alice removed evidence: Minutes." in words(answer)


def test_bad_evidence_is_refused_at_its_field_and_kept(newsroom, claim):
    answer = at_desk(newsroom.alice).post(
        f"{page(claim)}cite/", SOURCE | {"url": "javascript:alert(1)"}
    )
    assert answer.status_code == 422
    assert "An address has to start with http:// or https://." in words(answer)
    assert 'id="new-evidence-url_error"' in answer.content.decode()
    assert SOURCE["passage"] in answer.content.decode()
    assert 'href="javascript' not in answer.content.decode()


def test_two_people_changing_one_source_see_both_texts(newsroom, claim):
    source = evidence_for(claim, newsroom.alice)
    evidence.edit(source, by=newsroom.bob, note="From the annex.")
    typed = SOURCE | {"note": "From page 4.", "version": source.version}
    answer = at_desk(newsroom.alice).post(f"/evidence/{source.pk}/edit/", typed)
    assert answer.status_code == 412
    assert "Bob changed this too." in words(answer)
    assert "From page 4.</textarea>" in answer.content.decode()


def test_sources_of_one_origin_stand_together(newsroom, claim):
    for origin in ("Reuters", "", "reuters"):
        evidence_for(claim, newsroom.alice, origin=origin, title=f"Title {origin}")
    body = at_desk(newsroom.alice).get(page(claim)).content.decode()
    assert body.count('<ul class="origin">') == 2
    assert "3 sources, 2 origins" in " ".join(body.split())


def test_what_is_under_review_says_why_nothing_changes(newsroom):
    verdict = in_review(newsroom)
    answer = at_desk(newsroom.alice).get(page(verdict.claim))
    why = "A revision is being reviewed or waits for publication. Withdraw it to change anything."
    assert is_grey(answer, "Edit claim")
    assert is_grey(answer, "Add evidence")
    assert why in words(answer)


def test_a_form_that_may_not_be_used_does_not_open(newsroom):
    verdict = in_review(newsroom)
    answer = at_desk(newsroom.alice).get(f"{page(verdict.claim)}?edit=evidence")
    assert answer.context["form"] is None


def test_what_was_published_cannot_be_removed_and_says_so(newsroom):
    verdict = published(newsroom)
    dana = at_desk(newsroom.alice)
    dana.post(f"/verdicts/{verdict.pk}/revise/", {"kind": "update", "reason": "New accounts."})
    answer = dana.get(page(verdict.claim))
    assert is_grey(answer, "Remove")
    assert "This claim has been published; nothing under it can be deleted." in words(answer)


def test_a_viewer_reads_and_is_told_what_it_takes(newsroom, claim):
    answer = at_desk(newsroom.victor).get(page(claim))
    assert "You are a viewer here; this takes a contributor." in words(answer)
    refused = at_desk(newsroom.victor).post(f"{page(claim)}edit/", form_of(claim, statement="No"))
    assert refused.status_code == 403
    assert again(claim).statement == claim.statement


def test_html_in_what_people_write_stays_text(newsroom, claim):
    evil = "<script>alert(1)</script>"
    claims.edit(claim, by=newsroom.alice, statement=f"It cost {evil}", claimant=evil)
    evidence_for(claim, newsroom.alice, title=evil, passage=evil, note=evil)
    a_draft(claim, newsroom.alice, summary=evil, rationale=evil)
    assert evil not in at_desk(newsroom.victor).get(page(claim)).content.decode()


def test_the_number_of_queries_does_not_grow(newsroom, claim):
    def work(times):
        for _again in range(times):
            evidence_for(claim, newsroom.alice)
            fresh = Claim.objects.get(pk=claim.pk)
            claims.edit(fresh, by=newsroom.bob, claimant=f"Somebody {fresh.version}")

    work(2)
    alice = at_desk(newsroom.alice)
    few = queries(alice, page(claim))
    work(18)
    assert queries(alice, page(claim)) == few
    assert queries(alice, f"{page(claim)}?history=all") == few


def test_the_history_tells_of_a_long_change_only_how_long_it_is(newsroom, claim):
    draft = a_draft(claim, newsroom.alice, rationale="old " * 5_000)
    verdicts.edit(draft, by=newsroom.bob, rationale="new " * 6_000)
    answer = at_desk(newsroom.alice).get(page(claim))
    assert "Rationale 5000 words before, 6000 words now." in words(answer)


def test_a_long_history_is_shortened_until_somebody_asks(newsroom, claim):
    for number in range(25):
        claims.edit(Claim.objects.get(pk=claim.pk), by=newsroom.bob, claimant=f"N{number}")
    alice = at_desk(newsroom.alice)
    assert words(alice.get(page(claim))).count("Bob changed the claim.") == 20
    assert words(alice.get(f"{page(claim)}?history=all")).count("Bob changed the claim.") == 25


def test_sources_are_numbered_as_readers_see_them_and_the_rationale_refers_to_them(newsroom, claim):
    for origin in ("Wire", "Office", "Wire"):
        evidence_for(claim, newsroom.alice, origin=origin)
    a_draft(claim, newsroom.alice, rationale="It is so.[^3] Or not.[^4]")
    answer = at_desk(newsroom.victor).get(f"/claims/{claim.pk}/")
    said = words(answer)
    places = [
        said.index(f"Source {told}") for told in ("1 · Origin A", "3 · Origin A", "2 · Origin B")
    ]
    assert places == sorted(places)
    assert 'href="#source-3"' in answer.content.decode()
    assert 'id="source-3"' in answer.content.decode()
    assert "Or not.[^4]" in said
