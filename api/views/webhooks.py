"""Webhooks: who outside is told of what, and what became of it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django_filters.rest_framework import FilterSet
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import webhooks
from annotations.delivery.recalling import recipients
from annotations.models import Claim, Delivery, Webhook
from annotations.models.webhook import DeliveryState
from api.permissions import Administers, IsActor
from api.serializers import webhooks as shapes
from api.views.resource import Resource


class DeliveryFilters(FilterSet):  # type: ignore[misc]  # django-filter has no type hints
    """Deliveries in one state."""

    state = django_filters.ChoiceFilter(choices=DeliveryState.choices)


class WebhookViewSet(ListModelMixin, Resource):
    """Addresses that are sent what happens. Only admins see them."""

    noun = Webhook
    serializer_class = shapes.WebhookSerializer
    permission_classes = [IsActor, Administers]
    takes = {"create": shapes.NewWebhook, "partial_update": shapes.WebhookChanges}
    gives = {
        "create": {201: shapes.WebhookWithSecret},
        "rotate_secret": {200: shapes.WebhookWithSecret},
        "test": {200: shapes.DeliverySerializer},
    }
    may_match = frozenset({"rotate_secret", "switch_on", "switch_off"})
    shown_once = frozenset({"secret"})

    def takes_its_time(self) -> bool:
        """Whether its address is asked, or its name looked up."""
        return self.action in {"create", "test"}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's webhooks with who added them."""
        return super().get_queryset().select_related("team", "created_by")

    def create(self, _request: Request) -> Response:
        """Add one, and tell its secret."""
        return self._with_secret(*webhooks.add(by=self.actor, **self.sent()), 201)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show one."""
        return self.found(pk)

    def partial_update(self, _request: Request, pk: int) -> Response:
        """Change its name, its address or what it is told."""
        webhook = self.one(Webhook, pk)
        expected = self.expected(webhook)
        return self.show(webhooks.edit(webhook, by=self.actor, expected=expected, **self.sent()))

    def destroy(self, _request: Request, pk: int) -> Response:
        """Remove it with the log of its deliveries."""
        webhook = self.one(Webhook, pk)
        webhooks.remove(webhook, by=self.actor, expected=self.expected(webhook))
        return Response(status=204)

    @action(detail=True, methods=["post"])
    def rotate_secret(self, _request: Request, pk: int) -> Response:
        """Give it another secret; the one before signs too for a day."""
        self.sent()
        webhook = self.one(Webhook, pk)
        expected = self.expected(webhook)
        return self._with_secret(
            *webhooks.rotate_secret(webhook, by=self.actor, expected=expected), 200
        )

    @action(detail=True, methods=["post"])
    def test(self, _request: Request, pk: int) -> Response:
        """Send it a message now, and tell what came back."""
        self.sent()
        sent = webhooks.send_test(self.one(Webhook, pk), by=self.actor)
        return Response(shapes.DeliverySerializer(sent).data)

    @action(detail=True, methods=["post"])
    def switch_on(self, _request: Request, pk: int) -> Response:
        """Send it what happens again, and what it missed."""
        self.sent()
        webhook = self.one(Webhook, pk)
        expected = self.expected(webhook)
        return self.show(webhooks.switch_on(webhook, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def switch_off(self, _request: Request, pk: int) -> Response:
        """Send it nothing until it is on again."""
        self.sent()
        webhook = self.one(Webhook, pk)
        expected = self.expected(webhook)
        return self.show(webhooks.switch_off(webhook, by=self.actor, expected=expected))

    def _with_secret(self, webhook: Webhook, secret: str, status: int) -> Response:
        response = self.show(webhook, status)
        response.data |= {"secret": secret, "detail": ""}
        response["Cache-Control"] = "no-store"
        return response


class DeliveryViewSet(ListModelMixin, Resource):
    """The log of one webhook's deliveries, newest first."""

    noun = Delivery
    serializer_class = shapes.DeliverySerializer
    permission_classes = [IsActor, Administers]
    filterset_class = DeliveryFilters

    def get_queryset(self) -> QuerySet[Any]:
        """Return the deliveries of the webhook in the address. Raises Http404."""
        if getattr(self, "swagger_fake_view", False):
            return Delivery.objects.none()
        webhook = self.one(Webhook, self.kwargs["webhook"])
        return Delivery.objects.filter(webhook=webhook).select_related("entry__event")

    @action(detail=True, methods=["post"])
    def redeliver(self, _request: Request, webhook: int, pk: int) -> Response:  # noqa: ARG002
        """Send a message again, under its old id."""
        self.sent()
        delivery = get_object_or_404(self.get_queryset().select_related("webhook__team"), pk=pk)
        return self.show(webhooks.redeliver(delivery, by=self.actor))


class RecipientViewSet(Resource):
    """Who outside has which revision of a fact-check."""

    noun = Claim
    serializer_class = shapes.RecipientsSerializer

    @action(detail=True)
    def recipients(self, _request: Request, pk: int) -> Response:
        """Show who was sent published revisions, and who said that they have them."""
        found = recipients(self.one(Claim, pk), by=self.actor)
        return Response(self.get_serializer({"recipients": found}).data)
