"""W3C TextQuoteSelector: a quote with what stands before and after it.

https://www.w3.org/TR/annotation-model/#text-quote-selector
"""

from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.text.canonical import in_canonical_form
from annotations.text.spans import MAX_QUOTE, Span, check_span, words_of_quote

CONTEXT = 32
# A quote as common as this is told apart by offsets only, so that looking stays cheap.
_MAX_OCCURRENCES = 500


class Quote(NamedTuple):
    """The words of a span, and up to CONTEXT characters of the text on either side."""

    exact: str
    prefix: str
    suffix: str


def quote_at(text: str, start: int, end: int, context: int = CONTEXT) -> Quote:
    """Write down a span, in code points, so that it can be found in another text."""
    return Quote(text[start:end], text[max(0, start - context) : start], text[end : end + context])


def find_quote(text: str, exact: str, prefix: str = "", suffix: str = "") -> Span:
    """Give the span of the quote in a canonical text; prefix and suffix choose among several.

    They may come in any form of Unicode and with any line ends; the offsets are the text's. Raises
    Invalid about "exact" when the words are not there, or cannot be told apart.
    """
    if not exact.strip():
        raise Invalid(_("A quote has at least one word."), field="exact")
    exact = words_of_quote(exact)
    starts = _occurrences(text, exact)
    if not starts:
        raise Invalid(_("These words are not in the text."), field="exact")
    # Only so much of a context counts: a client may send the whole article as one.
    before, after = map(in_canonical_form, (prefix[-MAX_QUOTE:], suffix[:MAX_QUOTE]))
    start = _best(text, starts, Quote(exact, before, after))
    return check_span(text, start, start + len(exact))


def _occurrences(text: str, exact: str) -> list[int]:
    starts: list[int] = []
    start = text.find(exact)
    while start >= 0 and len(starts) <= _MAX_OCCURRENCES:
        starts.append(start)
        start = text.find(exact, start + 1)
    return starts


def _best(text: str, starts: list[int], quote: Quote) -> int:
    if len(starts) == 1:
        return starts[0]
    if len(starts) > _MAX_OCCURRENCES:
        raise _ambiguous(_("more than %(limit)s") % {"limit": _MAX_OCCURRENCES})
    agreements = [_agreement(text, start, quote) for start in starts]
    best = max(agreements)
    # Half of the context has to agree: a lone space before the words tells nothing apart.
    agrees = best and best * 2 >= len(quote.prefix) + len(quote.suffix)
    if not agrees or agreements.count(best) > 1:
        raise _ambiguous(str(len(starts)))
    return starts[agreements.index(best)]


def _agreement(text: str, start: int, quote: Quote) -> int:
    """How many characters of the context stand next to this place, counted outwards from it."""
    end = start + len(quote.exact)
    before = text[max(0, start - len(quote.prefix)) : start]
    after = text[end : end + len(quote.suffix)]
    return _alike(reversed(before), reversed(quote.prefix)) + _alike(after, quote.suffix)


def _alike(here: Iterable[str], there: Iterable[str]) -> int:
    pairs = zip(here, there, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _ambiguous(times: str) -> Invalid:
    return Invalid(
        _(
            "These words occur %(times)s times. Send the words before and after them as prefix and"
            " suffix, or send offsets."
        )
        % {"times": times},
        field="exact",
    )
