"""Every button says what its page showed: nobody decides about something that they did not read."""

import re

import pytest

from annotations.actions import claims, evidence, reviews, verdicts
from annotations.models import Claim, Evidence
from tests.cast import QUOTE, a_claim, a_draft, again, an_answer, approved, evidence_for
from tests.frontend.visiting import at_desk, words

STALE = "Somebody changed this since you opened it."


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice)


def page(claim):
    return f"/claims/{claim.pk}/"


def sent_by(answer, address):
    """What the page's form to this address would send, as it stands there."""
    form = re.search(rf'action="{address}".*?</form>', answer.content.decode(), re.DOTALL)
    assert form, f"There is no form to {address}."
    return dict(re.findall(r'<input type="hidden" name="(\w+)"\s+value="([^"]*)"', form[0]))


def test_a_publisher_publishes_only_what_they_read(newsroom, claim):
    verdict = approved(newsroom, claim)
    dana, address = at_desk(newsroom.dana), f"/verdicts/{verdict.pk}/publish/"
    read = sent_by(dana.get(page(claim)), address)
    verdicts.withdraw(verdict, by=newsroom.alice)
    verdicts.edit(verdict, by=newsroom.alice, summary="The accounts deny the figure.")
    verdicts.submit(verdict, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    answer = dana.post(address, read, follow=True, headers={"referer": page(claim)})
    assert again(verdict).status == "approved"
    assert STALE in words(answer)
    assert "The accounts deny the figure." in words(answer)
    dana.post(address, sent_by(answer, address))
    assert again(verdict).status == "published"


def test_what_was_changed_meanwhile_is_not_withdrawn(newsroom, claim):
    verdict = approved(newsroom, claim)
    alice, address = at_desk(newsroom.alice), f"/verdicts/{verdict.pk}/withdraw/"
    read = sent_by(alice.get(page(claim)), address)
    verdicts.withdraw(verdict, by=newsroom.bob)
    verdicts.submit(verdict, by=newsroom.bob)
    answer = alice.post(address, read, follow=True, headers={"referer": page(claim)})
    assert (again(verdict).status, STALE in words(answer)) == ("in_review", True)


def test_what_another_wrote_meanwhile_is_not_submitted(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    address = f"/verdicts/{draft.pk}/submit/"
    read = sent_by(at_desk(newsroom.alice).get(page(claim)), address)
    verdicts.edit(draft, by=newsroom.bob, summary="The accounts deny the figure.")
    typed = an_answer(newsroom.team, summary="The accounts prove the figure.") | read
    typed["rating"] = typed["rating"].pk
    answer = at_desk(newsroom.alice).post(address, typed)
    assert (answer.status_code, again(draft).status) == (412, "draft")
    assert "The accounts prove the figure.</textarea>" in answer.content.decode()
    assert "The accounts <del>deny</del> the figure." in answer.content.decode()


def test_a_submission_with_its_form_sees_what_it_saved_itself(newsroom, claim):
    evidence_for(claim, newsroom.alice)
    draft = a_draft(claim, newsroom.alice)
    typed = an_answer(newsroom.team, summary="Mine.", version=draft.version)
    typed["rating"] = typed["rating"].pk
    at_desk(newsroom.alice).post(f"/verdicts/{draft.pk}/submit/", typed)
    assert (again(draft).status, again(draft).summary) == ("in_review", "Mine.")


def test_changed_evidence_is_not_removed_unread(newsroom, claim):
    source = evidence_for(claim, newsroom.alice)
    alice, address = at_desk(newsroom.alice), f"/evidence/{source.pk}/remove/"
    read = sent_by(alice.get(page(claim)), address)
    evidence.edit(source, by=newsroom.bob, passage="The annex says more.")
    answer = alice.post(address, read, follow=True, headers={"HX-Request": "true"})
    assert Evidence.objects.filter(pk=source.pk).exists()
    assert STALE in words(answer)
    assert "The annex says more." in words(answer)


@pytest.mark.parametrize(
    ("verb", "typed"), [("dismiss", {"reason": "Too small."}), ("assign", {"assignee": ""})]
)
def test_a_changed_claim_is_shown_first_and_what_was_typed_is_kept(newsroom, claim, verb, typed):
    alice, address = at_desk(newsroom.alice), f"{page(claim)}{verb}/"
    if verb == "assign":
        claims.assign(claim, by=newsroom.bob, to=newsroom.bob.user)
    read = sent_by(alice.get(f"{page(claim)}?edit={verb}"), address)
    claims.edit(claim, by=newsroom.bob, statement="The tunnel cost 500 million euros.")
    answer = alice.post(address, typed | read)
    assert answer.status_code == 412
    assert STALE in words(answer)
    assert again(claim).state == "open"
    assert all(f'value="{value}"' in answer.content.decode() for value in typed.values())
    assert alice.post(address, typed | sent_by(answer, address)).status_code == 302


def test_a_changed_claim_is_not_reopened_unread(newsroom, claim):
    claims.dismiss(claim, by=newsroom.alice)
    alice, address = at_desk(newsroom.alice), f"{page(claim)}reopen/"
    read = sent_by(alice.get(page(claim)), address)
    claims.reopen(claim, by=newsroom.bob)
    claims.dismiss(claim, by=newsroom.bob, reason="I read it twice.")
    answer = alice.post(address, read, follow=True, headers={"referer": page(claim)})
    assert (again(claim).triage, STALE in words(answer)) == ("dismissed", True)


def test_a_highlight_on_which_others_went_on_is_not_undone(newsroom, claim):
    article = claim.article
    at = article.current.text.index("3.2 kilometres")
    given = {"version": article.current.pk, "start": at, "end": at + 14}
    headers = {"HX-Request": "true"}
    alice = at_desk(newsroom.alice)
    answer = alice.post(f"/articles/{article.pk}/highlight/", given, headers=headers)
    made = Claim.objects.latest("pk")
    undo = sent_by(answer, f"{page(made)}dismiss/")
    claims.edit(made, by=newsroom.bob, statement="The tunnel is 3.2 kilometres long.")
    answer = alice.post(f"{page(made)}dismiss/", undo, headers=headers)
    assert (answer.status_code, answer["HX-Retarget"]) == (412, "#messages")
    assert STALE in words(answer)
    assert again(made).state == "open"


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "new"}])
def test_a_button_that_does_not_say_what_was_seen_does_nothing(newsroom, claim, version):
    verdict = approved(newsroom, claim)
    answer = at_desk(newsroom.dana).post(
        f"/verdicts/{verdict.pk}/publish/", version, follow=True, headers={"referer": page(claim)}
    )
    assert again(verdict).status == "approved"
    assert "Load the page again." in words(answer)


def test_who_publishes_sees_the_digest_of_what_was_reviewed(newsroom, claim):
    verdict = approved(newsroom, claim)
    said = words(at_desk(newsroom.dana).get(page(claim)))
    assert f"Digest {verdict.digest[:4]} {verdict.digest[4:8]}" in said
    assert QUOTE in said
