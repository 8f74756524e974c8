import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text.blocks import blocks

PARAGRAPH = "The ferry company said on Tuesday that the harbour would stay closed for a year. " * 2


def kinds(text, title=""):
    return [block.kind for block in blocks(text, title)]


def test_every_line_with_words_is_a_block_without_its_spaces():
    text = "  One. \n\n\t\nTwo.\nThree."
    assert [text[start:end] for _, start, end in blocks(text)] == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("> We never said that.", "quote"),
        ("- a ferry", "list_item"),
        ("* a ferry", "list_item"),
        ("• a ferry", "list_item"),
        ("1. Look at the sea.", "list_item"),
        ("12) Look at the sea.", "list_item"),
        ("-5 degrees were measured.", "paragraph"),
        ("1.5 million people left.", "paragraph"),
        ("2019. It was a bad year.", "paragraph"),
        ("The harbour closed.", "paragraph"),
    ],
)
def test_a_line_tells_its_kind_by_how_it_begins(line, kind):
    assert kinds(line) == [kind]


def test_the_title_is_a_heading_wherever_it_stands():
    text = f"Harbour  closed, again.\n{PARAGRAPH}\nHARBOUR CLOSED, AGAIN."
    assert kinds(text, "Harbour closed, again.") == ["heading", "paragraph", "heading"]


def test_a_short_line_alone_above_a_paragraph_is_a_heading():
    assert kinds(f"{PARAGRAPH}\n\nWhat happened next\n\n{PARAGRAPH}")[1] == "heading"


@pytest.mark.parametrize(
    "line",
    ["It closed.", "and so on", "She said:", "“Never”", "25 September 2021", "A " * 50, "Why?"],
)
def test_other_short_lines_stay_paragraphs(line):
    assert kinds(f"{PARAGRAPH}\n\n{line}\n\n{PARAGRAPH}")[1] == "paragraph"


def test_a_short_line_among_others_is_no_heading():
    assert kinds(f"Fish\nChips\n{PARAGRAPH}") == ["paragraph"] * 3
    assert kinds("What happened next") == ["paragraph"]


@given(st.text("ab .\n\t>-1", max_size=60), st.text("ab ", max_size=5))
def test_blocks_are_in_order_trimmed_and_cover_every_word(text, title):
    found = blocks(text, title)
    covered: set[int] = set()
    for _, start, end in found:
        assert text[start:end] == text[start:end].strip() != ""
        assert "\n" not in text[start:end]
        covered.update(range(start, end))
    assert found == sorted(found, key=lambda block: block.start)
    assert sum(end - start for _, start, end in found) == len(covered)
    assert all(text[i].isspace() for i in range(len(text)) if i not in covered)
