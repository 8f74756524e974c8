"""What can be changed by several people counts its changes."""

from __future__ import annotations

from django.db import models


class Versioned(models.Model):
    """`version` starts at 1 and grows by one with every change; a stale one is refused."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
