"""What the API itself remembers."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from annotations.models import Team


class IdempotentAnswer(models.Model):
    """The first answer to a POST with an `Idempotency-Key`; kept for 24 hours.

    `request` is the SHA-256 of address and body. The row is written in the transaction of what
    it answers, so there is one exactly when that was done; but for what takes its time, which has
    its row before, with the status 0 while it is under way.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scopes = models.CharField(max_length=255, default="")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "user", "scopes", "key"], name="an_idempotency_key_is_used_once"
            )
        ]

    def __str__(self) -> str:
        return self.key
