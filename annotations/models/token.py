"""A key for programs: hashed at rest, for one person and one team, with scopes."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken

from annotations.models.team import Team


class Token(AbstractAuthToken):
    """A key carries some of its owner's powers in one team, and never more."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100, blank=True)
    scopes = models.JSONField(_("scopes"))

    def __str__(self) -> str:
        return f"{self.token_key}…"
