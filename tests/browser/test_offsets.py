"""The browser counts as the server does: the cases are the same, the units are UTF-16."""

import json
from pathlib import Path

import pytest

from tests.cast import an_article

pytestmark = [pytest.mark.browser, pytest.mark.needs("browser")]

ALL = json.loads((Path(__file__).parent.parent / "cases" / "offsets.json").read_text())
# The others are for the server to refuse; a browser cannot select half a character.
CASES = [case for case in ALL if not case.get("refused")]

COUNT = """async ([address, cases]) => {
  const { offsetAt, rangeOf } = await import(address);
  return cases.map(({ text, utf16_start, utf16_end }) => {
    const room = document.createElement("div");
    const block = document.createElement("p");
    block.dataset.start = "0";
    // Marks cut the text into pieces, as they do on the page.
    const half = Math.floor(text.length / 2);
    const mark = document.createElement("mark");
    mark.textContent = text.slice(half);
    block.append(text.slice(0, half), mark);
    room.append(block);
    document.body.append(room);
    const range = rangeOf(room, utf16_start, utf16_end);
    const found = {
      exact: range.toString(),
      start: offsetAt(range.startContainer, range.startOffset),
      end: offsetAt(range.endContainer, range.endOffset),
      length: text.length,
    };
    room.remove();
    return found;
  });
}"""


def test_offsets_in_a_page_are_the_shared_cases(page_for, newsroom):
    an_article(newsroom.alice)
    page = page_for(newsroom.alice.user)
    page.goto("/articles/")
    address = f"{page.evaluate('location.origin')}/static/frontend/offsets.js"
    counted = page.evaluate(COUNT, [address, CASES])
    for case, found in zip(CASES, counted, strict=True):
        assert found["exact"] == case["exact"], case["name"]
        assert (found["start"], found["end"]) == (case["utf16_start"], case["utf16_end"])
        assert found["length"] == len(case["text"].encode("utf-16-le")) // 2, case["name"]


def test_what_a_page_shows_is_the_text_character_by_character(page_for, newsroom):
    article = an_article(newsroom.alice, text="\n\n".join(case["text"] for case in CASES))
    page = page_for(newsroom.alice.user)
    page.goto(f"/articles/{article.pk}/")
    shown = page.evaluate("""() => [...document.querySelectorAll("#blocks > [data-start]")]
      .map((block) => [Number(block.dataset.start), block.textContent])""")
    units = article.current.text.encode("utf-16-le")
    assert shown
    for start, words in shown:
        length = len(words.encode("utf-16-le"))
        assert units[2 * start : 2 * start + length].decode("utf-16-le") == words
