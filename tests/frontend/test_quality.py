"""The page about the suggestions: the team's own figures, and scoring everything again."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from annotations.actions import claims, rescoring
from annotations.actions import suggestions as actions
from annotations.models import Heartbeat, Job, Suggestion
from annotations.models.suggestion import Level
from tests.cast import again
from tests.frontend.suggesting import MODEL, a_read_article, suggestions
from tests.frontend.visiting import at_desk, is_grey, queries, words

pytestmark = pytest.mark.django_db

PLACE = "/suggestions/"


def a_worker(model="test-model-2", notice=""):
    return Heartbeat.objects.create(name="worker", at=timezone.now(), model_id=model, notice=notice)


def decided(newsroom, taken=3, dropped=1, *, model=MODEL, publisher="Harbour Herald"):
    """An article of which Alice took the best ones and Bob dropped those after them."""
    article = a_read_article(newsroom.alice, [Level.USUAL] * (taken + dropped + 2), model=model)
    article.publisher = publisher
    article.save()
    found = suggestions(article)
    for suggestion in found[:taken]:
        actions.accept(suggestion, by=newsroom.alice)
    for suggestion in found[taken : taken + dropped]:
        actions.dismiss(suggestion, by=newsroom.bob, reason="Opinion")
    return article


def page(actor):
    return at_desk(actor).get(PLACE)


def rows(answer, heading):
    """The cells of a table, row by row."""
    part = answer.content.decode().split(f">{heading}</h2>")[1].split("</table>")[0]
    cells = [re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL) for row in part.split("<tr>")]
    plain = [[" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in row] for row in cells]
    return plain[2:]


def test_an_empty_page_says_what_to_do_next(newsroom):
    answer = page(newsroom.victor)
    assert "Nothing has been decided yet" in words(answer)
    assert b'href="/articles/"' in answer.content
    assert "No worker has said yet what scores the sentences." in words(answer)


def test_the_figures_of_a_model_are_those_of_its_decisions(newsroom):
    decided(newsroom, taken=3, dropped=1)
    answer = page(newsroom.alice)
    (row,) = rows(answer, "By model")
    few = f"{MODEL} 4 decided, too few to judge"
    assert row == [few, "3", "1", "100 %", "100 %", "75 %", "75 %", "100 %", "0"]
    assert "4 decided so far: too few to judge." in words(answer)


def test_twenty_decisions_are_enough_to_judge_by(newsroom):
    decided(newsroom, taken=15, dropped=5)
    answer = page(newsroom.alice)
    assert "too few" not in words(answer)


def test_what_was_marked_by_hand_and_not_proposed_counts_as_missed(newsroom):
    article = decided(newsroom)
    low = suggestions(article)[-1]
    Suggestion.objects.filter(pk=low.pk).update(level=Level.BROAD)
    claims.highlight(article.current, by=newsroom.alice, start=low.start, end=low.end)
    (row,) = rows(page(newsroom.alice), "By model")
    assert row[-2:] == ["75 %", "1"]


def test_months_and_models_have_rows_and_columns_of_their_own(newsroom):
    article = decided(newsroom, model="older-1")
    then = timezone.now() - dt.timedelta(days=70)
    Suggestion.objects.filter(version=article.current, decided_at__isnull=False).update(
        decided_at=then
    )
    decided(newsroom, taken=1, dropped=1, model="newer-1")
    a_worker("newer-1")
    answer = page(newsroom.alice)
    found = [(row[0], row[1].split()[0]) for row in rows(answer, "By month")]
    now = f"{timezone.localtime():%b %Y}"
    assert (now, "newer-1") in found
    assert (f"{timezone.localtime(then):%b %Y}", "older-1") in found
    # Drawn are the months of the model in use: of its best three, one was taken.
    chart = answer.content.decode().split("Precision at 3")[1].split("</svg>")[0]
    assert "newer-1" in chart
    assert re.findall(r'text-anchor="middle">(\d+)</text>', chart) == ["50"]
    assert re.search(r'aria-label="[^"]*: [^"]* 50 %\."', chart)


def test_the_balance_names_claimants_and_outlets_with_their_numbers(newsroom):
    article = decided(newsroom, taken=2, dropped=1)
    article.current.suggestions.filter(rank__gt=2).update(speaker="Inga Holm")
    said = words(page(newsroom.alice))
    assert "Inga Holm 3 0 taken, 1 dropped, 2 undecided" in said
    assert "Nobody named 2 2 taken, 0 dropped, 0 undecided" in said
    assert "Harbour Herald 5 2 taken, 1 dropped, 2 undecided" in said


def test_what_a_text_says_cannot_become_markup(newsroom):
    article = decided(newsroom, publisher="<b>Herald</b>")
    article.current.suggestions.update(speaker="<script>x</script>")
    body = page(newsroom.alice).content.decode()
    assert "<b>Herald" not in body
    assert "<script>x" not in body


def test_another_teams_figures_are_not_here(newsroom):
    decided(newsroom)
    said = words(page(newsroom.mallory))
    assert MODEL not in said
    assert "Harbour Herald" not in said
    assert "Nothing has been decided yet" in said


def test_the_model_in_use_and_what_is_wrong_with_it_are_said(newsroom):
    a_worker("rules-2", notice="The model file is missing. The rules suggest meanwhile.")
    said = words(page(newsroom.victor))
    assert "rules-2 scores the sentences now." in said
    assert said.count("The model file is missing.") == 1


@pytest.mark.parametrize("numbers", [(10, 200)])
def test_the_number_of_queries_does_not_grow_with_the_suggestions(newsroom, numbers):
    few, many = numbers
    a_worker()
    client = at_desk(newsroom.erin)
    decided(newsroom, taken=few // 2, dropped=few // 2)
    before = queries(client, PLACE)
    decided(newsroom, taken=20, dropped=many - 20, model="another-1")
    assert queries(client, PLACE) == before


def test_the_menu_leads_to_it(newsroom):
    assert b'href="/suggestions/"' in at_desk(newsroom.victor).get("/queue/").content


# ------------------------------------------------------------------ scoring again


def test_an_admin_is_told_how_many_articles_another_model_scored(newsroom):
    a_read_article(newsroom.alice)
    a_worker()
    said = words(page(newsroom.erin))
    assert "1 article was scored by another model. Score them again" in said
    assert "Score them again" not in words(page(newsroom.dana))


def test_where_all_comes_from_the_model_in_use_there_is_nothing_to_ask_for(newsroom):
    a_read_article(newsroom.alice)
    a_worker(MODEL)
    assert "Score them again" not in words(page(newsroom.erin))
    answer = at_desk(newsroom.erin).post("/suggestions/rescore/", follow=True)
    assert "Every suggestion comes from the model in use." in words(answer)


def test_asking_shows_a_progress_that_asks_again_every_two_seconds(newsroom):
    a_read_article(newsroom.alice)
    a_worker()
    answer = at_desk(newsroom.erin).post("/suggestions/rescore/", follow=True)
    assert "Scoring the articles again begins in a moment." in words(answer)
    body = answer.content.decode()
    assert re.search(r'id="rescoring"\s+hx-get="/suggestions/rescoring/"', body)
    assert 'hx-trigger="every 2s"' in body
    Job.objects.filter(kind="rescore").update(
        state="running", progress=40, lease_until=timezone.now()
    )
    fragment = at_desk(newsroom.victor).get("/suggestions/rescoring/")
    assert "Scoring the articles again: 40 % done." in words(fragment)
    assert 'value="40" max="100"' in fragment.content.decode()
    assert b"<html" not in fragment.content


@pytest.mark.parametrize(
    ("state", "error", "sentence"),
    [
        ("done", "", "The articles were scored again on"),
        ("cancelled", "", "Scoring again was cancelled on"),
        ("failed", "The model is gone.", "Scoring again failed: The model is gone."),
    ],
)
def test_how_it_ended_is_said_and_nothing_asks_again(newsroom, state, error, sentence):
    a_read_article(newsroom.alice)
    a_worker()
    job = rescoring.ask(by=newsroom.erin)
    Job.objects.filter(pk=job.pk).update(state=state, error=error, finished_at=timezone.now())
    answer = at_desk(newsroom.erin).get("/suggestions/rescoring/")
    assert sentence in words(answer)
    assert b"hx-get" not in answer.content


def test_what_holds_scoring_up_is_said_while_it_waits(newsroom):
    a_read_article(newsroom.alice)
    a_worker()
    rescoring.ask(by=newsroom.erin)
    Job.objects.filter(kind="rescore").update(error="The endpoint does not answer.")
    assert "The endpoint does not answer." in words(page(newsroom.erin))


def test_an_admin_may_cancel_and_others_see_how_far_it_is_and_why_not(newsroom):
    a_read_article(newsroom.alice)
    a_worker()
    job = rescoring.ask(by=newsroom.erin)
    answer = page(newsroom.alice)
    assert is_grey(answer, "Cancel")
    assert "Somebody else asked for this; they or an admin can cancel it." in words(answer)
    answer = at_desk(newsroom.alice).post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert "Somebody else asked for this" in words(answer)
    assert again(job).state == "waiting"
    assert not is_grey(page(newsroom.erin), "Cancel")
    answer = at_desk(newsroom.erin).post(f"/jobs/{job.pk}/cancel/", follow=True)
    assert again(job).state == "cancelled"
    assert "Scoring again was cancelled on" in words(answer)
