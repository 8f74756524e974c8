import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.suggesting.sentences import split
from annotations.suggesting.structure import units
from tests.annotations.suggesting.articles import joined

BODY = "The ferry company said on Tuesday that the harbour would stay closed for a whole year. " * 2


def kinds(text, title=""):
    return [unit.kind for unit in units(text, title)]


def test_each_sentence_of_an_article_gets_its_kind():
    text, spans = joined()
    found = units(text)
    assert [(unit.start, unit.end) for unit in found] == spans
    assert [unit.kind for unit in found] == [
        *["title", "title", "fragment", "date_line"],
        *["sentence"] * 6,
        *["fragment", "question", "fragment", "byline", "notice"],
    ]


def test_every_sentence_of_a_title_is_title():
    title = "The pier closed. Nobody asked the island about it."
    assert kinds(f"{title}\n{BODY}", title) == ["title", "title", "sentence", "sentence"]


def test_a_first_line_that_is_a_sentence_is_no_title():
    assert kinds("The harbour has been closed since May.\n" + BODY)[0] == "sentence"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("By Jane Doe", "byline"),
        ("by Jane Doe and Ann-Marie O’Hara, Harbour Correspondent", "byline"),
        ("Reporting by Jane Doe in Oslo", "byline"),
        ("By 2025 the city will have two bridges.", "sentence"),
        ("By Monday the council had voted on the budget.", "sentence"),
        ("25.09.2021, Sputnik International", "date_line"),
        ("Published on 4 March 2020 at 10:15 am", "date_line"),
        ("Updated March 4, 2020", "date_line"),
        ("2021-09-25", "date_line"),
        ("On 4 March 2020 the council voted to close it.", "sentence"),
        ("Photo: Jane Doe / Harbour Pictures in the year of the flood", "notice"),
        ("Read more: Why the ferry is not coming back this year", "notice"),
        ("Sign up for our daily letter about the sea.", "notice"),
        ("Related: The ferry that nobody wanted to have", "notice"),
        ("Copyright 2026 Ellery Courier and its many partners", "notice"),
        ("Related parties paid the minister $3 million in 2019, the court found.", "sentence"),
        ("Advertisers spent a record sum on political campaigns this year.", "sentence"),
        ("Sponsored migrants rose by 40 percent last year, the ministry said.", "sentence"),
        ("Copyright infringement costs the studios more every year.", "sentence"),
        ("Subscribers to the ferry's pass fell by 200 in 2022.", "sentence"),
        ("Log in data show that 40 percent never came back.", "sentence"),
        ("Crime doubled last year.", "fragment"),
        ("The board closed the pier, which was the oldest, and...", "fragment"),
        ("The board closed the pier, which had been built by the…”", "fragment"),
        ("The board closed the pier, the oldest in town...", "sentence"),
        ("The board closed the pier that it was in.", "sentence"),
        ("Why did the council vote to close it?", "question"),
        ("“Why did the council vote to close it?”", "question"),
        ("渡轮公司周二表示港口将关闭一年。", "sentence"),
        ("قالت شركة العبارات إن الميناء سيظل مغلقا.", "sentence"),
        ("word " * 400, "overlong"),
    ],
)
def test_a_line_tells_its_kind(line, kind):
    assert kinds(f"{BODY}\n{line}\n{BODY}")[2] == kind


@given(st.text(), st.text(max_size=5))
def test_every_sentence_of_any_text_gets_a_kind(text, title):
    found = units(text, title)
    assert [(unit.start, unit.end) for unit in found] == split(text)
    assert all(unit.text == text[unit.start : unit.end] and unit.kind for unit in found)
