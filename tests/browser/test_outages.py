"""What people see when a part of the machinery, or their session, is gone; and when it is back."""

import pytest
from playwright.sync_api import expect

from annotations.models import Claim, Job
from tests.browser.reading import drag
from tests.cast import a_claim, an_article
from tests.infrastructure.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser", "redis")]

TEXT = """The beacon on Gull Point

The beacon on Gull Point failed in the storm of 2019, Keeper Tove Lind said. In October 2020, the \
port signed a contract for four lamps worth 2.5 million euros."""
WORDS = "failed in the storm of 2019"
WORKER = "The worker is not running. Suggestions wait until it is back."
QUEUE = "The queue (Redis) is not answering. Suggestions wait until it is back."


def adds(page):
    page.goto("/articles/add/")
    page.get_by_label("Title").fill("The beacon on Gull Point")
    page.get_by_label("Text").fill(TEXT)
    page.get_by_role("button", name="Add article").click()
    expect(page.locator("h1")).to_have_text("The beacon on Gull Point")
    # A heading can be read before the page listens to the mouse.
    page.wait_for_load_state("load")
    return page.url


def highlights_cites_drafts_and_submits(page):
    drag(page, WORDS)
    page.locator("#action-bar").get_by_role("button", name="Claim").click()
    claim = eventually(lambda: Claim.objects.filter(statement=WORDS).first())
    page.goto(f"/claims/{claim.pk}/")
    page.get_by_role("link", name="Add evidence").click()
    source = page.locator("#evidence form").first
    source.get_by_label("Address").fill("https://port.example/log")
    source.get_by_label("Supports").check()
    source.get_by_label("Passage").fill("Lamp out at 02:10.")
    source.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#evidence")).to_contain_text("Lamp out at 02:10.")
    form = page.locator("#verdict-form")
    form.get_by_label("Mostly true").check()
    form.get_by_label("Summary").fill("The log confirms it.")
    form.get_by_label("Rationale").fill("The keeper wrote it down.")
    form.get_by_label("As of").fill("2026-11-20")
    form.get_by_role("button", name="Save first draft").click()
    expect(page.locator("#review")).to_contain_text("Revision 1 is a draft")
    page.locator("#review").get_by_role("link", name="asked for a reply").click()
    form.get_by_label("Or why not").fill("The keeper is the one who says it.")
    form.get_by_label("Why only one side").fill("Nothing speaks against it.")
    form.get_by_label("Why one origin is enough").fill("It is the only log.")
    form.get_by_role("button", name="Save draft").click()
    expect(page.locator("#review")).to_contain_text("Nothing is missing")
    page.get_by_role("button", name="Submit revision 1").click()
    expect(page.locator("#review")).to_contain_text("Review of revision 1")
    return claim


def every_page_answers(page, article, claim, sentence):
    places = ("/queue/", "/articles/", "/articles/add/", "/search/?q=beacon")
    for place in (*places, article, f"/claims/{claim.pk}/"):
        assert page.goto(place).status == 200
        expect(page.locator("#notices")).to_have_text(sentence)
    assert page.goto("/fact-checks/").status == 200


@pytest.mark.parametrize("down", ["worker", "queue"])
def test_the_desk_works_on_without_it_and_goes_on_with_it(
    page_for, newsroom, worker, redis_server, down
):
    worker.kill()
    sentence = WORKER
    if down == "queue":
        redis_server.kill()
        sentence = QUEUE
    page = page_for(newsroom.alice.user)
    # The worker said that it is alive a moment ago, and is believed for that long.
    article = adds(page)
    claim = highlights_cites_drafts_and_submits(page)
    eventually(lambda: page.reload() and page.get_by_text(sentence).count())
    every_page_answers(page, article, claim, sentence)
    page.goto(article)
    expect(page.locator("#progress")).to_contain_text(sentence)
    page.evaluate("window.notReloaded = true")
    redis_server.start()
    worker.start()
    expect(page.locator(".card.is-suggested").first).to_be_visible(timeout=60_000)
    expect(page.locator("#notices")).to_be_empty()
    assert page.evaluate("window.notReloaded")
    assert Job.objects.get().state == "done"


def test_when_the_session_ends_the_page_stays_and_says_so(page_for, newsroom):
    article = an_article(newsroom.alice)
    page = page_for(newsroom.alice.user, expects=("401",))
    page.clock.install()
    page.goto(f"/articles/{article.pk}/")
    page.context.clear_cookies(name="sessionid")
    expect(page.locator("#notices")).to_contain_text("You have been signed out.", timeout=10_000)
    expect(page.locator("#blocks")).to_contain_text("Critics call it a monument.")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(5_000)
    assert asked == []
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url("**/accounts/login/?next=/articles/*/")
    assert not Claim.objects.exists()


def test_a_form_of_htmx_leads_to_the_entrance_and_what_was_typed_comes_back(page_for, newsroom):
    claim = a_claim(newsroom.alice)
    page = page_for(newsroom.alice.user, expects=("401",))
    page.goto(f"/claims/{claim.pk}/")
    session = next(c for c in page.context.cookies() if c["name"] == "sessionid")
    page.get_by_label("Summary").fill("Not saved yet")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save first draft").click()
    page.wait_for_url(f"**/accounts/login/?next=/claims/{claim.pk}/")
    page.context.add_cookies([session])
    page.goto(f"/claims/{claim.pk}/")
    expect(page.get_by_label("Summary")).to_have_value("Not saved yet")
