"""An article by a page's HTML, and by its address alone."""

import contextlib
from ipaddress import ip_network

import pytest

from annotations.intake import fetching
from annotations.models import Article, ArticleVersion
from tests.annotations.intake.test_pages import PAGE
from tests.annotations.suggesting.misbehaving import Server, dripping, gone, http
from tests.api.program import refused

pytestmark = pytest.mark.django_db

HTML = "Content-Type: text/html; charset=utf-8"
URL = "https://port.example/tunnel"


@pytest.fixture
def serve(settings):
    """A server on this machine, in a network that the desk may ask."""
    settings.PRIVATE_ADDRESSES = [ip_network("127.0.0.0/8")]
    with contextlib.ExitStack() as stack:
        yield lambda *script: stack.enter_context(contextlib.closing(Server(*script)))


def moved(to):
    return http(b"", "302 Found", f"Location: {to}")


def test_a_pages_html_becomes_an_article_of_its_words(alice):
    answer = alice.post("articles/", {"html": PAGE, "url": URL})
    assert answer.status_code == 201
    article = answer.json()
    assert article["title"] == "The tunnel opens in May"
    assert (article["publisher"], article["byline"]) == ("Port News", "Inga Holm")
    assert (article["language"], article["published_on"]) == ("en-GB", "2025-05-02")
    assert article["url"] == URL
    assert [block["kind"] for block in article["blocks"]][:3] == [
        "paragraph",
        "heading",
        "paragraph",
    ]
    assert ArticleVersion.objects.get().source == "html"


def test_nothing_of_a_pages_html_is_kept(alice):
    alice.post("articles/", {"html": PAGE, "url": URL})
    kept = [*Article.objects.values(), *ArticleVersion.objects.values()]
    assert "alert" not in str(kept)
    assert "<" not in str(kept)


def test_the_same_page_again_is_the_same_article(alice):
    first = alice.post("articles/", {"html": PAGE, "url": URL})
    again = alice.post("articles/", {"html": PAGE.replace("alert", "confirm"), "url": URL})
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])


def test_what_is_sent_counts_for_more_than_what_the_page_says(alice):
    told = {"publisher": "The Port", "language": "en", "external_id": "p-1"}
    article = alice.post("articles/", {"html": PAGE, "url": URL, "byline": "", **told}).json()
    assert {name: article[name] for name in told} == told
    assert article["byline"] == "Inga Holm"


def test_an_address_is_read_and_its_redirects_followed(alice, serve):
    server = serve(moved("/elsewhere"), http(PAGE.encode(), "200 OK", HTML))
    answer = alice.post("articles/", {"url": server.address})
    assert answer.status_code == 201
    assert answer.json()["url"] == server.address
    assert "🚢" in answer.json()["text"]
    assert ArticleVersion.objects.get().source == "address"
    assert [head[0].split()[1] for head, _body in server.requests] == ["/v1", "/elsewhere"]


@pytest.mark.parametrize(
    ("kind", "charset", "inside"),
    [
        ("text/html; charset=windows-1252", "windows-1252", "utf-8"),
        ("text/html", "windows-1252", "windows-1252"),
        ("text/html", "utf-8", "no-such-charset"),
        ("application/xhtml+xml", "utf-8", "utf-8"),
    ],
)
def test_a_page_is_read_by_its_charset(alice, serve, kind, charset, inside):
    html = PAGE.replace("🚢", "").replace("<head>", f'<head><meta charset="{inside}">')
    html = html.replace("Inga Holm. Critics", "Inga Hölm. Critics")
    server = serve(http(html.encode(charset), "200 OK", f"Content-Type: {kind}"))
    assert "Inga Hölm" in alice.post("articles/", {"url": server.address}).json()["text"]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ([http(PAGE.encode(), "404 Not Found", HTML)], "It answers with status 404."),
        ([http(PAGE.encode(), "500 Oops", HTML)], "It answers with status 500."),
        ([http(b"%PDF-1.7", "200 OK", "Content-Type: application/pdf")], "It is no page of HTML."),
        ([http(b"<html><body></body></html>", "200 OK", HTML)], "No text was found on this page."),
        ([http(b"<p>a" * 50_001, "200 OK", HTML)], "This page is too large to be read."),
        ([http(b"a" * 4_194_305, "200 OK", HTML)], "Its answer is larger than 4096 kB."),
        ([gone], "It cannot be reached"),
        ([moved("/again")], "It redirects more than 3 times."),
        ([moved("http://10.0.0.1/")], "The desk asks no address of a private network."),
        ([moved("http://169.254.169.254/latest/")], "The desk asks no address of a private"),
        ([moved("file:///etc/passwd")], "An address of the web begins with http"),
        ([moved("gopher://127.0.0.1:70/")], "An address of the web begins with http"),
    ],
)
def test_a_page_that_cannot_be_had_is_refused_with_a_sentence(alice, serve, script, why):
    problem = refused(alice.post("articles/", {"url": serve(*script).address}), 422, "invalid")
    assert why in problem["detail"]
    assert "Paste" in problem["detail"]
    assert list(problem["errors"]) == ["url"]
    assert not Article.objects.exists()


def test_a_slow_page_is_given_up(alice, serve, monkeypatch):
    monkeypatch.setattr(fetching, "TOTAL", 0.3)
    server = serve(dripping(http(PAGE.encode(), "200 OK", HTML)))
    problem = refused(alice.post("articles/", {"url": server.address}), 422, "invalid")
    assert "It takes longer than" in problem["detail"]


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://[::1]/"])
def test_a_private_address_is_refused(alice, url):
    problem = refused(alice.post("articles/", {"url": url}), 422, "invalid")
    assert "private network" in problem["detail"]


def test_only_who_may_add_articles_lets_the_desk_ask(victor, serve):
    server = serve(http(PAGE.encode(), "200 OK", HTML))
    refused(victor.post("articles/", {"url": server.address}), 403, "not_allowed")
    assert server.requests == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"html": PAGE, "url": URL, "text": "T"}, ""),
        ({"html": PAGE, "url": URL, "title": "T"}, ""),
        ({"html": PAGE}, "url"),
        ({"url": URL, "title": "T"}, "text"),
        ({"url": URL, "text": "T"}, "title"),
        ({"publisher": "P"}, "title"),
        ({}, "text"),
        ({"html": 7, "url": URL}, "html"),
        ({"html": None, "url": URL}, "html"),
        ({"url": None}, "url"),
    ],
)
def test_exactly_one_of_the_three_forms_is_taken(alice, sent, field):
    problem = refused(alice.post("articles/", sent), 400, "malformed")
    assert field in problem["errors"]


@pytest.mark.parametrize(
    ("html", "status"), [("", 422), ("<p>a" * 50_001, 413), ("half \ud83d <p>a", 422)]
)
def test_html_without_a_text_is_refused(alice, html, status):
    refused(alice.post("articles/", {"html": html, "url": URL}), status)


def test_the_address_of_html_is_checked(alice):
    problem = refused(alice.post("articles/", {"html": PAGE, "url": "javascript:1"}), 422)
    assert list(problem["errors"]) == ["url"]


def test_bulk_takes_texts_only(alice):
    answer = alice.post("articles/bulk/", [{"html": PAGE, "url": URL}, {"url": URL}])
    assert answer.json()["ids"] == []
    assert [error["code"] for error in answer.json()["errors"]] == ["malformed", "malformed"]
