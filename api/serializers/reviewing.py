"""Votes, and who was asked for them."""

from __future__ import annotations

from rest_framework import serializers

from annotations.models import Assignment, Review
from annotations.models.review import Vote
from api.serializers.claims import Answerable
from api.serializers.fields import Id, PersonSerializer, Shown, Strict, Words


class ReviewSerializer(Shown):
    """One vote; it counts while its digest is the revision's."""

    reviewer = PersonSerializer()

    class Meta:
        model = Review
        fields = ["id", "verdict", "reviewer", "vote", "comment", "digest", "at"]
        read_only_fields = fields


class NewReview(Strict):
    """A vote on exactly the revision with this digest; a return or a dissent says why."""

    vote = serializers.ChoiceField(choices=Vote.choices)
    comment = Words(default="")
    digest = Words()


class AssignmentSerializer(Answerable):
    """Somebody who is to review a revision: until `due_at`, or until it ended."""

    reviewer = PersonSerializer()
    assigned_by = PersonSerializer()

    class Meta:
        model = Assignment
        fields = [
            "id",
            "verdict",
            "reviewer",
            "assigned_by",
            "at",
            "due_at",
            "ended_at",
            "open_actions",
        ]
        read_only_fields = fields


class Reviewer(Strict):
    """The id of a member of the team who is to review."""

    reviewer = Id()
