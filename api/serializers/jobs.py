"""Work under way."""

from __future__ import annotations

from annotations.models import Job
from api.serializers.claims import Answerable


class JobSerializer(Answerable):
    """A job: state, progress in per cent, and what went wrong."""

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "state",
            "progress",
            "error",
            "created_at",
            "finished_at",
            "open_actions",
        ]
        read_only_fields = fields
