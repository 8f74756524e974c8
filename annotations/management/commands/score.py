"""`manage.py score`: sentences in, one per line; three probabilities out, one line each."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.errors import Unavailable
from annotations.suggesting.choosing import notice, scorer
from annotations.suggesting.scorers import MOST_CHARACTERS

_BLOCK = 64 * 1024
# Whatever the encoding makes of it, this holds all the characters that are looked at.
_KEPT = 4 * MOST_CHARACTERS


class Command(BaseCommand):
    """Score sentences as they come; whoever writes one and waits gets its answer at once."""

    help = (
        "Read sentences, one per line; print p_nfs, p_ufs and p_cfs of each, tab-separated."
        " A score may move a little with the sentences that are read at the same time."
    )
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer until the input ends, or nobody reads any more."""
        if said := notice():  # before the first line, which may be long in coming
            self.stderr.write(said)
        try:
            for sentences in _sentences(sys.stdin.fileno(), scorer().at_once):
                _answer(sentences)
        except BrokenPipeError:
            # Python would complain again when it closes the output at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except Unavailable as error:
            raise CommandError(str(error)) from error


def _answer(sentences: Sequence[str]) -> None:
    for scores in scorer().score(sentences):
        line = "\t".join(f"{probability:.6f}" for probability in scores)
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _sentences(source: int, at_once: int) -> Iterator[list[str]]:
    """Give the lines that are complete, as they come: so many at a time, long ones shortened."""
    begun = b""
    while block := os.read(source, _BLOCK):
        *complete, begun = (begun + block).split(b"\n")
        for start in range(0, len(complete), at_once):
            yield [_text(line) for line in complete[start : start + at_once]]
        begun = begun[:_KEPT]
    if begun:
        yield [_text(begun)]


def _text(line: bytes) -> str:
    return line[:_KEPT].decode("utf-8", "replace").removesuffix("\r")
