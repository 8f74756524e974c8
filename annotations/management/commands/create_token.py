"""`manage.py create_token --user EMAIL --scopes read,suggest`: prints a key and nothing else."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from annotations.actions.teams import add_integration
from annotations.actions.tokens import (
    MOST_DAYS,
    USUAL_DAYS,
    issue_integration_token,
    issue_token,
    usable,
)
from annotations.errors import Refusal
from annotations.management.people import admin_of
from annotations.models import Actor, Membership, Role, Team, User


class Command(BaseCommand):
    """Make an API token for a member of a team, or for one of its integrations."""

    help = "Print a new API key for a person or an integration; it is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, what for, how long."""
        owner = parser.add_mutually_exclusive_group(required=True)
        owner.add_argument("--user", metavar="EMAIL")
        owner.add_argument("--integration", metavar="NAME", help="is added where it is missing")
        parser.add_argument("--scopes", required=True, help="read,suggest,review,publish,admin")
        parser.add_argument("--team", metavar="SLUG", help="needed where there are several")
        parser.add_argument("--name", default="", help="what the token is for")
        parser.add_argument(
            "--days",
            type=int,
            default=USUAL_DAYS,
            help=f"how long it works, {MOST_DAYS} at most ({USUAL_DAYS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the key."""
        scopes = [scope.strip() for scope in options["scopes"].split(",") if scope.strip()]
        about = {"name": options["name"], "days": options["days"]}
        try:
            if options["integration"]:
                program, by = _integration(options["integration"], options["team"])
                _token, key = issue_integration_token(program, by=by, scopes=scopes, **about)
            else:
                by = _actor(options["user"], options["team"])
                _token, key = issue_token(by=by, scopes=self._useful(scopes, by), **about)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(key)

    def _useful(self, scopes: list[str], by: Actor) -> list[str]:
        """Leave out what the owner's role could not use, and say so; nobody is there to ask."""
        useless = [scope for scope in scopes if scope not in usable(by.role)]
        if not useless or set(useless) == set(scopes):
            return scopes
        self.stderr.write(f"{by.user} is a {by.role.label}; left out: {', '.join(useless)}.")
        return [scope for scope in scopes if scope not in useless]


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


def _integration(name: str, slug: str | None) -> tuple[User, Actor]:
    """Return the integration of this name, and the first admin of its team."""
    slugs = [slug] if slug else list(Team.objects.order_by("slug").values_list("slug", flat=True))
    if len(slugs) != 1:
        raise CommandError(f"Say --team: one of {', '.join(slugs) or 'none'}.")
    admin = admin_of(slugs[0], None)
    known = Membership.objects.filter(
        team=admin.team, user__is_integration=True, user__name__iexact=" ".join(name.split())
    ).first()
    found = known or add_integration(name, Role.CONTRIBUTOR, by=admin)
    return found.user, admin
