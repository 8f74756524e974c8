"""Merging claims at the screen."""

import pytest

from annotations.actions import comments
from annotations.actions.merging import merge
from tests.cast import a_claim, a_draft, again, an_article
from tests.frontend.visiting import at_desk, words

ELSEWHERE = "Another paper: the tunnel cost 412 million euros, they say."


@pytest.fixture
def target(newsroom):
    return a_claim(newsroom.alice)


@pytest.fixture
def claim(newsroom):
    return a_claim(newsroom.alice, an_article(newsroom.alice, title="Two", text=ELSEWHERE))


def page(claim):
    return f"/claims/{claim.pk}/"


def given(claim, into):
    return {"into": into, "version": claim.version}


def test_a_claim_is_merged_by_number_and_leads_to_the_other_one(newsroom, claim, target):
    alice = at_desk(newsroom.alice)
    assert "Into claim number" in words(alice.get(f"{page(claim)}?edit=merge"))
    answer = alice.post(f"{page(claim)}merge/", given(claim, target.pk), follow=True)
    assert answer.redirect_chain[-1][0] == page(target)
    said = words(answer)
    assert f"Claim {claim.pk} was merged into this claim, {target.pk}." in said
    assert f"Alice merged claim {claim.pk} into this one." in said
    assert "2 places" in said
    assert "Another paper: the tunnel" in said


@pytest.mark.parametrize(
    ("into", "sentence", "status"),
    [
        ("", "This field is required.", 422),
        ("0", "greater than or equal to 1", 422),
        (str(10**30), "less than or equal to", 422),
        ("999999", "There is no claim with this number.", 422),
        ("own", "A claim is not merged into itself.", 422),
    ],
)
def test_a_number_that_cannot_be_is_refused_at_the_field(newsroom, claim, into, sentence, status):
    into = claim.pk if into == "own" else into
    answer = at_desk(newsroom.alice).post(f"{page(claim)}merge/", given(claim, into))
    assert (answer.status_code, sentence in words(answer)) == (status, True)
    assert again(claim).state == "open"


def test_another_teams_claim_is_no_number_at_all(newsroom, claim):
    foreign = a_claim(newsroom.mallory)
    answer = at_desk(newsroom.alice).post(f"{page(claim)}merge/", given(claim, foreign.pk))
    assert "There is no claim with this number." in words(answer)


def test_who_may_not_merge_is_shown_no_form(newsroom, claim):
    for address in (page(claim), f"{page(claim)}?edit=merge"):
        said = words(at_desk(newsroom.victor).get(address))
        assert "Merge" not in said
    a_draft(claim, newsroom.alice)
    assert "Into claim number" not in words(
        at_desk(newsroom.alice).get(f"{page(claim)}?edit=merge")
    )


def test_what_was_said_about_it_goes_on_there(newsroom, claim, target):
    said = comments.say(claim, by=newsroom.bob, text="Which year?")
    merge(claim, by=newsroom.alice, into=target)
    comments.resolve(again(said), by=newsroom.bob)
    told = words(at_desk(newsroom.alice).get(page(target)))
    assert "Bob resolved the thread “Which year?”" in told
    assert told.count("Which year?") == 2


def test_a_merged_claim_is_in_no_queue_and_shown_only_by_name(newsroom, claim, target):
    merge(claim, by=newsroom.alice, into=target)
    alice = at_desk(newsroom.alice)
    for address in ("/", "/queue/all/", f"/articles/{claim.article_id}/"):
        assert f"/claims/{claim.pk}/" not in alice.get(address, follow=True).content.decode()
    shown = alice.get(f"/articles/{claim.article_id}/?state=merged")
    assert f'href="/claims/{claim.pk}/"' in shown.content.decode()
