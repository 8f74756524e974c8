"""`manage.py verify_history`: reads every stream and says where somebody altered it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.history.ledger import first_bad_line
from annotations.models import Event, Stream


class Command(BaseCommand):
    """Check the chain of hashes of every stream."""

    help = "Verify every stream of the history; exits with 1 and names the first bad line."

    def handle(self, *args: Any, **options: Any) -> None:
        """Name every stream whose chain is broken."""
        bad = [line for stream in Stream.objects.order_by("pk") if (line := first_bad_line(stream))]
        if bad:
            raise CommandError("\n".join(bad))
        self.stdout.write(
            f"{Event.objects.count()} lines in {Stream.objects.count()} streams: all as written."
        )
