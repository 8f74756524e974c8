"""A key for programs: hashed at rest, for one person and one team, with scopes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, get_digest_token
from knox.settings import CONSTANTS

from annotations.models.team import Role, Team
from annotations.models.versioned import Versioned

if TYPE_CHECKING:
    from annotations.models.actor import Actor


class TokenQuerySet(models.QuerySet["Token"]):
    """Tokens, as members of a team see them."""

    def visible_to(self, actor: Actor) -> TokenQuerySet:
        """Only the actor's own in this team; with the powers of an admin, all of the team's."""
        own = self.filter(team=actor.team)
        if actor.role >= Role.ADMIN and "admin" in actor.scopes:
            return own
        return own.filter(user=actor.user)


class Token(AbstractAuthToken, Versioned):  # type: ignore[misc]  # knox has no type hints
    """A key carries some of its owner's powers in one team, and never more.

    Nothing of it changes but when it was last used, which is kept to the minute.
    """

    # What knox looks a key up by is no number, which the history's lines name things by.
    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=CONSTANTS.DIGEST_LENGTH, unique=True)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100, blank=True)
    scopes = models.JSONField(_("scopes"))
    last_used_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = TokenQuerySet.as_manager()

    unrecorded = frozenset({"digest", "token_key", "created", "last_used_at"})

    def __str__(self) -> str:
        return self.name or f"{self.token_key}…"

    @classmethod
    def fresh(cls, *, lasts: dt.timedelta, **fields: Any) -> tuple[Token, str]:
        """Return a new token, not yet saved, and its key; only the hash of it is kept."""
        digest, key = get_digest_token()
        start = key[: CONSTANTS.TOKEN_KEY_LENGTH]
        return cls(digest=digest, token_key=start, expiry=timezone.now() + lasts, **fields), key

    @property
    def has_expired(self) -> bool:
        """Whether its days are over."""
        return self.expiry is not None and self.expiry <= timezone.now()
