"""`manage.py import_claimreview FILE --team SLUG`: the fact-checks of other newsrooms."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.external_checks import import_checks
from annotations.errors import Refusal
from annotations.management.people import admin_of
from annotations.text import strict_json


class Command(BaseCommand):
    """Import a JSON-LD document of ClaimReviews, and say what was wrong with it."""

    help = "Import ClaimReview as external fact-checks: one, a list, a graph or a DataFeed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which document, and for whom."""
        parser.add_argument("file", metavar="FILE", help="JSON-LD; - for standard input")
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument("--user", metavar="EMAIL", help="which admin; the first one if left")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were taken, then a line for each fault and warning."""
        by = admin_of(options["team"], options["user"])
        try:
            report = import_checks(strict_json.loads(_body(options["file"])), by=by)
        except (Refusal, ValueError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{len(report.ids)} taken: {report.added} new, {report.updated} updated. "
            f"{len(report.errors)} refused."
        )
        for kind, troubles in (("refused", report.errors), ("warning", report.warnings)):
            for one in troubles:
                self.stderr.write(f"{one.index} {one.url or '-'}: {kind}: {one.detail}")


def _body(file: str) -> bytes:
    return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
