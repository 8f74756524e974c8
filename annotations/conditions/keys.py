"""Who may hand out keys, and take them back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from annotations.conditions.condition import about_the_person
from annotations.models import Actor, Role, Token

ADMIN = "admin"


@about_the_person(_("This token lacks the scope “admin”, which it takes to manage tokens."))
def is_trusted_with_keys(actor: Actor, _thing: Any) -> bool:
    """People at the screen are; a token without `admin` never makes another one."""
    return ADMIN in actor.scopes


@about_the_person(_("This is somebody else's token; they or an admin can revoke it."))
def owns_it_or_is_admin(actor: Actor, token: Token) -> bool:
    """Nobody takes away what others work with."""
    return token.user_id == actor.user.pk or actor.role >= Role.ADMIN
