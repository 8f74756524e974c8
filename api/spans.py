"""What a program says about where words stand, as a span in code points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from annotations.text.selectors import find_quote
from annotations.text.spans import Span, check_span
from annotations.text.units import Utf16Index
from api.problems import Malformed

UTF16 = "utf16"


def span_of(text: str, sent: Mapping[str, Any]) -> Span:
    """Return the span named by `start` and `end` in `unit`, or by `exact` with its context.

    Raises Malformed where half of it is missing, Invalid where it is not in the text.
    """
    start, end, exact = sent.get("start"), sent.get("end"), sent.get("exact")
    if start is None and end is None and exact is not None:
        return find_quote(text, exact, sent["prefix"], sent["suffix"])
    if start is None or end is None:
        raise Malformed(_("Send start and end, or the exact words."))
    if sent["unit"] == UTF16:
        index = Utf16Index(text)
        start, end = index.to_code_points(start, "start"), index.to_code_points(end, "end")
    return check_span(text, start, end, exact)
