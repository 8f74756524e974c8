"""Text from outside without its markup. Pure."""

from __future__ import annotations

import html

import nh3

_ROUNDS = 5


def plain(text: str) -> str:
    """Return the words of a text that may be HTML, on one line; what is no markup stays.

    Markup that was escaped is markup too: it is taken out until nothing changes.
    """
    for _round in range(_ROUNDS):
        bare = html.unescape(nh3.clean(text, tags=set()))
        if bare == text:
            return " ".join(text.split())
        text = bare
    return " ".join(nh3.clean(text, tags=set()).split())
