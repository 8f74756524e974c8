"""`manage.py remove_person EMAIL --team SLUG`: somebody leaves."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.teams import remove_member
from annotations.errors import Refusal
from annotations.management.people import admin_of
from annotations.models import User


class Command(BaseCommand):
    """Take somebody out of a team, in the name of an admin."""

    help = "Take a person out of a team; what they did stays, their tokens work no longer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, where, and by whose leave."""
        parser.add_argument("email")
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument("--by", metavar="EMAIL", help="the admin; the first one if not said")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them."""
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(f"Nobody here has the email {options['email']}.")
        try:
            remove_member(user, by=admin_of(options["team"], options["by"]))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
