"""Another look at what is published: why, when, and how it shows wherever the claim does."""

import datetime as dt

import pytest
from django.utils import timezone

from annotations.actions import rechecks, reviews, teams, verdicts
from annotations.models import Claim
from tests.cast import a_claim, again, an_article, approved, in_review, published
from tests.frontend.visiting import at_desk, is_grey, queries, words

pytestmark = pytest.mark.django_db

SOON = timezone.localdate() + dt.timedelta(days=30)
HOLDS = "Looked again; it holds"


@pytest.fixture
def claim(newsroom):
    return published(newsroom).claim


@pytest.fixture
def flagged(newsroom, claim):
    """The same, with a reason to look again."""
    return rechecks.ask(claim, by=newsroom.alice, note="There are newer accounts.")


def page(claim):
    return f"/claims/{claim.pk}/"


def post(actor, claim, verb, **given):
    return at_desk(actor).post(f"{page(claim)}recheck/{verb}/", {"version": claim.version} | given)


def panel(answer):
    """The part of the page about another look; empty where there is none."""
    body = answer.content.decode()
    found = body.partition('id="recheck"')[2]
    return found.split("</section>")[0]


def retracted(newsroom, verdict):
    """The verdict that Alice took back, with Charlie's approval."""
    draft = verdicts.retract(verdict, by=newsroom.alice, reason="The accounts were forged.")
    sent = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(sent, by=newsroom.charlie, vote="approve")
    return verdicts.publish(again(sent), by=newsroom.dana)


def test_what_nobody_reads_yet_needs_no_other_look(newsroom):
    verdict = approved(newsroom)
    assert panel(at_desk(newsroom.bob).get(page(verdict.claim))) == ""


def test_a_day_is_chosen_changed_and_taken_away(newsroom, claim):
    assert "no day chosen" in panel(at_desk(newsroom.alice).get(page(claim)))
    assert post(newsroom.alice, claim, "day", on=SOON.isoformat()).status_code == 302
    assert again(claim).recheck_on == SOON
    shown = panel(at_desk(newsroom.victor).get(page(claim)))
    assert f"next look on {SOON:%-d %B %Y}" in shown
    assert "<form" not in shown
    post(newsroom.alice, again(claim), "day", on="")
    assert again(claim).recheck_on is None


@pytest.mark.parametrize(
    ("on", "status", "sentence"),
    [
        ("2020-01-01", 422, "Choose a day that is still to come."),
        ("soon", 422, "Enter a valid date."),
    ],
)
def test_a_day_that_cannot_be_stays_in_the_form(newsroom, claim, on, status, sentence):
    answer = post(newsroom.alice, claim, "day", on=on)
    assert answer.status_code == status
    assert sentence in panel(answer)
    assert f'value="{on}"' in panel(answer)
    assert '<details class="fold" open>' in panel(answer)


def test_somebody_who_chose_another_day_meanwhile_is_not_overwritten(newsroom, claim):
    rechecks.schedule(claim, by=newsroom.bob, on=SOON)
    later = SOON + dt.timedelta(days=1)
    answer = post(newsroom.alice, claim, "day", on=later.isoformat())
    assert answer.status_code == 412
    assert again(claim).recheck_on == SOON
    assert f'value="{later}"' in panel(answer)


def test_a_claim_that_needs_a_recheck_says_so_why_and_what_next(newsroom, flagged):
    answer = at_desk(newsroom.bob).get(page(flagged))
    assert "Needs recheck" in words(answer)
    assert 'class="claim is-needs-recheck"' in answer.content.decode()
    shown = " ".join(panel(answer).split())
    assert f"Somebody asked for another look, {timezone.localdate():%-d %B %Y}." in shown
    assert "There are newer accounts." in shown
    assert not is_grey(answer, HOLDS)
    assert f"{page(flagged)}?edit=revise#review" in shown


def test_asking_says_what_has_to_be_looked_at(newsroom, claim):
    assert post(newsroom.alice, claim, "ask", note="  ").status_code == 422
    assert post(newsroom.alice, claim, "ask", note="Newer accounts").status_code == 302
    assert again(claim).state == "needs_recheck"


def test_a_reviewer_settles_it_and_others_are_told_what_it_takes(newsroom, flagged):
    answer = at_desk(newsroom.alice).get(page(flagged))
    assert is_grey(answer, HOLDS)
    assert "You are a contributor here; this takes a reviewer." in panel(answer)
    assert post(newsroom.alice, flagged, "settle", note="I read them.").status_code == 403
    assert again(flagged).state == "needs_recheck"
    answer = post(newsroom.bob, flagged, "settle", note="They say the same.")
    assert answer.status_code == 302
    assert again(flagged).state == "published"
    assert "Bob looked again: it holds. “They say the same.”" in words(
        at_desk(newsroom.victor).get(page(flagged))
    )


def test_who_settles_second_keeps_what_they_typed_and_is_told(newsroom, flagged):
    rechecks.settle(flagged, by=newsroom.bob, note="It holds.")
    answer = post(newsroom.charlie, flagged, "settle", note="The totals agree.")
    assert answer.status_code in {409, 412}
    assert "The totals agree.</textarea>" in panel(answer)


def test_who_settles_what_was_retracted_meanwhile_keeps_what_they_typed(newsroom, flagged):
    retracted(newsroom, flagged.current)
    answer = post(newsroom.bob, flagged, "settle", note="The totals agree.")
    assert answer.status_code in {409, 412}
    assert "The totals agree.</textarea>" in panel(answer)


def test_a_viewer_sees_why_and_no_form(newsroom, flagged):
    shown = panel(at_desk(newsroom.victor).get(page(flagged)))
    assert "There are newer accounts." in shown
    assert "<form" not in shown


def test_another_teams_claim_is_not_found(newsroom, flagged):
    for verb in ("day", "ask", "settle"):
        assert post(newsroom.mallory, flagged, verb, note="Hello").status_code == 404


def test_the_workspace_counts_filters_and_paints_it(newsroom, flagged):
    article = flagged.article
    other = published(newsroom, a_claim(newsroom.alice, article, quote="3.2 kilometres")).claim
    client, address = at_desk(newsroom.victor), f"/articles/{article.pk}/"
    shown = client.get(address)
    assert "Published 1" in words(shown)
    assert "Needs recheck 1" in words(shown)
    assert "Somebody asked for another look" in words(shown)
    assert 'mark class="claim is-needs-recheck' in shown.content.decode()
    only = client.get(f"{address}?state=needs_recheck").content.decode()
    assert f'data-claim="{flagged.pk}"' in only
    assert f'data-claim="{other.pk}"' not in only
    public = client.get(f"{address}?state=published").content.decode()
    assert f'data-claim="{flagged.pk}"' not in public


def test_a_correction_under_way_takes_the_place_of_the_flag(newsroom, flagged):
    verdicts.revise(flagged.current, by=newsroom.alice, kind="update", reason="New accounts.")
    shown = at_desk(newsroom.bob).get(page(flagged))
    assert again(flagged).state == "draft"
    assert "There are newer accounts." in panel(shown)
    assert "Start a correction" not in panel(shown)


def test_the_list_of_articles_counts_it(newsroom, flagged):
    published(newsroom, a_claim(newsroom.alice, flagged.article, quote="3.2 kilometres"))
    shown = words(at_desk(newsroom.victor).get("/articles/"))
    assert "Published 1Needs recheck 1" in shown


def test_a_retracted_claim_is_named_counted_and_painted_as_such(newsroom):
    verdict = retracted(newsroom, published(newsroom))
    client = at_desk(newsroom.victor)
    shown = client.get(f"/articles/{verdict.claim.article_id}/")
    assert "All 1 Retracted 1" in words(shown)
    assert 'mark class="claim is-retracted' in shown.content.decode()
    assert "Retracted" in words(client.get(page(verdict.claim)))
    assert "Retracted 1" in words(client.get("/articles/"))
    assert panel(client.get(page(verdict.claim))) == ""


def test_the_card_of_a_blind_review_says_nothing_of_the_votes(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    address = f"/articles/{verdict.claim.article_id}/"
    for actor in (newsroom.alice, newsroom.charlie, newsroom.erin):
        shown = words(at_desk(actor).get(address))
        assert "Blind review" in shown
        assert "approval" not in shown
    assert "1 of 2 approvals" in words(at_desk(newsroom.bob).get(address))


def test_a_card_counts_by_the_terms_of_its_submission(newsroom):
    verdict = in_review(newsroom)
    teams.set_policy(by=newsroom.erin, approvals_required=3)
    shown = words(at_desk(newsroom.bob).get(f"/articles/{verdict.claim.article_id}/"))
    assert "0 of 1 approval " in shown


def test_the_lines_of_the_history_that_are_hidden_are_not_counted(newsroom):
    teams.set_policy(by=newsroom.erin, blind_review=True, approvals_required=2)
    verdict = in_review(newsroom)
    address = f"/articles/{verdict.claim.article_id}/"
    before = words(at_desk(newsroom.alice).get(address))
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    assert words(at_desk(newsroom.alice).get(address)) == before


def test_the_number_of_queries_does_not_grow_with_the_reasons(newsroom, flagged):
    alice = at_desk(newsroom.alice)
    few = queries(alice, page(flagged))
    room = queries(alice, f"/articles/{flagged.article_id}/")
    listed = queries(alice, "/articles/")
    for number in range(5):
        rechecks.ask(again(flagged), by=newsroom.bob, note=f"Reason {number}")
    for quote in ("3.2 kilometres", "38 %"):
        other = a_claim(newsroom.alice, flagged.article, quote=quote)
        rechecks.ask(published(newsroom, other).claim, by=newsroom.bob, note="Again")
    an_article(newsroom.alice, title="Other", text="Another text of some words.")
    assert queries(alice, page(flagged)) == few
    assert queries(alice, f"/articles/{flagged.article_id}/") == room
    assert queries(alice, "/articles/") == listed
    assert Claim.objects.in_state("needs_recheck").count() == 3
