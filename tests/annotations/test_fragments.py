"""Links to the very words of a page."""

from urllib.parse import unquote

import pytest

from annotations.publishing.fragments import to_words

pytestmark = pytest.mark.once
PAGE = "https://news.example/tunnel"


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("cost 412 million", "cost%20412%20million"),
        ("a, b & c-d", "a%2C%20b%20%26%20c%2Dd"),
        ("kostet 3 € – 🚢", "kostet%203%20%E2%82%AC%20%E2%80%93%20%F0%9F%9A%A2"),
        ("1 2 3 4 5 6 7 8 9", "1%202%203%204,6%207%208%209"),
        ("The end.\n\nThe beginning.", "The%20end.,The%20beginning."),
    ],
)  # fmt: skip
def test_the_words_are_named_in_a_text_fragment(words, directive):
    assert to_words(PAGE, words) == f"{PAGE}#:~:text={directive}"


def test_the_page_s_own_fragment_stays():
    assert to_words(f"{PAGE}?a=1#top", "words") == f"{PAGE}?a=1#top:~:text=words"


def test_without_a_page_there_is_no_link():
    assert to_words("", "words") == ""


@pytest.mark.parametrize("words", ["a-b,c&d", "x" * 3000, "</a>\"'", "مرحبا بالعالم"])
def test_nothing_of_the_words_reads_as_a_sign(words):
    directive = to_words(PAGE, words).split("text=")[1]
    assert not set(directive) & set("-,&#<>\"' ")
    assert unquote(directive) == words
