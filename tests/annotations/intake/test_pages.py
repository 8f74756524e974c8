"""Reading a page: its words come in, what is around them does not."""

import contextlib
import datetime as dt

import pytest

from annotations.errors import Invalid, TooLarge
from annotations.intake import pages, weighing
from annotations.text.blocks import blocks
from annotations.text.canonical import canonical

pytestmark = pytest.mark.once

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>The tunnel opens in May | Port News</title>
<meta property="og:site_name" content="Port News"><meta name="author" content="Inga Holm">
<meta property="article:published_time" content="2025-05-02T10:00:00Z">
<script>alert("script")</script><style>p { color: red }</style></head>
<body><nav><a href="/">Front page</a> <a href="/sport">Sport</a></nav><article>
<h1>The tunnel opens in May</h1>
<p>The tunnel under the harbour cost <b onclick="alert(1)">412 million</b> euros, the port
 authority said on <a href="javascript:alert(1)">Tuesday</a>. 🚢 It is 3.2 kilometres long.</p>
<h2>What it cost</h2>
<p>No other tunnel was built faster, said Mayor Inga Holm. Critics call it a monument. Traffic on
 the old bridge fell by 38 % within a week, according to the road office.</p>
<ul><li>The first point of a list</li><li>The second point<ul><li>and one inside</li></ul></li></ul>
<blockquote><p>No other tunnel was built as fast as this</p></blockquote>
<p>One line<br>and another one after a break.</p>
</article><footer>Copyright Port News</footer></body></html>"""


def test_the_main_text_comes_in_as_its_blocks():
    page = pages.read(PAGE, "https://port.example/tunnel")
    found = [
        (block.kind, page.text[block.start : block.end]) for block in blocks(page.text, page.title)
    ]
    assert [(kind, words[:40]) for kind, words in found] == [
        ("paragraph", "The tunnel under the harbour cost 412 mi"),
        ("heading", "What it cost"),
        ("paragraph", "No other tunnel was built faster, said M"),
        ("list_item", "- The first point of a list"),
        ("list_item", "- The second point"),
        ("list_item", "- and one inside"),
        ("quote", "> No other tunnel was built as fast as t"),
        ("paragraph", "One line"),
        ("paragraph", "and another one after a break."),
    ]
    assert "412 million euros, the port authority said on Tuesday. 🚢" in page.text
    assert page.text == canonical(page.text)


def test_what_the_page_says_of_itself_is_found():
    page = pages.read(PAGE, "https://port.example/tunnel")
    assert (page.title, page.publisher, page.byline) == (
        "The tunnel opens in May",
        "Port News",
        "Inga Holm",
    )
    assert (page.language, page.published_on) == ("en-GB", dt.date(2025, 5, 2))


PROSE = "<p>It opened in 2020, after the vote of 3 May 2019, and cost 412 million euros.</p>"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ("", "", None),
        ('<meta name="description" content="It opened on 2020-02-02.">', "", None),
        ('<meta name="date" content="2025">', "", None),
        ('<meta name="date" content="2025-05">', "", None),
        ('<meta name="date" content="2025-05-02">', "", dt.date(2025, 5, 2)),
        ("", "<time>2025</time>", None),
        ("", '<time datetime="2025-05-02">Friday</time>', dt.date(2025, 5, 2)),
    ],
)
def test_a_day_is_taken_only_from_where_a_page_states_a_whole_one(head, body, day):
    html = f"<html><head><title>In 2020</title>{head}</head><body>{body}{PROSE}</body></html>"
    assert pages.read(html).published_on == day


def test_a_title_that_stands_over_the_text_does_not_stand_in_it_again():
    text = pages.read(PAGE).text
    assert text.startswith("The tunnel under the harbour cost")


def test_neither_scripts_nor_what_is_around_the_text_comes_in():
    text = pages.read(PAGE).text
    for gone in ("<", "alert", "color", "Front page", "Sport", "Copyright"):
        assert gone not in text


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "no page at all",
        "<html><body></body></html>",
        "<",
        "<html lang='\ud800'><body><p></p>",
        "<html><body><script>var text = 'The tunnel cost a lot.'</script></body></html>",
    ],
)
def test_a_page_without_text_is_refused_with_a_sentence(html):
    with pytest.raises(Invalid, match="No text was found on this page") as refused:
        pages.read(html)
    assert list(refused.value.errors) == ["html"]


def test_a_part_of_a_page_is_read_however_long():
    assert pages.read("<p>The tunnel is long.</p>").text == "The tunnel is long."
    assert len(pages.read("<p>" + "words here. " * 100_000 + "</p>").text) == 1_199_999


def attributes(most):
    return " ".join(f"a{number}" for number in range(most))


@pytest.mark.parametrize(
    "html",
    [
        "<p>a" * (weighing.MOST_TAGS + 1),
        "a" * 4_000_001,
        f"<p {attributes(weighing.MOST_OF_ONE + 1)}>The tunnel cost 412 million euros.",
        f"<p {attributes(weighing.MOST_OF_ONE)}>" * (weighing.MOST_ATTRIBUTES // 250 + 1),
    ],
)
def test_what_would_take_too_long_is_not_begun(html):
    with pytest.raises(TooLarge):
        pages.read(html)


@pytest.mark.parametrize(
    "html",
    ["<div>" * 40_000, "<ul><li>a" * 20_000, "<b>" * 49_000 + "word", "<table><td>" * 20_000],
)
def test_hostile_nesting_is_read_or_refused(html):
    with contextlib.suppress(Invalid):
        assert pages.read(html + "<p>The tunnel cost 412 million euros, they said.</p>").text


def test_halves_of_characters_and_controls_do_not_stop_it():
    text = "The tunnel under the harbour \x07cost 412\x00 million \ud83d euros, they said."
    page = pages.read(f"<html lang='not a tag!'><body><p>{text}</p></body></html>")
    assert canonical(page.text).startswith("The tunnel under the harbour cost")
    assert page.language == ""
