"""What a program says about where words stand, as a span in code points."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from annotations.text.selectors import find_quote
from annotations.text.spans import Span, check_span
from annotations.text.units import Utf16Index
from api.problems import Malformed

UTF16 = "utf16"


class Places:
    """Answers where the words stand that are named in one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, sent: Mapping[str, Any]) -> Span:
        """Return the span named by `start` and `end` in `unit`, or by `exact` with its context.

        Raises Malformed where half of it is missing, Invalid where it is not in the text.
        """
        start, end, exact = sent.get("start"), sent.get("end"), sent.get("exact")
        if start is None and end is None and exact is not None:
            return find_quote(self.text, exact, sent["prefix"], sent["suffix"])
        if start is None or end is None:
            raise Malformed(_("Send start and end, or the exact words."))
        if sent["unit"] == UTF16:
            start = self._units.to_code_points(start, "start")
            end = self._units.to_code_points(end, "end")
        return check_span(self.text, start, end, exact)

    @cached_property
    def _units(self) -> Utf16Index:
        return Utf16Index(self.text)
