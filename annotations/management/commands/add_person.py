"""`manage.py add_person EMAIL --team SLUG --role reviewer`: people come by invitation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.teams import set_role
from annotations.errors import Refusal
from annotations.management.people import admin_of, person_and_password
from annotations.models import Role


class Command(BaseCommand):
    """Add somebody to a team, or give them another role, in the name of an admin."""

    help = "Give a person a role in a team; prints the password of somebody new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, where, as what, and by whose leave."""
        parser.add_argument("email")
        parser.add_argument("--name", default="")
        parser.add_argument("--team", required=True, metavar="SLUG")
        parser.add_argument("--role", required=True, choices=[role.name.lower() for role in Role])
        parser.add_argument("--by", metavar="EMAIL", help="the admin; the first one if not said")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how they sign in."""
        admin = admin_of(options["team"], options["by"])
        user, password = person_and_password(options["email"], options["name"])
        try:
            membership = set_role(user, Role[options["role"].upper()], by=admin)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{membership.get_role_display()}: {user.email} {password}")
