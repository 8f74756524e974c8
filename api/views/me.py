"""Who am I, in which teams, with which scale."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.models import Membership, Rating, Token
from api.pagination import InScaleOrder
from api.serializers.teams import MeSerializer, RatingSerializer, TeamSerializer
from api.views.resource import Resource


class MeViewSet(Resource):
    """The person or integration that asks."""

    noun = Membership
    serializer_class = MeSerializer
    pagination_class = None

    def retrieve(self, request: Request) -> Response:
        """Show the caller, with the team that they act for and what they may there."""
        return Response(self.get_serializer(request.actor).data)  # type: ignore[attr-defined]


class TeamViewSet(ListModelMixin, Resource):
    """The caller's teams; a token knows only its own."""

    noun = Membership
    serializer_class = TeamSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return the caller's memberships."""
        if getattr(self, "swagger_fake_view", False):
            return Membership.objects.none()
        mine = Membership.objects.filter(user=self.actor.user).select_related("team")
        return mine.filter(team=self.actor.team) if isinstance(self.request.auth, Token) else mine


class RatingViewSet(ListModelMixin, Resource):
    """The team's scale, in its order."""

    noun = Rating
    serializer_class = RatingSerializer
    pagination_class = InScaleOrder
