"""What people of the desk say about a claim."""

from __future__ import annotations

from rest_framework import serializers

from annotations.models import Comment
from annotations.models.comment import Thread
from api.serializers.claims import Answerable
from api.serializers.fields import Id, PersonSerializer, Strict, Words


class CommentSerializer(Answerable):
    """A remark, or an answer to its `parent`; `verdict` is the revision in review at the time."""

    author = PersonSerializer()
    mentioned = PersonSerializer(many=True)
    state = serializers.ChoiceField(choices=Thread.choices)
    resolved_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Comment
        fields = [
            "id",
            "claim",
            "parent",
            "verdict",
            "author",
            "text",
            "mentioned",
            "at",
            "state",
            "resolved_at",
            "resolved_by",
            "version",
            "open_actions",
        ]
        read_only_fields = fields


class NewComment(Strict):
    """What is said; `@` and a name mentions a member. With `parent` it answers that comment."""

    text = Words()
    parent = Id(default=None, allow_null=True)  # type: ignore[assignment]  # DRF keeps it apart
