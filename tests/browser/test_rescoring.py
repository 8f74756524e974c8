"""The model has changed: an admin lets a real worker score everything again, or stops it."""

import pytest
from playwright.sync_api import expect

from annotations.models import Job, Suggestion
from tests.browser.test_phone import PHONE, TOO_SMALL
from tests.frontend.suggesting import MODEL, a_read_article
from tests.infrastructure.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser", "redis")]


def test_articles_are_scored_again_while_the_page_looks_on(page_for, newsroom, worker):
    a_read_article(newsroom.alice)
    eventually(lambda: not Job.objects.unfinished().exists())
    Suggestion.objects.update(model_id=MODEL)
    page = page_for(newsroom.erin.user)
    page.goto("/suggestions/")
    expect(page.locator("#rescoring")).to_contain_text("1 article was scored by another model.")
    page.get_by_role("button", name="Score them again").click()
    expect(page.locator("#rescoring")).to_contain_text(
        "The articles were scored again on", timeout=20_000
    )
    assert not Suggestion.objects.filter(model_id=MODEL).exists()
    expect(page.get_by_role("button", name="Score them again")).to_have_count(0)


def test_what_was_asked_for_can_be_cancelled(page_for, newsroom, worker):
    a_read_article(newsroom.alice)
    eventually(lambda: not Job.objects.unfinished().exists())
    Suggestion.objects.update(model_id=MODEL)
    worker.kill()
    page = page_for(newsroom.erin.user)
    page.goto("/suggestions/")
    page.get_by_role("button", name="Score them again").click()
    expect(page.locator("#rescoring progress")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("#rescoring")).to_contain_text("Scoring again was cancelled on")
    worker.start()
    job = Job.objects.get(kind="rescore")
    assert job.state == "cancelled"
    assert set(Suggestion.objects.values_list("model_id", flat=True)) == {MODEL}


def test_the_page_fits_a_phone_and_its_buttons_a_finger(page_for, newsroom, worker):
    a_read_article(newsroom.alice)
    eventually(lambda: not Job.objects.unfinished().exists())
    Suggestion.objects.update(model_id=MODEL)
    page = page_for(newsroom.erin.user, **PHONE)
    page.goto("/suggestions/")
    expect(page.get_by_role("button", name="Score them again")).to_be_visible()
    assert page.evaluate(TOO_SMALL) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
