"""Looking at the rows. Nothing is changed here: changes go through the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from annotations.models import (
    Article,
    ArticleVersion,
    Claim,
    Event,
    Evidence,
    Job,
    Membership,
    Review,
    Stream,
    Suggestion,
    Team,
    User,
    Verdict,
)

# The type is generic for the checker only.
if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[models.Model]
else:
    ModelAdmin = admin.ModelAdmin


class LookOnly(ModelAdmin):
    """Every field to read, none to change."""

    show_full_result_count = False
    exclude = ("password",)

    def has_add_permission(self, *_args: Any) -> bool:
        """Nobody adds rows past the door."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django calls it so
        """Nobody changes rows past the door."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django calls it so
        """Nobody deletes rows past the door."""
        return False


NOUNS = (Article, ArticleVersion, Claim, Event, Evidence, Job, Membership, Review, Stream)
admin.site.register([*NOUNS, Suggestion, Team, User, Verdict], LookOnly)
