"""An article's texts on the desk's pages: the earlier ones, and a new one."""

import contextlib
from ipaddress import ip_network

import pytest

from tests.annotations.intake.test_pages import PAGE
from tests.annotations.suggesting.misbehaving import Server, http
from tests.cast import TEXT, TITLE, a_claim, a_version, again, an_article, in_review
from tests.frontend.visiting import at_desk, queries, words

pytestmark = pytest.mark.django_db

OTHER = TEXT.replace("412", "421")


def test_a_new_text_is_pasted_and_the_page_says_what_became_of_the_quotes(newsroom):
    claim = a_claim(newsroom.alice)
    room = f"/articles/{claim.article_id}/"
    client = at_desk(newsroom.bob)
    assert f'href="{room}versions/add/"' in client.get(room).content.decode()
    client.get(f"{room}versions/add/")
    form = {"title": TITLE, "text": OTHER, "version": 1}
    answer = client.post(f"{room}versions/add/", form, follow=True)
    assert answer.redirect_chain == [(room, 302)]
    assert "Quotes as they were: 0; changed: 1; gone: 0." in words(answer)
    assert "version 2" in words(answer)
    assert "this version by Bob" in words(answer)
    answer = client.post(f"{room}versions/add/", form | {"text": TEXT})
    assert answer.status_code == 412
    assert "This article has a newer text." in words(answer)
    assert b'name="version" value="2"' in answer.content


@pytest.mark.parametrize("text", ["", " \n "])
def test_nothing_is_no_new_text(newsroom, text):
    article = an_article(newsroom.alice)
    form = {"title": TITLE, "text": text, "version": 1}
    answer = at_desk(newsroom.alice).post(f"/articles/{article.pk}/versions/add/", form)
    assert answer.status_code == 422
    assert article.versions.count() == 1


def test_the_address_is_read_again_and_looked_at_before_it_is_added(newsroom, settings):
    settings.PRIVATE_ADDRESSES = [ip_network("127.0.0.0/8")]
    html = http(PAGE.encode(), "200 OK", "Content-Type: text/html")
    with contextlib.closing(Server(html)) as server:
        article = an_article(newsroom.alice, url=server.address, title="The tunnel opens")
        answer = at_desk(newsroom.alice).post(
            f"/articles/{article.pk}/versions/add/", {"read": "1"}
        )
    found = answer.context["form"].initial
    assert "cost 412 million euros" in found["text"]
    assert found["title"] == "The tunnel opens in May"
    assert article.versions.count() == 1
    assert again(article).title == "The tunnel opens"


def test_a_corrected_headline_comes_with_the_text(newsroom):
    claim = a_claim(newsroom.alice)
    client, room = at_desk(newsroom.bob), f"/articles/{claim.article_id}/"
    page = client.get(f"{room}versions/add/").content.decode()
    assert f'value="{TITLE}"' in page
    form = {"title": "The tunnel opens in June", "byline": "Noor Haddad", "text": OTHER}
    shown = words(client.post(f"{room}versions/add/", form | {"version": 1}, follow=True))
    assert "The tunnel opens in June" in shown
    assert "By Noor Haddad" in shown


def test_what_was_pasted_stays_where_the_headline_cannot_change_now(newsroom):
    article = in_review(newsroom).claim.article
    form = {"title": "Another", "byline": "", "text": OTHER, "version": 1}
    client, address = at_desk(newsroom.bob), f"/articles/{article.pk}/versions/add/"
    answer = client.post(address, form)
    assert answer.status_code == 409
    assert "is being reviewed or waits for publication" in words(answer)
    assert "cost 421 million" in words(answer)
    assert article.versions.count() == 1
    assert client.post(address, form | {"title": TITLE}).status_code == 302


def test_an_earlier_text_is_read_with_what_is_otherwise_now(newsroom):
    article = an_article(newsroom.alice)
    a_version(article, OTHER)
    room, client = f"/articles/{article.pk}/", at_desk(newsroom.victor)
    page = f"{room}versions/1/"
    body = client.get(room).content.decode()
    assert f'href="{page}"' in body
    assert "versions/add/" not in body
    assert "<del>412</del><ins>421</ins>" in client.get(page).content.decode()
    assert "This is the newest text." in words(client.get(f"{room}versions/2/"))
    assert client.get(f"{room}versions/3/").status_code == 404
    assert client.get(f"{room}versions/add/").status_code == 403
    assert at_desk(newsroom.mallory).get(page).status_code == 404


def test_the_queries_of_an_earlier_text_do_not_grow_with_their_number(newsroom):
    article, client = an_article(newsroom.alice), at_desk(newsroom.alice)
    a_version(article, OTHER)
    few = queries(client, f"/articles/{article.pk}/versions/1/")
    for number in range(10):
        a_version(article, f"{TEXT}\n\n{number}")
    assert queries(client, f"/articles/{article.pk}/versions/1/") == few
