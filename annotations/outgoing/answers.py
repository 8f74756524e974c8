"""What comes back from another machine, and what to make of it."""

from __future__ import annotations

import re
from http.client import HTTPMessage
from typing import NamedTuple

from django.utils.translation import gettext as _


class NoAnswer(Exception):
    """There is no answer to use. Its text is a sentence that says why.

    `after` is in how many seconds it wants to be asked again, where it said so.
    """

    def __init__(self, sentence: str, *, after: float | None = None) -> None:
        super().__init__(sentence)
        self.after = after


class Answer(NamedTuple):
    """What came back, whatever the status; `address` is where from, after redirects."""

    status: int
    headers: HTTPMessage
    body: bytes
    address: str = ""


def whole(answer: Answer, most_bytes: int) -> bytes:
    """Return the body of an answer with status 200; raises NoAnswer for any other."""
    if answer.status != 200:
        after = seconds(answer.headers.get("Retry-After", ""))
        raise NoAnswer(_("It answers with status %d.") % answer.status, after=after)
    if len(answer.body) > most_bytes:
        raise NoAnswer(_("Its answer is larger than %d kB.") % (most_bytes // 1024))
    return answer.body


def seconds(retry_after: str) -> float | None:
    """Return what a Retry-After says, where it is a number: for a date our own pause is as good."""
    return float(retry_after) if re.fullmatch(r"\d{1,6}", retry_after.strip()) else None
