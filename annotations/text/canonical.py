"""The canonical form of a text, made once at intake; every offset counts in it."""

import re
import unicodedata

from django.utils.translation import gettext as _

from annotations.errors import Invalid, TooLarge

MAX_CHARACTERS = 1_000_000

# NFC makes at least one character of any four, so a longer text cannot come out short enough.
_SHRINKS_AT_MOST = 4
# Sorting a run of combining marks takes quadratic time. UAX #15 expects 30 at the very most.
_MAX_MARKS = 60
_LINE_ENDS = ("\r\n", "\r", "\x85", "\u2028", "\u2029")
_UNSEEN_CATEGORIES = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"}
# Letters and symbols by category that leave the paper empty: fillers and the blank Braille cell.
_UNSEEN_CHARACTERS = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}


def canonical(text: str, limit: int = MAX_CHARACTERS, field: str = "text") -> str:
    """Give the text with "\\n" as its only line end, in NFC, and otherwise as it came.

    `limit` counts code points of the result. Raises TooLarge above it, and Invalid (about `field`)
    for control characters, lone surrogates, and a text in which nothing can be seen.
    """
    line = text.replace("\n", "")
    if line.isascii() and line.isprintable() and line.strip() and len(text) <= limit:
        return text  # plain words: there is nothing to change or to refuse
    _refuse_too_long(text, limit * _SHRINKS_AT_MOST, limit)
    text = _with_one_line_end(text)
    present = set(text)
    _refuse_unreadable(text, present, field)
    _refuse_piles_of_marks(text, present, field)
    text = unicodedata.normalize("NFC", text)
    _refuse_too_long(text, limit, limit)
    return text


def in_canonical_form(words: str) -> str:
    """Give words as a canonical text has them; what none can have stays as it is."""
    words = _with_one_line_end(words)
    return words if _pile_of_marks(words, set(words)) else unicodedata.normalize("NFC", words)


def _with_one_line_end(text: str) -> str:
    for line_end in _LINE_ENDS:
        text = text.replace(line_end, "\n")
    return text


def _refuse_too_long(text: str, bound: int, limit: int) -> None:
    if len(text) > bound:
        raise TooLarge(
            _("This text is too long: a text has at most %(limit)s characters.")
            % {"limit": f"{limit:,}"}
        )


def _refuse_unreadable(text: str, present: set[str], field: str) -> None:
    if not any(_can_be_seen(character) for character in present):
        raise Invalid(_("There is nothing to read in this text."), field=field)
    unreadable = [character for character in present if _is_unreadable(character)]
    if unreadable:
        position, found = min((text.index(character), character) for character in unreadable)
        raise Invalid(
            _(
                "The character %(character)s at position %(position)s cannot be part of a text."
                " Remove it and try again."
            )
            % {"character": f"U+{ord(found):04X}", "position": position},
            field=field,
        )


def _refuse_piles_of_marks(text: str, present: set[str], field: str) -> None:
    if pile := _pile_of_marks(text, present):
        raise Invalid(
            _("More than %(limit)s accents are piled on one letter, at position %(position)s.")
            % {"limit": _MAX_MARKS, "position": pile.start()},
            field=field,
        )


def _pile_of_marks(text: str, present: set[str]) -> re.Match[str] | None:
    marks = "".join(sorted(c for c in present if unicodedata.combining(c)))
    return re.search(f"[{re.escape(marks)}]{{{_MAX_MARKS + 1}}}", text) if marks else None


def _is_unreadable(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t"


def _can_be_seen(character: str) -> bool:
    return (
        unicodedata.category(character) not in _UNSEEN_CATEGORIES
        and character not in _UNSEEN_CHARACTERS
    )
