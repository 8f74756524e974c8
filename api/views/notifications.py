"""What one is told of: reading it, and choosing how it is mailed."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import notifications
from annotations.models import Membership, Notification
from annotations.models.notification import Mail, News
from api import preconditions
from api.permissions import ChangesSomething, IsActor
from api.serializers import notifications as shapes
from api.views.resource import Resource


class NotificationViewSet(ListModelMixin, Resource):
    """One's own notifications in this team."""

    noun = Notification
    serializer_class = shapes.NotificationSerializer
    permission_classes = [IsActor, ChangesSomething]
    takes = {"read": shapes.UpTo, "choose": shapes.MailChoices}
    gives = {
        "read": {200: shapes.ReadSerializer},
        "choices": {200: shapes.MailChoices},
        "choose": {200: shapes.MailChoices},
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Return what one is told of, with the lines of the history that it is about."""
        return super().get_queryset().select_related("event__stream", "event__entry")

    @action(detail=False, methods=["post"])
    def read(self, _request: Request) -> Response:
        """Mark them as read: all, or those up to one of them."""
        return Response({"read": notifications.read(by=self.actor, **self.sent())})

    @action(detail=False, pagination_class=None)
    def choices(self, _request: Request) -> Response:
        """Show how each kind is mailed."""
        return self._shown(self._mine())

    @choices.mapping.patch
    def choose(self, request: Request) -> Response:
        """Choose how kinds of them are mailed."""
        mine, sent = self._mine(), self.sent()
        minds = preconditions.require(request, preconditions.tag_of(_choices(mine)), mine)
        expected = mine.mail if minds else None
        return self._shown(notifications.choose(by=self.actor, mail=sent, expected=expected))

    def show(self, thing: Any, status: int = 200) -> Response:
        """Answer with the choices as they are now, where they had moved on."""
        return self._shown(thing, status)

    def _mine(self) -> Membership:
        return Membership.objects.get(user=self.actor.user, team=self.actor.team)

    def _shown(self, mine: Membership, status: int = 200) -> Response:
        chosen = _choices(mine)
        return Response(chosen, status=status, headers={"ETag": preconditions.tag_of(chosen)})


def _choices(mine: Membership) -> dict[str, str]:
    return {kind: mine.mail.get(kind, Mail.AT_ONCE.value) for kind in News.values}
