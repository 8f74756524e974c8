"""`manage.py found_team NAME --slug SLUG --admin EMAIL`: a real newsroom starts here."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.teams import found_team
from annotations.errors import Refusal
from annotations.management.people import person_and_password
from annotations.models import Team


class Command(BaseCommand):
    """Found a team with the usual scale of ratings and its first admin."""

    help = "Found a team; its admin adds the others with add_person."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What it is called and who runs it."""
        parser.add_argument("name")
        parser.add_argument("--slug", required=True)
        parser.add_argument("--admin", required=True, metavar="EMAIL")
        parser.add_argument("--admin-name", default="", metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how the admin signs in."""
        if Team.objects.filter(slug=options["slug"]).exists():
            raise CommandError(f"There is a team called {options['slug']} already.")
        admin, password = person_and_password(options["admin"], options["admin_name"])
        try:
            team = found_team(options["name"], options["slug"], admin=admin)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{team}: {admin.email} {password}")
