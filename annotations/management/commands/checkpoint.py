"""`manage.py checkpoint`: writes down now how every stream of the history ends."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from annotations.history.keeping import CannotKeep, keep


class Command(BaseCommand):
    """Write a checkpoint without waiting for the worker, which mails it."""

    help = "Append a signed checkpoint to FACTCHECK_CHECKPOINTS, if anything has changed."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the number and the hash of what was written."""
        try:
            written = keep(at_once=True)
        except CannotKeep as error:
            raise CommandError(str(error)) from error
        for entry in written:
            self.stdout.write(f"Checkpoint {entry.number}: {entry.hash}")
        if not written:
            self.stdout.write(
                f"Nothing has changed since the last one in {settings.CHECKPOINTS.file}."
            )
