"""Words put right beside a quote: “did not” before “cost 412 million” makes another claim of it."""

from __future__ import annotations

import re

from annotations.text.selectors import Quote

BESIDE = 12
"""So many characters that stood beside the quote tell what was put in between."""
MOST = 60
"""So many may have been put in: more is another surrounding."""
_ENDS = re.compile(r"[.!?…][\"'”’»)]*\s|\n")
"""Where a sentence ends: what was put in before or behind that belongs to another one."""


def widened(text: str, quote: Quote, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of these words of the quote, with what was put into their sentence there.

    Only what stands between them and what stood beside them counts: where all around them is
    different, they are as they were.
    """
    return start - len(_before(text, quote, start)), end + len(_after(text, quote, end))


def _before(text: str, quote: Quote, start: int) -> str:
    known = quote.prefix[-BESIDE:]
    near = text[max(0, start - MOST - len(known)) : start]
    if near.endswith(known) and known:
        return ""
    put_in = near.rpartition(known)[2] if known and known in near else ""
    if not known and len(near) <= MOST:
        put_in = near  # it was the beginning of the text
    return _ENDS.split(put_in)[-1].lstrip()


def _after(text: str, quote: Quote, end: int) -> str:
    known = quote.suffix[:BESIDE]
    near = text[end : end + MOST + len(known)]
    if (near.startswith(known) and known) or _ENDS.search(f"{quote.exact[-2:]} "):
        return ""
    put_in = near.partition(known)[0] if known and known in near else ""
    if not known and len(near) <= MOST:
        put_in = near  # it was the end of the text
    return _ENDS.split(f"{put_in}")[0].rstrip()
