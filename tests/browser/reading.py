"""How a test reads, points and selects in an article, as a person with a mouse does."""

from typing import Any

_BOXES = """(words) => {
  const blocks = [...document.querySelectorAll("#blocks > [data-start]")];
  const block = blocks.find((one) => one.textContent.includes(words));
  const at = block.textContent.indexOf(words);
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const letters = [];
  let passed = 0;
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    for (let n = 0; n < text.length; n += 1) {
      const place = passed + n;
      if (place !== at && place !== at + words.length - 1) continue;
      const range = document.createRange();
      range.setStart(text, n);
      range.setEnd(text, n + 1);
      const box = range.getClientRects()[0];
      // A paragraph may be longer than the window.
      if (!letters.length) scrollBy({ top: box.top - innerHeight / 2, behavior: "instant" });
      letters.push(range);
    }
    passed += text.length;
  }
  return [letters[0], letters.at(-1)].map((letter) => {
    const box = letter.getClientRects()[0];
    return [box.left, box.right, (box.top + box.bottom) / 2];
  });
}"""


def drag(page: Any, words: str, *, inside: float = 1) -> None:
    """Select these words with the mouse, beginning and ending `inside` pixels within them."""
    first, last = page.evaluate(_BOXES, words)
    page.mouse.move(first[0] + inside, first[2])
    page.mouse.down()
    page.mouse.move((first[0] + last[1]) / 2, first[2], steps=3)
    page.mouse.move(last[1] - inside, last[2], steps=3)
    page.mouse.up()


def selected(page: Any) -> str:
    """The words that are selected now."""
    return str(page.evaluate("getSelection().toString()"))


def marked(page: Any, key: str) -> str:
    """The words that all marks of a claim or suggestion cover."""
    kind, pk = key.split("-")
    marks = page.locator(f'mark[data-{kind}="{pk}"]')
    return "".join(marks.all_text_contents())
