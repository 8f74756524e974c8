"""What a machine finds on a page: every script element, as a parser of HTML takes it."""

import json
from html.parser import HTMLParser
from typing import Any

LINKED_DATA = "application/ld+json"


class Scripts(HTMLParser):
    """The script elements of a page: their type and text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a script."""
        if tag == "script":
            about = dict(attrs)
            self.found.append((about.get("type") or about.get("src") or "inline", ""))
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self.inside = self.inside and tag != "script"

    def handle_data(self, data: str) -> None:
        """Take what stands in it."""
        if self.inside:
            kind, text = self.found[-1]
            self.found[-1] = (kind, text + data)


def scripts(answer: Any) -> list[tuple[str, str]]:
    """The type (or address) and text of each script element of a page."""
    parser = Scripts()
    parser.feed(answer.content.decode())
    parser.close()
    return parser.found


def linked_data(answer: Any) -> Any:
    """The one piece of JSON-LD on the page; any other script comes from a file."""
    data = [text for kind, text in scripts(answer) if kind == LINKED_DATA]
    others = [(kind, text) for kind, text in scripts(answer) if kind != LINKED_DATA]
    assert len(data) == 1, "A fact-check has one piece of linked data."
    assert all(kind.startswith("/static/") and not text for kind, text in others), others
    return json.loads(data[0])
