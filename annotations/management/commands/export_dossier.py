"""`manage.py export_dossier FACT_CHECK FILE`: what others need to verify a fact-check offline."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.dossier_files import handed_out, written
from annotations.history.bundle import CannotExport
from annotations.models import Verdict


class Command(BaseCommand):
    """Write the frozen dossier, who approved it, and its place in the history."""

    help = "Write one file from which anybody can verify a published fact-check: docs/verify.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which fact-check, and where to."""
        parser.add_argument("fact_check", type=int, help="the number at the end of its address")
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file and say what else is in it."""
        verdict = Verdict.objects.public().filter(claim=options["fact_check"]).first()
        if verdict is None:
            raise CommandError(f"Fact-check {options['fact_check']} is not published.")
        try:
            value = handed_out(verdict)
            options["file"].write_bytes(written(value))
        except (CannotExport, OSError) as error:
            why = f" {error.__cause__}" if error.__cause__ else ""
            raise CommandError(f"{error}{why}") from error
        self.stdout.write(
            f"Revision {verdict.number}, checkpoint {value['checkpoint']['number']}. The file "
            "holds the desk's notes on the evidence and what reviewers wrote: look before you "
            "pass it on."
        )
