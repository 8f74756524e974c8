"""The only converter between code points and JavaScript's UTF-16 units."""

import re
from bisect import bisect_left

from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.text.spans import outside, whole_number

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Index:
    """Converts many offsets of one text: one pass to build, a binary search for each."""

    def __init__(self, text: str) -> None:
        # Where each character of two units stands, in code points and in units.
        self._points = [match.start() for match in _ASTRAL.finditer(text)]
        self._units = [point + earlier for earlier, point in enumerate(self._points)]
        self.length = len(text)
        self.utf16_length = len(text) + len(self._points)

    def to_utf16(self, offset: object, field: str = "start") -> int:
        """Give the offset in UTF-16 units. Raises Invalid outside the text."""
        point = whole_number(offset, field)
        if not 0 <= point <= self.length:
            raise outside(self.length, field)
        return point + bisect_left(self._points, point)

    def to_code_points(self, offset: object, field: str = "start") -> int:
        """Give the offset in code points. Raises Invalid outside the text, or inside a pair."""
        unit = whole_number(offset, field)
        if not 0 <= unit <= self.utf16_length:
            raise outside(self.utf16_length, field)
        pairs = bisect_left(self._units, unit)
        if pairs and self._units[pairs - 1] == unit - 1:
            raise Invalid(
                _("This offset lies inside a character, between the halves of its surrogate pair."),
                field=field,
            )
        return unit - pairs


def to_utf16(text: str, offset: object, field: str = "start") -> int:
    """Convert one offset; for many offsets of one text, keep a Utf16Index."""
    return Utf16Index(text).to_utf16(offset, field)


def to_code_points(text: str, offset: object, field: str = "start") -> int:
    """Convert one offset; for many offsets of one text, keep a Utf16Index."""
    return Utf16Index(text).to_code_points(offset, field)
