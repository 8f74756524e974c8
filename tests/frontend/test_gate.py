"""What a draft lacks: named beside the field it is about, and at the button that submits."""

import re

import pytest

from annotations.actions import evidence, raters, verdicts
from annotations.models import Verdict
from tests.cast import (
    a_claim,
    a_draft,
    a_rating,
    again,
    an_answer,
    evidence_for,
    published,
)
from tests.frontend.visiting import at_desk, is_grey, words

ONE_SIDE = "Link evidence for and against, or say why there is only one side."
ONE_ORIGIN = "Link sources of two independent origins, or say why one is enough."
REPLY = "Say when and how the claimant was asked for a reply, or why not."
GATE = ("reply_asked_on", "reply_asked_how", "one_sided_reason", "one_origin_reason")


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


def page(claim):
    return f"/claims/{claim.pk}/"


def bare(newsroom, claim, **content):
    """A draft that answers none of what the gate asks for."""
    nothing = {"reply_asked_on": None, "reply_asked_how": ""}
    nothing |= {"one_sided_reason": "", "one_origin_reason": ""}
    return a_draft(claim, newsroom.alice, **(nothing | content))


def beside(answer, field):
    """What stands beside a field about what it still needs."""
    found = re.search(
        rf'id="{field}_needs">.*?<span>(.*?)</span>', answer.content.decode(), re.DOTALL
    )
    return found.group(1) if found else ""


def fold(answer, field):
    """The tag of the part that has this field; empty where it is not asked for."""
    before, found, _after = answer.content.decode().partition(f'name="{field}"')
    return re.findall(r"<details[^>]*>", before)[-1] if found else ""


def needs(answer):
    """What the panel lists, with the places where it is mended."""
    listed = re.search(r'<ul class="needs".*?</ul>', answer.content.decode(), re.DOTALL)
    return re.findall(r'href="#(\w+)">(.*?)</a>', listed.group()) if listed else []


def typed(newsroom, **changes):
    return an_answer(newsroom.team) | {"rating": a_rating(newsroom.team).pk} | changes


def test_what_is_missing_stands_beside_its_field_and_at_the_button(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    bare(newsroom, claim, rating=None, summary="", rationale="", as_of=None)
    answer = at_desk(newsroom.alice).get(page(claim))
    expected = {
        "id_rating": "Choose a rating first.",
        "id_summary": "Write the summary first.",
        "id_rationale": "Write the rationale first.",
        "id_as_of": "Say as of which date the verdict holds.",
        "id_one_sided_reason": ONE_SIDE,
        "id_reply_asked_on": REPLY,
    }
    assert {place: beside(answer, place) for place in expected} == expected
    assert needs(answer) == list(expected.items())
    assert is_grey(answer, "Submit revision 1")


def test_the_evidence_is_said_to_be_missing_where_it_is_added(newsroom, claim):
    bare(newsroom, claim)
    answer = at_desk(newsroom.alice).get(page(claim))
    sentence = "Link at least one source, with the passage relied on."
    assert ("evidence", sentence) in needs(answer)
    assert answer.content.decode().count(sentence) == 2


def test_a_complete_draft_is_asked_for_nothing(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    evidence_for(claim, newsroom.alice, url="https://herald.example", stance="refutes")
    bare(newsroom, claim, reply_not_asked_reason="The claimant has died.")
    answer = at_desk(newsroom.alice).get(page(claim))
    assert "Nothing is missing." in words(answer)
    assert "Right of reply not asked, with a reason" in words(answer)
    assert "open" not in fold(answer, "reply_asked_on")
    assert fold(answer, "one_sided_reason") == fold(answer, "one_origin_reason") == ""
    assert not is_grey(answer, "Submit revision 1")


def test_a_reason_that_is_given_is_shown_and_quiet(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    a_draft(claim, newsroom.alice)
    answer = at_desk(newsroom.alice).get(page(claim))
    for field in GATE:
        assert fold(answer, field)
        assert "open" not in fold(answer, field)
        assert "hidden" not in fold(answer, field)
    assert "Right of reply asked, no answer yet" in words(answer)


def test_only_a_definite_rating_asks_for_a_second_origin(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    draft = bare(newsroom, claim, rating=a_rating(newsroom.team, "unproven"))
    alice = at_desk(newsroom.alice)
    answer = alice.get(page(claim))
    assert "hidden" in fold(answer, "one_origin_reason")
    assert beside(answer, "id_one_origin_reason") == ""
    verdicts.edit(draft, by=newsroom.alice, rating=a_rating(newsroom.team))
    answer = alice.get(page(claim))
    assert "hidden" not in fold(answer, "one_origin_reason")
    assert "open" in fold(answer, "one_origin_reason")
    assert beside(answer, "id_one_origin_reason") == ONE_ORIGIN


def test_sources_of_one_document_are_one_origin(newsroom, claim):
    address = "https://port.example/accounts-2025"
    evidence_for(claim, newsroom.alice, url=f"{address}#page=4")
    evidence_for(claim, newsroom.alice, url="https://herald.example", origin="Agency")
    evidence_for(claim, newsroom.alice, url=f"{address}#page=9")
    evidence_for(claim, newsroom.alice, url="https://post.example", origin="AGENCY")
    answer = at_desk(newsroom.alice).get(page(claim))
    groups = [[s.number for s in origin.sources] for origin in answer.context["origins"]]
    assert groups == [[1, 3], [2, 4]]
    assert "4 sources, 2 origins" in words(answer)


def test_what_the_gate_asks_for_is_written_in_the_draft(newsroom, claim):
    source = evidence_for(claim, newsroom.alice)
    draft = bare(newsroom, claim)
    given = typed(newsroom, version=draft.version, reply_answer="We stand by it.")
    alice = at_desk(newsroom.alice)
    alice.post(f"/verdicts/{draft.pk}/submit/", given)
    assert (again(draft).status, again(draft).reply_answer) == ("in_review", "We stand by it.")
    said = words(alice.get(page(claim)))
    assert "Right of reply Asked on 18 November 2025, by e-mail to the press office." in said
    assert "“We stand by it.”" in said
    assert "Why one origin is enough The accounts are the only record of the cost." in said
    assert again(source).passage in said


def test_who_reviews_reads_why_nobody_was_asked(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    given = {"reply_asked_on": None, "reply_asked_how": ""}
    draft = a_draft(claim, newsroom.alice, **given, reply_not_asked_reason="Nobody to ask.")
    verdicts.submit(draft, by=newsroom.alice)
    assert "Right of reply Not asked: Nobody to ask." in words(
        at_desk(newsroom.bob).get(page(claim))
    )


def test_too_long_an_answer_is_refused_at_its_field(newsroom, claim):
    draft = a_draft(claim, newsroom.alice)
    given = typed(newsroom, version=draft.version, reply_asked_how="x" * 201)
    answer = at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/edit/", given)
    assert answer.status_code == 422
    assert 'id="id_reply_asked_how_error"' in answer.content.decode()
    assert "open" in fold(answer, "reply_asked_on")


def test_an_empty_first_draft_is_refused(newsroom, claim):
    alice = at_desk(newsroom.alice)
    answer = alice.post(f"{page(claim)}draft/", {"summary": "  "})
    assert (answer.status_code, Verdict.objects.count()) == (422, 0)
    assert "Nothing is written yet." in words(answer)
    alice.post(f"{page(claim)}draft/", {"summary": "A beginning."})
    assert Verdict.objects.get().summary == "A beginning."


def test_a_first_draft_is_not_told_what_it_lacks_before_it_is_saved(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    answer = at_desk(newsroom.alice).get(page(claim))
    assert "_needs" not in answer.content.decode()
    assert "open" not in fold(answer, "reply_asked_on")


# ---------------------------------------------------------------- blind double rating


def test_while_two_people_rate_nobody_chooses(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    draft = bare(newsroom, claim, rating=None)
    raters.ask(claim, by=newsroom.alice)
    alice = at_desk(newsroom.alice)
    answer = alice.get(page(claim))
    form = re.search(
        r'<form[^>]*id="verdict-form".*?</form>', answer.content.decode(), re.DOTALL
    ).group()
    assert 'name="rating"' not in form
    assert "Two people rate this claim first, without seeing each other." in form
    alice.post(f"/verdicts/{draft.pk}/edit/", typed(newsroom, version=draft.version))
    assert (again(draft).rating, again(draft).summary) == (None, typed(newsroom)["summary"])


def test_a_published_rating_is_kept_while_two_people_rate_again(newsroom):
    verdict = published(newsroom)
    raters.ask(verdict.claim, by=newsroom.alice)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="update", reason="New accounts.")
    given = {
        "version": draft.version,
        "kind": "update",
        "reason": "New accounts.",
        "summary": "New.",
    }
    at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/edit/", given)
    assert (again(draft).summary, again(draft).rating) == ("New.", verdict.rating)


def test_what_the_raters_came_to_is_said_and_chosen(newsroom, claim):
    raters.ask(claim, by=newsroom.alice)
    agreed = a_rating(newsroom.team, "half-true")
    for rater in (newsroom.bob, newsroom.charlie):
        raters.rate(claim, by=rater, rating=agreed)
    answer = at_desk(newsroom.alice).get(page(claim))
    assert "The raters came to Half true, and the verdict follows them." in words(answer)
    assert f'value="{agreed.pk}" checked' in answer.content.decode()
    evidence_for(claim, newsroom.alice)
    a_draft(claim, newsroom.alice, rating=a_rating(newsroom.team, "false"))
    answer = at_desk(newsroom.alice).get(page(claim))
    assert beside(answer, "id_rating") == "This is not the rating that the raters came to."


# ---------------------------------------------------------------- what a correction says of itself


def test_kind_and_reason_of_a_correction_can_be_changed_in_its_draft(newsroom):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="minor", reason="A comma.")
    alice = at_desk(newsroom.alice)
    shown = alice.get(page(verdict.claim)).context["verdict_form"]
    assert (shown["kind"].value(), shown["reason"].value()) == ("minor", "A comma.")
    given = typed(newsroom, version=draft.version, kind="correction", reason="We misread it.")
    alice.post(f"/verdicts/{draft.pk}/edit/", given)
    assert (again(draft).kind, again(draft).reason) == ("correction", "We misread it.")
    answer = alice.post(f"/verdicts/{draft.pk}/edit/", given | {"reason": ""})
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()


def test_another_rating_is_no_minor_change_and_the_page_says_so(newsroom):
    verdict = published(newsroom)
    draft = verdicts.revise(verdict, by=newsroom.alice, kind="minor", reason="A comma.")
    given = typed(newsroom, version=draft.version, kind="minor", reason="A comma.")
    given["rating"] = a_rating(newsroom.team, "false").pk
    answer = at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/submit/", given, follow=True)
    assert again(draft).status == "draft"
    assert "Another rating is no minor change." in words(answer)


def test_a_first_revision_has_no_kind(newsroom, claim):
    a_draft(claim, newsroom.alice)
    assert "Kind of change" not in words(at_desk(newsroom.alice).get(page(claim)))


def test_removed_evidence_asks_again(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    other = evidence_for(claim, newsroom.alice, url="https://herald.example", stance="refutes")
    bare(newsroom, claim, reply_not_asked_reason="Nobody to ask.")
    evidence.remove(other, by=newsroom.alice)
    answer = at_desk(newsroom.alice).get(page(claim))
    assert [sentence for _place, sentence in needs(answer)] == [ONE_SIDE, ONE_ORIGIN]
