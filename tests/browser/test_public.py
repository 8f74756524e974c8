"""The public pages in a real browser: its policy, its parser, other sites' frames, and paper."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import expect

from annotations.actions import reviews, verdicts
from annotations.models import Verdict
from frontend import entrance
from tests.cast import (
    a_claim,
    a_draft,
    a_rating,
    an_article,
    corrected,
    evidence_for,
    published,
    retracted,
)
from tests.frontend.test_isolation import a_webhook

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

EVIL = (
    "</script ><script>alert(1)</script ><!--<script> \u2028 “\"'\\ 👩\u200d🔧 \u202eمرحبا "
    "<img src=x onerror=alert(1)>"
)
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});"""


def own(verdict):
    return f"/fact-checks/harbour-desk/{verdict.claim_id}/"


def an_evil_one(newsroom):
    """A fact-check of which every text tries to become a part of the page."""
    text = f"It said: {EVIL} was so. The end."
    article = an_article(newsroom.alice, title=f"T {EVIL}", text=text, publisher=EVIL)
    quote = article.current.text[: article.current.text.index(" The end.")]
    claim = a_claim(newsroom.alice, article, quote=quote, statement=f"S {EVIL}", claimant=EVIL)
    evidence_for(claim, newsroom.alice, title=EVIL, passage=EVIL, publisher=EVIL)
    draft = a_draft(claim, newsroom.alice, summary=f"M {EVIL}", rationale=f"R {EVIL}[^1]")
    verdict = verdicts.submit(draft, by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    return verdicts.publish(verdict, by=newsroom.dana)


def test_no_page_asks_for_what_its_policy_refuses(page_for, newsroom):
    verdict = an_evil_one(newsroom)
    corrected(newsroom, verdict, rating=a_rating(newsroom.team, "false"))
    about = {"pk": verdict.claim_id, "team": "harbour-desk"}
    webhook, versions = a_webhook(verdict), f"/articles/{verdict.claim.article_id}/versions/"
    page = page_for(newsroom.erin.user, expects=("404",))
    page.add_init_script(LISTEN)
    pages = (
        "/queue/", "/search/", "/search/?q=It", "/articles/", "/articles/add/", "/suggestions/",
        "/agreement/", "/team/settings/", "/notifications/", "/notifications/choices/",
        f"/articles/{verdict.claim.article_id}/", f"{versions}add/", f"{versions}1/",
        f"/claims/{about['pk']}/",
        "/tokens/", "/export/", "/external-checks/", "/webhooks/", "/webhooks/add/",
        f"/webhooks/{webhook.pk}/", f"/claims/{about['pk']}/recipients/",
        f"/claims/{about['pk']}/?compare=1", "/fact-checks/", "/fact-checks/harbour-desk/",
        "/fact-checks/harbour-desk/corrections/", own(verdict), f"{own(verdict)}card/",
        f"{own(verdict)}revisions/1/",
    )  # fmt: skip
    for place in (*pages, "/nothing-here/", "/api/docs/"):
        page.goto(place, wait_until="networkidle")
        assert page.evaluate("window.refused") == [], place
    seen = {resolve(urlsplit(place).path).view_name for place in pages}
    assert entrance.PAGES - seen == {"home"}, "A page was added: put it on the list above."


def test_an_inline_script_would_be_refused(page_for, newsroom):
    page = page_for(expects=("Content Security Policy",))
    page.add_init_script(LISTEN)
    page.goto(own(published(newsroom)))
    page.evaluate("""() => {
      const script = document.createElement("script");
      script.textContent = "window.ran = true";
      document.body.append(script);
    }""")
    assert page.evaluate("[window.ran, window.refused.length]") == [None, 1]


def test_nothing_breaks_out_of_the_linked_data(page_for, newsroom):
    verdict = an_evil_one(newsroom)
    page = page_for()
    page.on("dialog", lambda dialog: pytest.fail(f"It ran: {dialog.message}"))
    page.goto(own(verdict))
    data = page.locator('script[type="application/ld+json"]')
    expect(data).to_have_count(1)
    claim = verdict.dossier["claim"]
    assert json.loads(data.text_content())["claimReviewed"] == claim["statement"]
    expect(page.locator("h1")).to_have_text(claim["statement"], use_inner_text=False)
    assert page.locator("script:not([type]):not([src]), main img, main script").count() == 0


def test_a_reference_leads_down_to_its_source(page_for, newsroom):
    page = page_for()
    page.goto(own(an_evil_one(newsroom)))
    page.locator(".prose sup a").click()
    assert page.url.endswith("#source-1")
    expect(page.locator("#source-1")).to_be_in_viewport()


def test_a_link_finds_the_very_words_in_the_original(page_for, newsroom, live_server):
    """The public page itself plays the original: its words are far below the fold."""
    claim = a_claim(newsroom.alice)
    evidence_for(claim, newsroom.alice)
    far = "Filling.\n\n" * 200 + "A wire story, well-known & true, said that it was so.\n\nThe end."
    verdict = verdicts.submit(a_draft(claim, newsroom.alice, rationale=far), by=newsroom.alice)
    reviews.review(verdict, by=newsroom.bob, vote="approve")
    original = f"{live_server.url}{own(verdicts.publish(verdict, by=newsroom.dana))}"
    page = page_for()
    page.goto(original)
    expect(page.get_by_text("A wire story")).not_to_be_in_viewport()
    for quote in (
        "well-known & true, said",
        "A wire story, well-known & true, said that it was so.",
    ):
        text = f"An article.\n\n{quote} The rest."
        article = an_article(newsroom.alice, title=quote, text=text, url=original)
        checked = published(newsroom, a_claim(newsroom.alice, article, quote=quote))
        page = page_for()
        page.goto(own(checked))
        link = page.locator(".claim-quote a").get_attribute("href")
        page.goto(link)
        expect(page.get_by_text("A wire story")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_is_wider_than_the_page(page_for, newsroom, scheme, width):
    verdict = an_evil_one(newsroom)
    corrected(newsroom, verdict, summary="W" * 300)
    page = page_for(viewport={"width": width, "height": 900}, color_scheme=scheme)

    def look_at_all():
        for place in ("", "revisions/1/", "card/", "../", "../corrections/", "../../"):
            page.goto(f"{own(verdict)}{place}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width

    look_at_all()
    retracted(newsroom, Verdict.objects.public().get(), reason="W" * 300)
    look_at_all()


def test_on_paper_links_are_written_out_and_the_rest_of_the_site_is_left_out(page_for, newsroom):
    page = page_for(color_scheme="dark")
    page.goto(own(published(newsroom)))
    page.emulate_media(media="print")
    written = """getComputedStyle(document.querySelector(".sources a"), "::after").content"""
    assert "https://port.example/accounts-2025" in page.evaluate(written)
    for left_out in (".snippet", ".public-foot", ".skip"):
        expect(page.locator(left_out)).to_be_hidden()
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert ink == "rgb(25, 28, 33)", "Paper is never dark."


class Elsewhere(BaseHTTPRequestHandler):
    """A page of somebody else, which shows whatever it was given."""

    shown = ""

    def do_GET(self):
        """Answer with the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<!DOCTYPE html><title>Elsewhere</title>{self.shown}".encode())

    def log_request(self, *_args):
        """Say nothing."""


@pytest.fixture
def elsewhere():
    """Another site, under another name."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_another_site_shows_the_card_and_nothing_else_of_ours(
    page_for, newsroom, elsewhere, live_server, settings
):
    settings.BASE_URL = live_server.url
    verdict = published(newsroom)
    page = page_for(expects=("frame-ancestors", "refused to connect", "chrome-error", "X-Frame"))
    page.goto(own(verdict))
    page.locator(".snippet summary").click()
    snippet = page.locator(".snippet code").text_content()
    whole = snippet.replace("/card/", "/")
    Elsewhere.shown = f"<div id=card>{snippet}</div><div id=whole>{whole}</div>"
    page.goto(elsewhere, wait_until="networkidle")
    card = page.frame_locator("#card iframe")
    expect(card.locator(".verdict-word")).to_have_text("Mostly true")
    shown = [frame.url for frame in page.frames if "/harbour-desk/" in frame.url]
    assert shown == [f"{live_server.url}{own(verdict)}card/"]
    assert page.context.cookies() == []
