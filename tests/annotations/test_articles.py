"""Adding articles: once, canonical, with a job planned; many at once; nothing half-written."""

import datetime as dt

import pytest

from annotations.actions import articles
from annotations.actions.articles import NewArticle
from annotations.actions.versions import MOST_BLOCKS
from annotations.errors import Invalid, NotAllowed, TooLarge
from annotations.history.ledger import first_bad_line
from annotations.models import Article, ArticleVersion, Event, Job, Stream
from tests.cast import TEXT, TITLE, an_article


def rows():
    nouns = (Article, ArticleVersion, Event, Job, Stream)
    return {noun.__name__: noun.objects.count() for noun in nouns}


def prepared(by, *texts, **about):
    return [
        articles.prepare(NewArticle(title=f"Text {n}", text=text, **about), by=by, source="bulk")
        for n, text in enumerate(texts)
    ]


def test_an_article_is_stored_with_its_first_version_and_a_job(newsroom):
    article = an_article(
        newsroom.alice,
        url="https://news.example/tunnel",
        publisher="  The  Post ",
        language="en",
        published_on=dt.date(2025, 11, 18),
    )
    version = article.current
    assert (article.title, article.publisher, article.added_by) == (
        TITLE,
        "The Post",
        newsroom.alice.user,
    )
    assert (version.number, version.text, version.source) == (1, TEXT, "pasted")
    assert version.words == len(TEXT.split())
    job = Job.objects.get()
    assert (job.kind, job.key, job.state) == ("suggest", f"article:{article.pk}", "waiting")
    assert (job.args, job.asked_by) == ({"article": article.pk}, newsroom.alice.user)


def test_blocks_point_at_their_words(newsroom):
    version = an_article(newsroom.alice).current
    assert version.blocks[0]["kind"] == "heading"
    assert [version.text[b["start"] : b["end"]] for b in version.blocks] == [
        line for line in TEXT.split("\n") if line
    ]


def test_the_same_url_and_text_is_the_same_article(newsroom):
    first, created = articles.add_article(NewArticle(title="One", text=TEXT), by=newsroom.alice)
    before = rows()
    second, again = articles.add_article(NewArticle(title="Two", text=TEXT), by=newsroom.bob)
    assert (created, again) == (True, False)
    assert (second.pk, second.title, rows()) == (first.pk, "One", before)


def test_another_url_or_another_team_is_another_article(newsroom):
    first = an_article(newsroom.alice)
    assert an_article(newsroom.alice, url="https://news.example/1").pk != first.pk
    assert an_article(newsroom.mallory).pk != first.pk


def test_line_ends_and_accents_are_made_canonical_once(newsroom):
    article = an_article(newsroom.alice, title="Cafe\u0301", text="Cafe\u0301.\r\nOne.\rTwo.\u2028")
    assert article.title == "Café"
    assert article.current.text == "Café.\nOne.\nTwo.\n"
    assert an_article(newsroom.alice, text="Café.\nOne.\nTwo.\n").pk == article.pk


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": " \n\u200b"}, "text"),
        ({"text": "A\x00B"}, "text"),
        ({"text": "A\ud800B"}, "text"),
        ({"title": ""}, "title"),
        ({"title": "A\x00B"}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"url": "ftp://news.example/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "http://[::1"}, "url"),
        ({"language": "English please"}, "language"),
        ({"published_on": "yesterday"}, "published_on"),
        ({"external_id": "\x07"}, "external_id"),
    ],
)
def test_what_cannot_be_an_article_is_refused_by_field(newsroom, given, field):
    before = rows()
    with pytest.raises(Invalid) as refused:
        articles.add_article(
            NewArticle(**({"title": "T", "text": "A."} | given)), by=newsroom.alice
        )
    assert list(refused.value.errors) == [field]
    assert rows() == before


def test_more_than_a_million_characters_are_too_large(newsroom):
    before = rows()
    with pytest.raises(TooLarge):
        an_article(newsroom.alice, text="a " * 500_001)
    assert rows() == before


def test_more_paragraphs_than_anybody_writes_are_too_large(newsroom):
    most = "a\n \n" * MOST_BLOCKS
    assert len(an_article(newsroom.alice, text=most).current.blocks) == MOST_BLOCKS
    with pytest.raises(TooLarge, match="20,000"):
        an_article(newsroom.alice, text=most + "b")


def test_a_viewer_adds_nothing(newsroom):
    before = rows()
    with pytest.raises(NotAllowed, match="You are a viewer here"):
        an_article(newsroom.victor)
    assert rows() == before


def test_an_external_id_names_one_article(newsroom):
    first = an_article(newsroom.alice, external_id="A-1")
    renewed = an_article(newsroom.alice, text="Other words.", external_id="A-1")
    assert (renewed.pk, renewed.current.number) == (first.pk, 2)
    assert an_article(newsroom.mallory, external_id="A-1").external_id == "A-1"


def test_many_at_once_keep_their_order_and_repeat_nothing(newsroom):
    old = an_article(newsroom.alice, text="Two.")
    given = prepared(newsroom.alice, "One.", "Two.", "Three.", "One.")
    answers = articles.add_articles(given, by=newsroom.alice)
    found = [(article.current.text, created) for article, created in answers]
    assert found == [("One.", True), ("Two.", False), ("Three.", True), ("One.", False)]
    assert all(article.pk for article, _created in answers)
    assert answers[1][0].pk == old.pk
    assert answers[0][0].pk == answers[3][0].pk
    assert Article.objects.count() == Job.objects.count() == 3


def test_each_of_many_has_a_history_that_verifies(newsroom):
    articles.add_articles(prepared(newsroom.alice, "One.", "Two."), by=newsroom.alice)
    streams = Stream.objects.filter(article__isnull=False)
    assert [stream.seq for stream in streams] == [2, 2]
    assert [first_bad_line(stream) for stream in streams] == [None, None]


def test_of_many_one_bad_external_id_leaves_nothing(newsroom):
    before = rows()
    given = prepared(newsroom.alice, "One.", "Two.", external_id="B-7")
    with pytest.raises(Invalid, match="“B-7”"):
        articles.add_articles(given, by=newsroom.alice)
    assert rows() == before


def test_many_take_as_many_queries_as_two(newsroom, django_assert_max_num_queries):
    given = prepared(newsroom.alice, *(f"Text {n}." for n in range(50)))
    with django_assert_max_num_queries(20):
        articles.add_articles(given, by=newsroom.alice)
