"""`manage.py import_dossier FILE --team SLUG`: a fact-check that another desk handed out."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.dossiers import import_dossier
from annotations.errors import Refusal
from annotations.management.people import admin_of


class Command(BaseCommand):
    """Verify a dossier as far as it goes without who wrote it, and keep it."""

    help = "Import what export_dossier wrote; a file that does not fit in itself is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file, and for whom."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument("--user", metavar="EMAIL", help="which admin; the first one if left")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what was kept, and what to hold against the sender."""
        by = admin_of(options["team"], options["user"])
        try:
            dossier, created = import_dossier(options["file"].read_bytes(), by=by)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Dossier {dossier.pk}{'' if created else ' was here already'}: {dossier.statement} "
            f"{dossier.rating}. It fits in itself. Whether checkpoint {dossier.checkpoint} is the "
            "sender's, only the sender's mail or page can say: docs/verify.md."
        )
