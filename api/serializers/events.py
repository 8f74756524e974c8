"""Lines of the history."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Event
from api.serializers.fields import Shown


class EventSerializer(Shown):
    """Who did what to which object, when, how, and what changed; `hash` names the line.

    `cursor` is its place in the team's feed, null as long as that does not tell of it; `deleted`
    says that the object is gone. Not its place in the stream: a gap would tell of a line that a
    blind review hides.
    """

    cursor = serializers.SerializerMethodField()
    actor = serializers.SerializerMethodField()
    article = serializers.IntegerField(source="stream.article_id", allow_null=True)
    claim = serializers.IntegerField(source="claim_id", allow_null=True)
    deleted = serializers.BooleanField(source="removed_it")

    class Meta:
        model = Event
        fields = [
            "id",
            "cursor",
            "at",
            "actor",
            "via",
            "action",
            "noun",
            "object_id",
            "article",
            "claim",
            "deleted",
            "before",
            "after",
            "reason",
            "hash",
        ]
        read_only_fields = fields

    def get_cursor(self, event: Event) -> str | None:
        """Return what a reader of the feed keeps who has come to this line."""
        entry = getattr(event, "entry", None)  # the other side of a one-to-one may be absent
        return str(entry.pk) if entry else None

    def get_actor(self, event: Event) -> dict[str, Any]:
        """Return the id, and the name as it was then."""
        return {"id": event.actor_id, "name": event.actor_name}
