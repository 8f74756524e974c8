"""A span: two positions in a text, in code points, the end exclusive."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.text.canonical import in_canonical_form

MAX_QUOTE = 5_000
# NFC makes at least one character of any four.
_LONGEST_SENT = 4 * MAX_QUOTE
_SHOWN = 80


class Span(NamedTuple):
    """Where a quote stands: `text[start:end]`."""

    start: int
    end: int


def check_span(text: str, start: object, end: object, exact: str | None = None) -> Span:
    """Give the span if it quotes something, and quotes `exact` where that is given.

    Offsets are code points. Raises Invalid about "start", "end" or "exact"; a quote that does not
    match also carries the text that was found, under "found".
    """
    span = Span(whole_number(start, "start"), whole_number(end, "end"))
    _refuse_outside(text, span)
    if not text[span.start : span.end].strip():
        raise Invalid(_("There are only spaces here. Select some words."), field="end")
    if exact is not None:
        _refuse_other_words(text[span.start : span.end], words_of_quote(exact))
    return span


def words_of_quote(exact: str) -> str:
    """Give a quote as it stands in a canonical text. Raises Invalid where it is too long."""
    words = in_canonical_form(exact) if len(exact) <= _LONGEST_SENT else exact
    if len(words) > MAX_QUOTE:
        sentence = _("A quote has at most %(limit)s characters.") % {"limit": f"{MAX_QUOTE:,}"}
        raise Invalid(sentence, field="exact")
    return words


def whole_number(value: object, field: str) -> int:
    """Give the value if it is an int, and not a bool, which Python counts as one."""
    if type(value) is not int:
        raise Invalid(_("An offset is a whole number."), field=field)
    return value


def _refuse_outside(text: str, span: Span) -> None:
    if not 0 <= span.start <= len(text):
        raise outside(len(text), "start")
    if not 0 <= span.end <= len(text):
        raise outside(len(text), "end")
    if span.end <= span.start:
        raise Invalid(_("The end has to come after the start."), field="end")
    if span.end - span.start > MAX_QUOTE:
        raise Invalid(
            _("A quote has at most %(limit)s characters. Select less.")
            % {"limit": f"{MAX_QUOTE:,}"},
            field="end",
        )


def outside(length: int, field: str) -> Invalid:
    """Say that an offset lies outside a text of this length."""
    return Invalid(
        _("This offset lies outside the text, which ends at %(length)s.") % {"length": length},
        field=field,
    )


def _refuse_other_words(found: str, exact: str) -> None:
    if found == exact:
        return
    shown = found if len(found) <= _SHOWN else found[: _SHOWN - 1] + "…"
    sentence = _("The text has other words here: “%(found)s”.") % {"found": shown}
    raise Invalid(sentence, errors={"exact": [sentence], "found": [found]})
