"""What each sentence of an article is for: only a plain sentence can be worth checking."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from annotations.suggesting.sentences import split
from annotations.text.blocks import Block, blocks

Kind = Literal[
    "title", "byline", "date_line", "notice", "question", "fragment", "overlong", "sentence"
]

_MIN_WORDS = 5
# Thai, Japanese and Chinese write no spaces; this many of their characters make a sentence.
_MIN_UNSPACED = 8
# Nobody checks a sentence as long as this: it is a table, or a text without stops.
_MAX_CHARACTERS = 1_000
_MAX_LINE_WORDS = 14

_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\U00020000-\U000323af]")
_ENDS = re.compile(r"[.!?…。！？؟]\W*$")
_QUESTION = re.compile(r"[?？؟][\"'”’»)\]]*$")
# No sentence ends with such a word: a page has cut it off ("built in 1974, was...").
_CUT_OFF = re.compile(
    r"\b(?:a|an|the|and|or|but|of|to|in|on|at|for|from|with|by|as|than|that|which|who|whose|when"
    r"|where|while|because|if|is|are|was|were|be|been|has|have|had|will|would|could|should|may"
    r"|might|its|their|his|her|our|my)\s?(?:\.{2,}|…)[\"'”’»)\]]*$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:written|words|reporting|photos?|photographs?|report|story) )?by ", re.IGNORECASE
)
_BESIDE_NAMES = re.compile(
    "and|in|for|of|at|the|with|de|van|von|der|al|bin|editor|correspondent|reporter|staff"
    "|published|updated|last|on|am|pm|a\\.m\\.|p\\.m\\.|st|nd|rd|th",
    re.IGNORECASE,
)
_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = re.compile(
    rf"\b(?:\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|{_MONTH}\.? \d{{1,4}})",
    re.IGNORECASE,
)
# What only a page says of itself, however it goes on.
_LABEL = re.compile(
    r"(?:©|copyright (?:©|\d|by\b)|all rights reserved|advertisement\b|sponsored (?:by|content)\b"
    r"|related(?: (?:articles?|stories|news|topics|reading|coverage))?\s*(?::|$)"
    r"|watch:|also read\b|see also\b|click here\b|share this\b"
    r"|[(\[]?(?:file )?(?:photo|image|picture|caption|credit|video|graphic)s?"
    r"(?: credit| by)?\s*[:/])",
    re.IGNORECASE,
)
# What a page asks its readers to do; an article may begin a sentence with these words too.
_CALL = re.compile(
    r"(?:subscribe|sign up|sign in|log in|read (?:more|next)|follow us|join (?:us|our)"
    r"|download (?:our|the)|support (?:us|our)|listen to|watch (?:the video|more))\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d")


class Unit(NamedTuple):
    """A sentence, where it stands in code points, and what it is."""

    start: int
    end: int
    text: str
    kind: Kind


def units(text: str, title: str = "") -> list[Unit]:
    """Split a canonical text and say of each sentence what it is.

    Without `title`, a first line that does not end like a sentence is taken for it.
    """
    lines = blocks(text, title.strip() or _first_line(text))
    return [
        Unit(start, end, text[start:end], _kind(text[start:end], line))
        for start, end, line in _with_lines(split(text), lines)
    ]


def _first_line(text: str) -> str:
    line = text.lstrip().partition("\n")[0].strip()
    return "" if _ENDS.search(line[-20:]) else line


def _with_lines(
    sentences: list[tuple[int, int]], lines: list[Block]
) -> Iterator[tuple[int, int, Block]]:
    number = 0
    for start, end in sentences:
        while lines[number].end < end:
            number += 1
        yield start, end, lines[number]


def _kind(sentence: str, line: Block) -> Kind:
    if len(sentence) > _MAX_CHARACTERS:
        return "overlong"
    words = sentence.split()
    if frame := _frame(sentence, words):
        return frame
    if line.kind == "heading":
        return "title"
    if _QUESTION.search(sentence):
        return "question"
    short = len(words) < _MIN_WORDS and len(_UNSPACED.findall(sentence)) < _MIN_UNSPACED
    return "fragment" if short or _CUT_OFF.search(sentence[-40:]) else "sentence"


def _frame(sentence: str, words: list[str]) -> Kind | None:
    """What a page sets around an article's own sentences."""
    if _is_byline(sentence, words):
        return "byline"
    if _is_date_line(sentence, words):
        return "date_line"
    is_notice = _LABEL.match(sentence) or (_CALL.match(sentence) and not _FIGURE.search(sentence))
    return "notice" if is_notice else None


def _is_byline(sentence: str, words: list[str]) -> bool:
    by = _BY.match(sentence)
    if not by or len(words) > _MAX_LINE_WORDS or _ENDS.search(sentence):
        return False
    names = sentence[by.end() :].split()
    return bool(names) and names[0][0].isupper() and _only_names(names)


def _is_date_line(sentence: str, words: list[str]) -> bool:
    if len(words) > _MAX_LINE_WORDS or not _DATE.search(sentence):
        return False
    return _only_names(words)


def _only_names(words: list[str]) -> bool:
    """Whether no word is an ordinary one, which a sentence has at least as its verb."""
    return not any(
        word[0].islower() and not _BESIDE_NAMES.fullmatch(word)
        for word in (word.strip("\"'“”‘’()[],;:|·–—-") for word in words)
        if word
    )
