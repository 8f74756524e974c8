"""The list of articles, and adding one."""

import contextlib
import re
from ipaddress import ip_network

import pytest

from annotations.models import Article
from annotations.models.suggestion import Level
from tests.annotations.intake.test_pages import PAGE
from tests.annotations.suggesting.misbehaving import Server, http
from tests.cast import TEXT, TITLE, a_claim, an_article, in_review
from tests.frontend.suggesting import read
from tests.frontend.visiting import at_desk, is_grey, queries, words

pytestmark = pytest.mark.django_db


def some(newsroom, count, title="Report"):
    return [
        an_article(newsroom.alice, title=f"{title} {n}", text=f"The {n}th report says little.")
        for n in range(count)
    ]


def test_the_list_says_where_the_claims_of_each_article_stand(newsroom):
    verdict = in_review(newsroom)
    article = verdict.claim.article
    a_claim(newsroom.alice, article, quote="3.2 kilometres")
    read(article, [Level.USUAL, Level.BROAD])
    said = words(at_desk(newsroom.alice).get("/articles/"))
    assert TITLE in said
    assert "added by Alice" in said
    for count in ("Suggested 1", "Open 1", "In review 1"):
        assert count in said


def test_a_title_reads_in_its_own_direction(newsroom):
    article = an_article(newsroom.alice, title="افتتاح النفق", publisher="الميناء")
    body = at_desk(newsroom.alice).get("/articles/").content.decode()
    assert f'<a href="/articles/{article.pk}/" dir="auto">' in body
    assert "<bdi>الميناء</bdi>" in body


def test_an_empty_desk_says_what_to_do(newsroom):
    answer = at_desk(newsroom.alice).get("/articles/")
    assert "No articles yet" in words(answer)
    assert b'href="/articles/add/"' in answer.content


def test_the_number_of_queries_does_not_grow_with_the_list(newsroom):
    client = at_desk(newsroom.alice)
    some(newsroom, 2)
    few = queries(client, "/articles/")
    for article in some(newsroom, 20, "Another report"):
        a_claim(newsroom.alice, article, quote="report")
    assert queries(client, "/articles/") == few


def test_older_articles_are_one_page_further(newsroom):
    articles = some(newsroom, 53)
    client = at_desk(newsroom.alice)
    first = words(client.get("/articles/"))
    assert "Report 52" in first
    assert "Report 2 " not in first
    second = client.get(f"/articles/?before={articles[3].pk}")
    assert "Report 2 " in words(second)
    assert "Report 3 " not in words(second)
    assert "Newest" in words(second)


@pytest.mark.parametrize("before", ["nonsense", "-1", "9" * 40, "²"])
def test_nonsense_in_the_address_shows_the_newest(newsroom, before):
    some(newsroom, 1)
    assert "Report 0" in words(at_desk(newsroom.alice).get("/articles/", {"before": before}))


def test_articles_are_found_by_words_of_their_title(newsroom):
    some(newsroom, 3)
    an_article(newsroom.alice)
    client = at_desk(newsroom.alice)
    found = words(client.get("/articles/?q=TUNNEL"))
    assert TITLE in found
    assert "Report" not in found
    assert "No title has these words" in words(client.get("/articles/?q=submarine"))


@pytest.mark.parametrize("asked", ["\0", "tunnel\0", "%", "_", "x" * 60_000, "🚢" * 60_000])
def test_the_list_takes_any_words(newsroom, asked):
    answer = at_desk(newsroom.alice).get("/articles/", {"q": asked})
    assert answer.status_code == 200


def test_a_null_character_in_the_words_is_left_out(newsroom):
    an_article(newsroom.alice)
    assert TITLE in words(at_desk(newsroom.alice).get("/articles/", {"q": "tun\0nel"}))


def test_an_article_is_added_and_opens(newsroom):
    answer = at_desk(newsroom.alice).post("/articles/add/", {"title": TITLE, "text": TEXT})
    article = Article.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/articles/{article.pk}/"
    assert article.added_by == newsroom.alice.user


def test_the_same_text_again_leads_to_the_article_that_is_there(newsroom):
    first = an_article(newsroom.bob)
    client = at_desk(newsroom.alice)
    answer = client.post("/articles/add/", {"title": TITLE, "text": TEXT}, follow=True)
    assert answer.redirect_chain == [(f"/articles/{first.pk}/", 302)]
    assert "This text is here already: Bob added it." in words(answer)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": " \n "}, "There is nothing to read in this text."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"language": "english, mostly"}, "Write the language as a tag"),
        ({"published_on": "yesterday"}, "Enter a valid date."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(newsroom, given, sentence):
    typed = {"title": "Kept <title>", "text": TEXT, "byline": "Noor Haddad"} | given
    answer = at_desk(newsroom.alice).post("/articles/add/", typed)
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert 'value="Kept &lt;title&gt;"' in answer.content.decode()
    assert 'value="Noor Haddad"' in answer.content.decode()
    assert not Article.objects.exists()


def test_a_text_that_is_too_long_is_refused_with_a_sentence(newsroom):
    typed = {"title": "Long", "text": "word " * 250_000}
    answer = at_desk(newsroom.alice).post("/articles/add/", typed)
    assert answer.status_code == 413
    assert "This text is too long" in words(answer)


def test_more_than_the_desk_takes_in_one_piece_is_refused_with_a_page(newsroom):
    typed = {"title": "Long", "text": "word " * 3_500_000}
    answer = at_desk(newsroom.alice).post("/articles/add/", typed)
    assert answer.status_code == 400
    assert "more than the desk takes in one piece" in words(answer)


def test_a_viewer_reads_why_the_button_is_grey(newsroom):
    an_article(newsroom.alice)
    client = at_desk(newsroom.victor)
    answer = client.get("/articles/")
    assert is_grey(answer, "Add an article")
    assert "You are a viewer here; this takes a contributor." in words(answer)
    assert client.get("/articles/add/").status_code == 403
    assert client.post("/articles/add/", {"title": TITLE, "text": TEXT}).status_code == 302


def test_another_teams_articles_are_not_in_the_list(newsroom):
    an_article(newsroom.alice)
    assert TITLE not in words(at_desk(newsroom.mallory).get("/articles/"))


@pytest.fixture
def page_of_the_port(settings):
    """A page of the web, on this machine."""
    settings.PRIVATE_ADDRESSES = [ip_network("127.0.0.0/8")]
    html = http(PAGE.encode(), "200 OK", "Content-Type: text/html")
    with contextlib.closing(Server(html)) as server:
        yield server.address


def test_an_address_alone_shows_what_its_page_says_before_it_is_added(newsroom, page_of_the_port):
    client = at_desk(newsroom.alice)
    answer = client.post("/articles/add/", {"url": page_of_the_port, "byline": "Kept"})
    assert answer.status_code == 200
    assert not Article.objects.exists()
    body = answer.content.decode()
    for found in ("The tunnel opens in May", "Port News", "2025-05-02", page_of_the_port, "Kept"):
        assert f'value="{found}"' in body
    assert "Look at it, then add it." in words(answer)
    form = answer.context["form"].initial
    assert "cost 412 million euros" in form["text"]
    client.post("/articles/add/", {name: value or "" for name, value in form.items()})
    assert Article.objects.get().current.text == form["text"]


def test_another_text_at_a_known_address_is_asked_about_before_it_is_added(newsroom):
    url, other = "https://port.example/tunnel", TEXT.replace("412", "421")
    article = an_article(newsroom.bob, url=url)
    client, form = at_desk(newsroom.alice), {"title": TITLE, "text": other, "url": url}
    answer = client.post("/articles/add/", form)
    assert answer.status_code == 409
    assert f"This address is here already ( {TITLE} , version 1); its text has changed." in (
        words(answer).replace("(", "( ").replace(", v", " , v")
    )
    assert not article.versions.filter(number=2).exists()
    answer = client.post("/articles/add/", form | {"way": "version"}, follow=True)
    assert answer.redirect_chain == [(f"/articles/{article.pk}/", 302)]
    assert "Version 2 is added." in words(answer)
    assert article.versions.get(number=2).text == other
    assert client.post("/articles/add/", form).status_code == 302
    client.post("/articles/add/", form | {"text": "A third text.", "way": "another"})
    assert Article.objects.filter(url=url).count() == 2
    assert an_article(newsroom.mallory, url=url, text="A fourth.") != article


def test_the_address_comes_first_and_may_be_all(newsroom):
    body = at_desk(newsroom.alice).get("/articles/add/").content.decode()
    (field,) = re.findall(r"<(?:input|textarea)[^>]* autofocus[^>]*>", body)
    assert 'name="url"' in field
    for name in ("title", "text"):
        label = body.split(f'<label for="id_{name}">')[1].split("</label>")[0]
        assert "optional" in label


def test_an_address_that_cannot_be_read_is_said_and_nothing_typed_is_lost(newsroom):
    typed = {"url": "http://127.0.0.1/page", "title": "Kept", "byline": "Kept too"}
    answer = at_desk(newsroom.alice).post("/articles/add/", typed)
    assert answer.status_code == 422
    assert "This page cannot be read. The desk asks no address of a private network." in (
        words(answer)
    )
    assert "This field is required." not in words(answer)
    for kept in typed.values():
        assert f'value="{kept}"' in answer.content.decode()
