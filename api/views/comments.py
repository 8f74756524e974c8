"""Comments on a claim, and whether their threads are resolved."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import comments
from annotations.models import Actor, Claim, Comment
from api.serializers.claims import ClaimSerializer
from api.serializers.comments import CommentSerializer, NewComment
from api.views.claims import shown
from api.views.resource import Resource


def comments_to_show(actor: Actor) -> QuerySet[Comment]:
    """Return the comments that the actor may see, with what their representation needs."""
    seen = Comment.objects.visible_to(actor).prefetch_related("mentioned")
    return seen.select_related("author", "resolved_by", "claim__team")


class CommentViewSet(ListModelMixin, Resource):
    """The comments on one claim; in a blind review only one's own, until one has voted."""

    noun = Comment
    serializer_class = CommentSerializer
    takes = {"create": NewComment}
    gives = {"create": {201: CommentSerializer}}
    may_match = frozenset({"create"})
    matched = ClaimSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return the comments on the claim in the address. Raises Http404."""
        if getattr(self, "swagger_fake_view", False):
            return Comment.objects.none()
        return comments_to_show(self.actor).filter(claim=self.one(Claim, self.kwargs["claim"]))

    def create(self, _request: Request, claim: int) -> Response:
        """Say something about the claim, or answer what somebody said."""
        about, sent = self.one(Claim, claim), self.sent()
        parent = None if sent["parent"] is None else self.one(Comment, sent["parent"])
        asked = {"expected": self.expected(about), "text": sent["text"], "parent": parent}
        return self.show(comments.say(about, by=self.actor, **asked), 201)

    def show(self, thing: Model, status: int = 200) -> Response:
        """Answer with a comment; or with the claim, where that had moved on."""
        return shown(self, thing) if isinstance(thing, Claim) else super().show(thing, status)


class ThreadViewSet(Resource):
    """What began a thread."""

    noun = Comment
    serializer_class = CommentSerializer
    may_match = frozenset({"resolve", "reopen"})

    def get_queryset(self) -> QuerySet[Any]:
        """Return the comments that the actor may see."""
        if getattr(self, "swagger_fake_view", False):
            return Comment.objects.none()
        return comments_to_show(self.actor)

    @action(detail=True, methods=["post"])
    def resolve(self, _request: Request, pk: int) -> Response:
        """Say that nothing is left to do about the thread."""
        comment, expected = self._asked(pk)
        return self.show(comments.resolve(comment, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def reopen(self, _request: Request, pk: int) -> Response:
        """Take the thread up again."""
        comment, expected = self._asked(pk)
        return self.show(comments.reopen(comment, by=self.actor, expected=expected))

    def _asked(self, pk: int) -> tuple[Comment, int | None]:
        self.sent()
        comment = self.one(Comment, pk)
        return comment, self.expected(comment)
