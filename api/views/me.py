"""Who am I, in which teams, with which scale."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import teams
from annotations.errors import NotAllowed
from annotations.models import Membership, Policy, Rating, Token
from api import preconditions
from api.pagination import InScaleOrder
from api.serializers.teams import MeSerializer, PolicyChanges, RatingSerializer, TeamSerializer
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
    takes = {"partial_update": PolicyChanges}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the caller's memberships."""
        if getattr(self, "swagger_fake_view", False):
            return Membership.objects.none()
        mine = Membership.objects.filter(user=self.actor.user).select_related("team")
        return mine.filter(team=self.actor.team) if isinstance(self.request.auth, Token) else mine

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show one of them, with its policy."""
        return self._shown(self._membership(pk))

    def partial_update(self, request: Request, pk: int) -> Response:
        """Change the policy of the team that one acts for; it holds from the next submission on."""
        team = self._membership(pk).team
        if team != self.actor.team:
            raise NotAllowed(_("This belongs to another team."))
        sent = self.sent()
        minds = preconditions.require(request, _tag(team.policy), team)
        expected = team.policy if minds else None
        return self.show(teams.set_policy(by=self.actor, expected=expected, **sent))

    def show(self, thing: Any, status: int = 200) -> Response:
        """Answer with a team as it is now, and the ETag of its policy."""
        return self._shown(self._membership(thing.pk), status)

    def _membership(self, pk: int) -> Membership:
        found: Membership = get_object_or_404(self.get_queryset(), team__id=pk)
        return found

    def _shown(self, mine: Membership, status: int = 200) -> Response:
        headers = {"ETag": _tag(mine.team.policy)}
        return Response(self.get_serializer(mine).data, status=status, headers=headers)


def _tag(policy: Policy) -> str:
    return preconditions.tag_of(policy.as_json())


class RatingViewSet(ListModelMixin, Resource):
    """The team's scale, in its order."""

    noun = Rating
    serializer_class = RatingSerializer
    pagination_class = InScaleOrder
