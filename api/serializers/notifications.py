"""What a person is told of, and how it is mailed."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Notification
from annotations.models.notification import Mail, News
from api.serializers.events import EventSerializer
from api.serializers.fields import Id, Shown, Strict


class NotificationSerializer(Shown):
    """One line of the history that one is told of; `read_at` is null until it is read."""

    event = EventSerializer()

    class Meta:
        model = Notification
        fields = ["id", "kind", "at", "read_at", "event"]
        read_only_fields = fields


class UpTo(Strict):
    """The id of the newest notification that was read; without it, all were."""

    up_to = Id(required=False, min_value=1)


class ReadSerializer(serializers.Serializer[Any]):
    """How many notifications became read."""

    read = serializers.IntegerField()


class MailChoices(Strict):
    """How each kind of notification is mailed; the page shows all of them."""

    def get_fields(self) -> dict[str, Any]:
        """Return one choice a kind."""
        return {kind: serializers.ChoiceField(choices=Mail.choices) for kind in News.values}
