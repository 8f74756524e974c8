"""Where the sentences of an article stand.

sentencex splits each line; then cuts inside addresses and names are dropped, and sentences that
were glued together when a page was copied ("America.The") are cut apart.
"""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from sentencex import segment

# sentencex takes quadratic time over some characters, so it sees a long line through a window.
_WINDOW = 4_000

_LINE = re.compile(r"[^\n]+")
_SPACE = re.compile(r"\s")
_OPENERS = r"[\"'“‘«„(\[¿¡]"
# A stop, and what closes after it: brackets, quotes, the numbers of footnotes.
_STOP = re.compile(r"([.!?…]++)[\"'”’»)\]]*+(?:\[\d{1,3}\])*+")
_WORD_BEFORE = re.compile(r"[^\W_]*[%€£$]?$")
_WORD_AFTER = re.compile(rf"{_OPENERS}*([^\W\d_]+)(?!\.)|{_OPENERS}*([^\W\d_]{{2,}})")
_ADDRESS = re.compile(r"://|^\W*www\.|@", re.IGNORECASE)
_END_OF_HOST = re.compile("com|net|org|gov|edu|info|io|js|co|html?", re.IGNORECASE)
_TITLE = "mr|mrs|ms|dr|prof|sen|rep|gov|gen|col|lt|sgt|capt"
_ABBREVIATION = re.compile(f"{_TITLE}|st|mt|no|vs|jr|sr|inc|ltd|fig|vol|al|ft", re.IGNORECASE)
_TITLE_AT_END = re.compile(rf"(?:^|\s|{_OPENERS}|\.)(?:{_TITLE})\.\s*$", re.IGNORECASE)
# Words that begin a sentence far more often than they belong to a name: "U.S.Army", "U.S.The".
_BEGINNING = re.compile(
    "the|this|that|these|those|he|she|it|we|they|you|but|and|in|on|at|for|his|her|its|their|there"
    "|when|while|after|before|however|according",
    re.IGNORECASE,
)
# What sentencex leaves joined: a stop inside quotes or brackets, a decimal number at the end, and
# an ellipsis before a date.
_MISSED = (
    re.compile(r"[.!?][”’»)\]\"]++\s+(?=[\"“‘«(\[]?[^\W\d_])"),
    re.compile(r"(?<=[.,]\d|\d\d)\.\s+(?=[^\W\d_])"),
    re.compile(r"(?:…|\.\.\.)\s+(?=\d{1,2}[./]\d{1,2}[./]\d{2})"),
)


def split(text: str) -> list[tuple[int, int]]:
    """Give (start, end) of each sentence in code points: trimmed, in order, without overlap.

    No sentence crosses a line end, and every character that is not a space is in one.
    """
    return [span for match in _LINE.finditer(text) for span in _line(match.group(), match.start())]


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """Give from where to where the sentences go that these words, not only spaces, touch."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    found = split(text[first : last if last >= 0 else None])
    touched = [(first + s, first + e) for s, e in found if first + s < end and start < first + e]
    return touched[0][0], touched[-1][1]


def _line(line: str, offset: int) -> Iterator[tuple[int, int]]:
    cuts = {cut for cut in _spaced(line) if _is_end(line, cut)} | set(_glued(line)) | _missed(line)
    for start, end in pairwise(sorted({0, len(line), *cuts})):
        piece = line[start:end]
        words = piece.strip()
        if words:
            first = offset + start + len(piece) - len(piece.lstrip())
            yield first, first + len(words)


def _spaced(line: str) -> Iterator[int]:
    """Where sentencex cuts a line, looking at no more than one window at a time."""
    # sentencex panics at "M\u00a0.": it counts every space as one byte.
    line = _SPACE.sub(" ", line)
    at = 0
    while at < len(line):
        window = line[at : at + _WINDOW]
        cuts = list(accumulate(len(piece) for piece in segment("en", window)))[:-1]
        yield from (at + cut for cut in cuts)
        # The last sentence may go on behind the window, so the next window starts with it.
        at += len(window) if at + len(window) == len(line) else max([_WINDOW // 2, *cuts[-1:]])


def _is_end(line: str, cut: int) -> bool:
    # Without a space it may be a name or an address: `_glued` decides about those.
    glued = line[cut - 1] in ".!?…" and not line[cut].isspace()
    return not glued and not _TITLE_AT_END.search(line[max(0, cut - 20) : cut])


def _glued(line: str) -> Iterator[int]:
    quotes, counted = 0, 0
    for match in _STOP.finditer(line):
        quotes += line.count('"', counted, match.end(1))
        counted = match.end(1)
        # A quote that is not open yet is opened here, and belongs to the next sentence.
        opens = quotes % 2 == 0 and line.startswith('"', match.end(1))
        cut = match.end(1) if opens else match.end()
        if _is_glued(line, match.start(), cut):
            yield cut


def _is_glued(line: str, stop: int, cut: int) -> bool:
    """Whether a sentence ends at `stop`, and the next one starts at `cut` without a space."""
    following = _WORD_AFTER.match(line, cut, cut + 40)
    after = (following[1] or following[2]) if following else ""
    if not after or after[0].islower():
        return False
    closed = line[stop - 1 : stop] in tuple("\"'”’»)]") if stop else False
    if line[stop] == "." and not closed and not _joins(line, stop, after):
        return False
    return not _ADDRESS.search(_token(line, stop, cut))


def _joins(line: str, stop: int, after: str) -> bool:
    """Whether the full stop between this word and the one before it glues two sentences."""
    found = _WORD_BEFORE.search(line[max(0, stop - 40) : stop])
    before = found[0] if found else ""
    if _ABBREVIATION.fullmatch(before) or _END_OF_HOST.fullmatch(after):
        return False
    if len(after) > 1 and after.isupper():
        # "sector.NATO" and "sector.US", but neither "ASP.NET" nor "Node.JS".
        return before[:1].islower() or (len(after) > 2 and not before.isupper())
    numbers_a_heading = stop <= 3 and before.isdigit()
    if len(before) > 1 or before.isdigit():
        return not numbers_a_heading
    return bool(_BEGINNING.fullmatch(after)) or line[max(0, stop - 1) : stop].isspace()


def _token(line: str, stop: int, cut: int) -> str:
    """What stands around a stop up to the next spaces, at most 60 characters on each side."""
    before = re.split(r"\s", line[max(0, stop - 60) : stop])[-1]
    return before + re.split(r"\s", line[stop : cut + 60])[0]


def _missed(line: str) -> set[int]:
    return {
        match.end()
        for pattern in _MISSED
        for match in pattern.finditer(line)
        if not line[match.end()].islower()
    }
