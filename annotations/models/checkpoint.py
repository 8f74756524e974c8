"""That a checkpoint was written, and which: the checkpoint itself is kept outside the database."""

from __future__ import annotations

from django.db import models


class Checkpoint(models.Model):
    """The number and the hash of one entry of the checkpoints' file.

    Without it nobody would miss entries that were cut from the end of the file. `to_mail` until
    the entry has been sent to where checkpoints are mailed.
    """

    number = models.PositiveIntegerField(primary_key=True)
    hash = models.CharField(max_length=64)
    to_mail = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"checkpoint {self.number}"
