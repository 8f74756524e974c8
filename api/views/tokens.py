"""Tokens: issuing, looking over and revoking them; and the integrations that they are for."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import teams, tokens
from annotations.models import Membership, Role, Token
from api import preconditions
from api.serializers import tokens as shapes
from api.views.resource import Resource


class TokenViewSet(ListModelMixin, Resource):
    """One's own tokens; for admins, all of the team's."""

    noun = Token
    serializer_class = shapes.TokenSerializer
    takes = {"create": shapes.NewToken}
    gives = {"create": {201: shapes.IssuedTokenSerializer}}
    shown_once = frozenset({"key"})

    def get_queryset(self) -> QuerySet[Any]:
        """Return the tokens that the actor has to do with, and whose they are."""
        return super().get_queryset().select_related("user")

    def create(self, _request: Request) -> Response:
        """Issue a token: one's own or, for admins, an integration's. The key is shown once."""
        sent = self.sent()
        program = sent.pop("integration")
        if program is None:
            return self._shown_once(*tokens.issue_token(by=self.actor, **sent))
        owner = one_integration(self, program).user
        return self._shown_once(*tokens.issue_integration_token(owner, by=self.actor, **sent))

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show a token without its key."""
        return self.found(pk)

    def destroy(self, _request: Request, pk: int) -> Response:
        """Revoke a token, at once."""
        token = self.one(Token, pk)
        tokens.revoke_token(token, by=self.actor, expected=self.expected(token))
        return Response(status=204)

    def _shown_once(self, token: Token, key: str) -> Response:
        shown = {**self.get_serializer(token).data, "key": key, "detail": ""}
        headers = {"ETag": preconditions.etag(token), "Cache-Control": "no-store"}
        return Response(shown, status=201, headers=headers)


class IntegrationViewSet(ListModelMixin, Resource):
    """Programs with an account in the team. They never review or publish."""

    noun = Membership
    serializer_class = shapes.IntegrationSerializer
    takes = {"create": shapes.NewIntegration, "partial_update": shapes.IntegrationChanges}
    gives = {"create": {201: shapes.IntegrationSerializer}}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the standing of the team's integrations."""
        if getattr(self, "swagger_fake_view", False):
            return Membership.objects.none()
        programs = Membership.objects.filter(team=self.actor.team, user__is_integration=True)
        return programs.select_related("user")

    def create(self, _request: Request) -> Response:
        """Add an integration; it acts with the tokens that an admin issues for it."""
        return self.show(teams.add_integration(by=self.actor, **self.sent()), 201)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show an integration."""
        return self.show(one_integration(self, pk))

    def partial_update(self, _request: Request, pk: int) -> Response:
        """Give it another role."""
        mine = one_integration(self, pk)
        expected = self.expected(mine)
        asked = {"role": Role(mine.role), "expected": expected, **self.sent()}
        return self.show(teams.set_role(mine.user, by=self.actor, **asked))

    def destroy(self, _request: Request, pk: int) -> Response:
        """Remove it with its tokens; what it did stays."""
        mine = one_integration(self, pk)
        teams.remove_member(mine.user, by=self.actor, expected=self.expected(mine))
        return Response(status=204)


def one_integration(view: Resource, pk: int) -> Membership:
    """Return the standing of an integration of the actor's team, by its account's id.

    Raises Http404.
    """
    programs = Membership.objects.filter(team=view.actor.team, user__is_integration=True)
    return get_object_or_404(programs.select_related("user"), user__id=pk)
