"""What somebody wants to export."""

from __future__ import annotations

from rest_framework import serializers

from annotations.exporting.cells import FORMATS
from annotations.exporting.kinds import KINDS
from api.serializers.fields import Strict


class NewExport(Strict):
    """A kind in a format: what came to be at `since` or later, and before `until`."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    format = serializers.ChoiceField(choices=list(FORMATS), default="csv")
    since = serializers.DateTimeField(default=None, allow_null=True)
    until = serializers.DateTimeField(default=None, allow_null=True)
