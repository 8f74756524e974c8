"""`manage.py verify_history`: reads the whole history and says where somebody altered it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotations.history.verifying import verify

MOST_SENTENCES = 20


class Command(BaseCommand):
    """Check the chain of hashes of every stream, and hold it against the checkpoints."""

    help = "Verify the history; exits with 1 and names the first bad line of each stream."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which checkpoints."""
        known = settings.CHECKPOINTS.file
        parser.add_argument("--checkpoints", type=Path, default=known, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was read and what could not be checked, and name what is wrong."""
        report = verify(options["checkpoints"], settings.CHECKPOINTS.key)
        if report.wrong:
            more = len(report.wrong) - MOST_SENTENCES
            tail = [f"… and {more:,} more."] if more > 0 else []
            raise CommandError("\n".join(report.wrong[:MOST_SENTENCES] + tail))
        self.stdout.write(
            f"{report.lines} lines in {report.streams} streams: all as written. "
            f"{report.checkpoints} checkpoints vouch for {report.vouched} of them."
        )
        for sentence in report.unchecked:
            self.stdout.write(f"Not checked: {sentence}")
