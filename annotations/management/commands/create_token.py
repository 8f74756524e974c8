"""`manage.py create_token --user EMAIL --scopes read,suggest`: prints a key and nothing else."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.tokens import issue_token
from annotations.errors import Refusal
from annotations.models import Actor, Team, User


class Command(BaseCommand):
    """Make an API token for a member of a team."""

    help = "Print a new API key for a person or an integration; it is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, what for, how long."""
        parser.add_argument("--user", required=True, metavar="EMAIL")
        parser.add_argument("--scopes", required=True, help="read,suggest,review,publish,admin")
        parser.add_argument("--team", metavar="SLUG", help="needed by members of several teams")
        parser.add_argument("--name", default="", help="what the token is for")
        parser.add_argument("--days", type=int, default=90, help="how long it works (90)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the key."""
        actor = _actor(options["user"], options["team"])
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        if not 1 <= options["days"] <= 3650:
            raise CommandError("--days has to be between 1 and 3650.")
        try:
            _token, key = issue_token(
                by=actor, scopes=scopes, name=options["name"], days=options["days"]
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(key)


def _actor(email: str, slug: str | None) -> Actor:
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody here has the email {email}.")
    teams = list(Team.objects.of(user).filter(**({"slug": slug} if slug else {})))
    if len(teams) != 1:
        choices = ", ".join(team.slug for team in Team.objects.of(user)) or "none"
        raise CommandError(f"Say --team: one of the teams of {email} ({choices}).")
    actor = Actor.member(user, teams[0])
    if actor is None:
        raise CommandError(f"{email} is no member of {teams[0]}.")
    return actor
