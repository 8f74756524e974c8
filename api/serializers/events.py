"""Lines of the history."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Event
from api.serializers.fields import Shown


class EventSerializer(Shown):
    """Who did what to which object, when, how, and what changed; `hash` names the line.

    Not its place in the stream: a gap would tell of a line that a blind review hides.
    """

    actor = serializers.SerializerMethodField()
    claim = serializers.IntegerField(source="claim_id", allow_null=True)

    class Meta:
        model = Event
        fields = [
            "id",
            "at",
            "actor",
            "via",
            "action",
            "noun",
            "object_id",
            "claim",
            "before",
            "after",
            "reason",
            "hash",
        ]
        read_only_fields = fields

    def get_actor(self, event: Event) -> dict[str, Any]:
        """Return the id, and the name as it was then."""
        return {"id": event.actor_id, "name": event.actor_name}
