"""People, for the commands that add and remove them."""

from __future__ import annotations

import secrets

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.core.validators import validate_email

from annotations.models import Actor, Membership, Role, User


def person_and_password(email: str, name: str) -> tuple[User, str]:
    """Return the person with this email and a new one's password; empty for a known person."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"{email} is not an email address.") from error
    known = User.objects.filter(email=email).first()
    if known:
        return known, ""
    password = secrets.token_urlsafe(12)
    return User.objects.create_user(email, password, name=name or email.split("@")[0]), password


def admin_of(slug: str, email: str | None) -> Actor:
    """Return the named admin of a team, or its first one."""
    admins = Membership.objects.filter(team__slug=slug, role=Role.ADMIN).order_by("pk")
    if email:
        admins = admins.filter(user__email=email.lower())
    membership = admins.select_related("user", "team").first()
    actor = Actor.member(membership.user, membership.team, via="command") if membership else None
    if actor is None:
        raise CommandError(f"No such admin of a team called {slug}.")
    return actor
