"""A key for programs: hashed at rest, for one person and one team, with scopes."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken, get_digest_token
from knox.settings import CONSTANTS

from annotations.models.team import Team


class TokenManager(models.Manager["Token"]):
    """Makes keys; only their hashes are kept."""

    def issue(self, *, lasts: dt.timedelta, **fields: Any) -> tuple[Token, str]:
        """Return a new saved token and its key."""
        digest, key = get_digest_token()
        start = key[: CONSTANTS.TOKEN_KEY_LENGTH]
        expiry = timezone.now() + lasts
        return self.create(digest=digest, token_key=start, expiry=expiry, **fields), key


class Token(AbstractAuthToken):  # type: ignore[misc]  # knox has no type hints
    """A key carries some of its owner's powers in one team, and never more."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100, blank=True)
    scopes = models.JSONField(_("scopes"))

    objects: ClassVar[TokenManager] = TokenManager()

    def __str__(self) -> str:
        return f"{self.token_key}…"
