"""Webhooks, their deliveries, and who received which revision."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Delivery, Webhook
from annotations.models.verdict import Kind
from annotations.models.webhook import DeliveryState
from api.serializers.claims import Answerable
from api.serializers.fields import PersonSerializer, Shown, Strict, Words


class WebhookSerializer(Answerable):
    """An address that is sent what happens: `events` are names such as `verdict.publish`, or "*".

    `previous_until` is until when the secret before the last change signs too. `failing_since` is
    since when it has answered nothing but failures.
    """

    events = serializers.ListField(child=serializers.CharField())
    created_by = PersonSerializer()

    class Meta:
        model = Webhook
        fields = [
            "id",
            "name",
            "url",
            "events",
            "active",
            "off_since",
            "off_reason",
            "failing_since",
            "previous_until",
            "created_by",
            "created_at",
            "version",
            "open_actions",
        ]
        read_only_fields = fields


class WebhookWithSecret(WebhookSerializer):
    """The same with its secret, which is shown this once; null where the answer is repeated."""

    secret = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_blank=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret", "detail"]
        read_only_fields = fields


class WebhookChanges(Strict):
    """What can be changed in a webhook."""

    name = Words()
    url = Words()
    events = serializers.ListField(child=Words(), max_length=200)


class NewWebhook(Strict):
    """Where to send what; without events, everything."""

    name = Words()
    url = Words()
    events = serializers.ListField(child=Words(), max_length=200, default=lambda: ["*"])


class DeliverySerializer(Shown):
    """A message on its way. `event` is the line of the history that it tells of.

    `sequence` grows with the feed; of one `ordering_key` they arrive in its order. `status`,
    `answer` (its first 500 characters), `error` and `duration` (milliseconds) are of the last
    attempt.
    """

    event = serializers.IntegerField(source="entry.event_id")
    sequence = serializers.IntegerField(source="entry_id")
    message_id = serializers.CharField()
    type = serializers.CharField()

    class Meta:
        model = Delivery
        fields = [
            "id",
            "message_id",
            "type",
            "event",
            "sequence",
            "ordering_key",
            "state",
            "attempts",
            "due_at",
            "status",
            "answer",
            "error",
            "duration",
            "delivered_at",
            "created_at",
        ]
        read_only_fields = fields


class ReceiptSerializer(serializers.Serializer[Any]):
    """A published revision on its way to a recipient, and when that said that it has it.

    `reason` is why the last attempt failed, empty where none did. `next_at` is when the
    next one is: null where that is now, or once an earlier revision that it `waits_behind` arrives.
    """

    verdict = serializers.IntegerField()
    number = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=Kind.choices)
    is_public = serializers.BooleanField()
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()
    reason = serializers.CharField()
    waits_behind = serializers.BooleanField()
    next_at = serializers.DateTimeField(allow_null=True)


class RecipientSerializer(serializers.Serializer[Any]):
    """A webhook, and the revisions of the fact-check that it was sent, the newest first."""

    webhook = serializers.IntegerField()
    name = serializers.CharField()
    active = serializers.BooleanField()
    has_the_public_one = serializers.BooleanField()
    receipts = ReceiptSerializer(many=True)


class RecipientsSerializer(serializers.Serializer[Any]):
    """Everybody outside who was sent a published revision of the claim, by name."""

    recipients = RecipientSerializer(many=True)
