"""The main job, three people at three screens: from a pasted article to a published fact-check."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from annotations.models import Claim, Event
from tests.browser.reading import drag, marked, selected
from tests.infrastructure.patience import eventually

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser", "redis")]

OWN = """The Lighthouse Keeper Explains Why the Beacon Went Dark

The Lighthouse Keeper Explains Why the Beacon Went Dark

The beacon on Gull Point failed in the storm of 2019, when the second lamp, bought in 2017, was... \
25.09.2021, Harbour Herald

Keeper Tove Lind has confirmed that the harbour will buy "another round" of Danish-made lamps in \
spite of warnings from the coast guard.The keeper told the Herald that the ministry's refusal to \
pay for the older lamps had prodded her to buy the new ones instead. The ministry has repeatedly \
denied such claims.In October 2020, the port signed a $2.5 million contract for four lamps. This \
followed a warning in 2019 that "the harbour will not receive a lamp unless it returns the old \
ones"."""

# The article on which the desk is measured is not part of it.
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def _articles():
    yield pytest.param(OWN, "The ministry has repeatedly denied such claims", id="own article")
    for seed in sorted(SEEDS.glob("*.txt")):
        words = "Washington has repeatedly denied such claims"
        yield pytest.param(seed.read_text("utf-8").strip(), words, id="acceptance article")


@pytest.mark.parametrize(("text", "words"), list(_articles()))
def test_an_article_becomes_a_published_fact_check(page_for, newsroom, worker, text, words):
    alice = page_for(newsroom.alice.user)
    address = adds_an_article(alice, text)
    reads_the_proposals(alice)
    decides_two_proposals(alice)
    claim = highlights(alice, words)
    cites_drafts_and_submits(alice, claim)

    grey = alice.get_by_role("button", name="Approve revision 1")
    expect(grey).to_have_attribute("aria-disabled", "true")
    expect(alice.locator("#review")).to_contain_text(
        "You wrote this draft, so another reviewer has to approve it."
    )

    bob = page_for(newsroom.bob.user)
    bob.goto("/queue/")
    bob.get_by_role("link", name=claim.statement).first.click()
    bob.locator("#review").get_by_label("Comment").fill("The sources hold.")
    bob.get_by_role("button", name="Approve revision 1").click()
    expect(bob.locator("#review")).to_contain_text("Revision 1 is approved")

    dana = page_for(newsroom.dana.user)
    dana.goto(f"/claims/{claim.pk}/")
    dana.get_by_role("button", name="Publish revision 1").click()
    eventually(lambda: Claim.objects.get(pk=claim.pk).state == "published")

    dana.goto(address)
    expect(dana.locator(f"#claim-{claim.pk}")).to_have_class("claim is-published is-start is-end")
    a_stranger_reads(page_for(), newsroom.team.slug, claim)
    actions = set(Event.objects.filter(claim_id=claim.pk).values_list("action", flat=True))
    assert {"highlight", "cite", "draft", "submit", "approve", "publish"} <= actions


def adds_an_article(page, text):
    title = text.splitlines()[0]
    page.goto("/articles/")
    page.locator("main").get_by_role("link", name="Add an article").first.click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Text").fill(text)
    page.get_by_role("button", name="Add article").click()
    expect(page.locator("h1")).to_have_text(title)
    return page.url


def reads_the_proposals(page):
    """They come without a reload."""
    page.evaluate("window.notReloaded = true")
    expect(page.locator(".card.is-suggested").first).to_be_visible(timeout=20_000)
    assert page.evaluate("window.notReloaded")
    expect(page.locator("#progress")).to_be_empty()
    assert page.locator("h2 mark").count() == 0, "A title is never proposed."


def decides_two_proposals(page):
    suggested = page.locator(".card.is-suggested")
    before = suggested.count()
    first = suggested.first
    first.click()
    first.get_by_role("button", name="Accept").click()
    expect(page.locator("#filters")).to_contain_text("Open 1")
    expect(suggested).to_have_count(before - 1)
    expect(page.locator(".card.is-suggested.is-active")).to_have_count(1)
    page.keyboard.press("x")
    expect(suggested).to_have_count(before - 2)
    # It is said when the page has gone on to the next one and lies still.
    expect(page.locator("#live")).to_have_text("Dismissed.")


def highlights(page, words):
    drag(page, words)
    eventually(lambda: selected(page) == words)
    page.locator("#action-bar").get_by_role("button", name="Claim").click()
    expect(page.locator(".toast").last).to_contain_text("created")
    claim = Claim.objects.get(statement=words)
    assert marked(page, f"claim-{claim.pk}") == words
    page.locator(f"#card-claim-{claim.pk} .statement a").click()
    page.wait_for_url(f"**/claims/{claim.pk}/")
    return claim


def cites_drafts_and_submits(page, claim):
    page.get_by_role("link", name="Add evidence").click()
    evidence = page.locator("#evidence form").first
    evidence.get_by_label("Address").fill("https://port.example/accounts")
    evidence.get_by_label("Supports").check()
    evidence.get_by_label("Passage").fill("We have never said this, and we do not say it now.")
    evidence.get_by_label("Title").fill("Answer of the press office")
    evidence.get_by_label("Origin").fill("Press office")
    evidence.get_by_role("button", name="Add evidence").click()
    expect(page.locator("#evidence")).to_contain_text("Answer of the press office")
    form = page.locator("#verdict-form")
    form.get_by_label("Mostly true").check()
    form.get_by_label("Summary").fill("The denials are on record.")
    form.get_by_label("Rationale").fill("The office denied it **four times**.")
    form.get_by_label("As of").fill("2026-11-20")
    form.get_by_role("button", name="Save first draft").click()
    expect(page.locator("#review")).to_contain_text("Revision 1 is a draft")
    answers_the_gate(page, form)
    page.get_by_role("button", name="Submit revision 1").click()
    expect(page.locator("#review")).to_contain_text("Review of revision 1")
    assert Claim.objects.get(pk=claim.pk).state == "in_review"


def answers_the_gate(page, form):
    """What is missing is listed, and leads to its field."""
    submit = page.get_by_role("button", name="Submit revision 1")
    expect(submit).to_have_attribute("aria-disabled", "true")
    page.locator("#review").get_by_role("link", name="asked for a reply").click()
    form.get_by_label("Asked on").fill("2026-11-19")
    form.get_by_label("Asked how").fill("by e-mail to the press office")
    form.get_by_label("Why only one side").fill("Nothing speaks against it.")
    form.get_by_label("Why one origin is enough").fill("It is their own statement.")


def a_stranger_reads(page, team, claim):
    page.goto(f"/fact-checks/{team}/{claim.pk}/")
    for words in (claim.statement, "Mostly true", "The denials are on record."):
        expect(page.locator("main")).to_contain_text(words)
    data = json.loads(page.locator('script[type="application/ld+json"]').text_content())
    assert data["@type"] == "ClaimReview"
    assert data["claimReviewed"] == claim.statement
