"""`manage.py suggest FILE`: one JSON line a sentence, with its score and the reasons for it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.errors import Refusal, Unavailable
from annotations.suggesting import proposing
from annotations.suggesting.choosing import notice
from annotations.suggesting.proposing import Proposal
from annotations.text.canonical import canonical


class Command(BaseCommand):
    """Split a text into sentences and score them; nothing is stored."""

    help = (
        "Print one JSON line per sentence: where it stands, how it scores, and why."
        " A score may move a little with the sentences beside it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the text is."""
        parser.add_argument("file", metavar="FILE", help="a UTF-8 text; - for standard input")
        parser.add_argument("--title", default="", help="what the text is called, if known")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the lines in reading order; offsets are code points of the canonical text."""
        if said := notice():
            self.stderr.write(said)
        try:
            text = canonical(_read(options["file"]))
            proposals = proposing.propose(text, options["title"])
        except (Refusal, Unavailable) as error:
            raise CommandError(str(error)) from error
        for proposal in proposals:
            self.stdout.write(json.dumps(_line(proposal), ensure_ascii=False))


def _line(proposal: Proposal) -> dict[str, Any]:
    scores = proposal.scores._asdict()
    return {
        "start": proposal.start,
        "end": proposal.end,
        "text": proposal.text,
        **{name: round(probability, 4) for name, probability in scores.items()},
        "score": round(proposal.score, 4),
        "rank": proposal.rank,
        "reasons": proposal.reasons,
        "proposed": proposal.proposed,
        "kind": proposal.kind,
    }


def _read(name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{name} is not UTF-8 text.") from error
