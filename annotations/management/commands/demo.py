"""`manage.py demo`: a newsroom to try things in. Doing it again adds nothing but fresh tokens."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from annotations import tasks
from annotations.actions.articles import add_article
from annotations.actions.teams import found_team, set_role
from annotations.actions.tokens import issue_token
from annotations.management import archive, newsroom, stories, telling
from annotations.models import Actor, Article, Job, Role, Team, User
from annotations.models.actor import SCOPES
from annotations.models.job import JobState

TOKEN_DAYS = 7


class Command(BaseCommand):
    """Make the demo newsroom, and say how to sign in."""

    help = (
        "Make two teams with people of each role and claims in every state; prints how to sign in."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people or for programs."""
        parser.add_argument("--json", action="store_true", help="as JSON, with fresh API tokens")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing and print the sign-in data."""
        if not settings.LOOPBACK_SITE:
            raise CommandError("The demo's password is known to all: it is for your own machine.")
        casts = {slug: _cast(slug) for slug in newsroom.TEAMS}
        if not Article.objects.filter(team__slug="harbour-desk").exists():
            _fill(casts)
        if options["json"]:
            self.stdout.write(
                json.dumps({"teams": [_described(c) for c in casts.values()]}, indent=2)
            )
        else:
            self._print(casts)

    def _print(self, casts: dict[str, dict[str, Actor]]) -> None:
        self.stdout.write(f"Everybody's password is {newsroom.PASSWORD}")
        for cast in casts.values():
            for actor in cast.values():
                row = f"  {actor.user.email:32}{actor.role.label:14}{actor.team}"
                self.stdout.write(row)


def _cast(slug: str) -> dict[str, Actor]:
    """Return the people of a demo team by name, made where they are missing."""
    name, roles = newsroom.TEAMS[slug]
    users = {person: _user(person, slug) for person in roles}
    founder = users[next(person for person, role in roles.items() if role == Role.ADMIN)]
    team = Team.objects.filter(slug=slug).first() or found_team(name, slug, admin=founder)
    admin = _actor(founder, team)
    for person, role in roles.items():
        if not users[person].memberships.filter(team=team).exists():
            set_role(users[person], role, by=admin)
    return {person: _actor(user, team) for person, user in users.items()}


def _user(name: str, slug: str) -> User:
    email = f"{name.lower()}@{slug.replace('-', '')}.example"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, newsroom.PASSWORD, name=name)


def _actor(user: User, team: Team) -> Actor:
    actor = Actor.member(user, team)
    if actor is None:
        raise CommandError(f"{user} has left {team}; the demo cannot speak for them.")
    return actor


def _fill(casts: dict[str, dict[str, Actor]]) -> None:
    harbour, ridge = casts["harbour-desk"], casts["ridge-post"]
    with transaction.atomic():
        ferry = add_article(newsroom.FERRY, by=harbour["Alice"])[0]
        trees = add_article(newsroom.TREES, by=harbour["Alice"])[0]
        budget = add_article(newsroom.BUDGET, by=harbour["Alice"])[0]
        add_article(newsroom.RIDGE, by=ridge["Carol"])
        guide = add_article(newsroom.HARBOUR, by=harbour["Alice"])[0]
        telling.tell(harbour, ferry, stories.FERRY)
        telling.tell(harbour, trees, stories.TREES)
        telling.tell(harbour, guide, archive.GUIDE)
    # The demo shows its suggestions at once, also where no worker runs yet.
    waiting = Job.objects.filter(team__slug__in=newsroom.TEAMS, state=JobState.WAITING)
    for job in waiting.filter(kind="suggest"):
        tasks.work(job.pk)
    telling.decide(harbour, budget)


def _described(cast: dict[str, Actor]) -> dict[str, Any]:
    team = next(iter(cast.values())).team
    people = [_person(actor) for actor in cast.values()]
    return {"id": team.pk, "slug": team.slug, "name": team.name, "people": people}


def _person(actor: Actor) -> dict[str, Any]:
    scopes = SCOPES[: int(actor.role)]
    _token, key = issue_token(by=actor, scopes=scopes, name="demo", days=TOKEN_DAYS)
    return {
        "name": actor.user.name,
        "email": actor.user.email,
        "role": actor.role.name.lower(),
        "password": newsroom.PASSWORD,
        "token": key,
        "scopes": list(scopes),
    }
