import pytest

from annotations.errors import Invalid
from annotations.text.spans import MAX_QUOTE, Span, check_span

TEXT = "The harbour   closed in 2019."


def test_a_span_with_its_quote_is_taken():
    assert check_span(TEXT, 4, 11) == Span(4, 11)
    assert check_span(TEXT, 4, 11, "harbour") == Span(4, 11)
    assert check_span(TEXT, 0, len(TEXT), TEXT) == Span(0, len(TEXT))


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (-1, 5, "start"),
        (0, 30, "end"),
        (10**40, 10**41, "start"),
        (0, 10**40, "end"),
        (0, -1, "end"),
        (5, 5, "end"),
        (9, 3, "end"),
        (11, 14, "end"),
        (True, 5, "start"),
        (0, True, "end"),
        (0.0, 5, "start"),
        ("0", 5, "start"),
        (None, 5, "start"),
        (0, [5], "end"),
        (float("nan"), 5, "start"),
    ],
)
def test_a_span_that_quotes_nothing_is_refused(start, end, field):
    with pytest.raises(Invalid) as refusal:
        check_span(TEXT, start, end)
    assert list(refusal.value.errors) == [field]


def test_a_span_is_quoted_whatever_the_line_ends_and_the_form():
    assert check_span("Un caf\u00e9\nici", 3, 11, "cafe\u0301\r\nici") == Span(3, 11)
    with pytest.raises(Invalid, match="5,000"):
        check_span("Un caf\u00e9", 3, 7, "x" * 5_001)


def test_another_quote_is_refused_with_the_text_that_was_found():
    with pytest.raises(Invalid, match="“harbour”") as refusal:
        check_span(TEXT, 4, 11, "Harbour")
    assert refusal.value.errors["found"] == ["harbour"]
    assert refusal.value.errors["exact"] == [refusal.value.sentence]


def test_a_long_text_that_was_found_is_shortened_in_the_sentence():
    text = "word " * 100
    with pytest.raises(Invalid) as refusal:
        check_span(text, 0, 400, "words")
    assert len(refusal.value.sentence) < 130
    assert refusal.value.errors["found"] == [text[:400]]


def test_a_quote_has_a_greatest_length():
    assert check_span("a" * 6_000, 0, MAX_QUOTE) == (0, MAX_QUOTE)
    with pytest.raises(Invalid, match="5,000"):
        check_span("a" * 6_000, 0, MAX_QUOTE + 1)
