"""`manage.py score`: sentences in, one per line; three probabilities out, one line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.suggesting.choosing import scorer
from annotations.suggesting.endpoint import Unanswered
from annotations.suggesting.scorers import MOST_CHARACTERS, Unusable

_BLOCK = 64 * 1024
# Whatever the encoding makes of it, this holds all the characters that are looked at.
_KEPT = 4 * MOST_CHARACTERS
_AT_ONCE = 64


class Command(BaseCommand):
    """Score sentences as they come; whoever writes one and waits gets its answer at once."""

    help = "Read sentences, one per line; print p_nfs, p_ufs and p_cfs of each, tab-separated."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer until the input ends, or nobody reads any more."""
        scorer()  # at once, so that what is wrong with it is said before the first line
        try:
            for sentences in _sentences(sys.stdin.fileno()):
                _answer(sentences)
        except BrokenPipeError:
            # Python would complain again when it closes the output at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (Unanswered, Unusable) as error:
            raise CommandError(str(error)) from error


def _answer(sentences: Sequence[str]) -> None:
    for scores in scorer().score(sentences):
        line = "\t".join(f"{probability:.6f}" for probability in scores)
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _sentences(source: int) -> Iterator[list[str]]:
    """Give the lines that are complete, as they come: some at a time, long ones shortened."""
    begun = b""
    while block := os.read(source, _BLOCK):
        *complete, begun = (begun + block).split(b"\n")
        for start in range(0, len(complete), _AT_ONCE):
            yield [_text(line) for line in complete[start : start + _AT_ONCE]]
        begun = begun[:_KEPT]
    if begun:
        yield [_text(begun)]


def _text(line: bytes) -> str:
    return line[:_KEPT].decode("utf-8", "replace").removesuffix("\r")
