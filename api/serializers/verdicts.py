"""Revisions and the votes on them."""

from __future__ import annotations

from rest_framework import serializers

from annotations.models import Review, Verdict
from annotations.models.review import Vote
from api.serializers.claims import Answerable
from api.serializers.fields import PersonSerializer, RatingField, Shown, Strict, Whole, Words
from api.serializers.teams import RatingSerializer


class ReviewSerializer(Shown):
    """One vote; it counts while its digest is the revision's."""

    reviewer = PersonSerializer()

    class Meta:
        model = Review
        fields = ["id", "verdict", "reviewer", "vote", "comment", "digest", "at"]
        read_only_fields = fields


class VerdictSerializer(Answerable):
    """One revision of the newsroom's answer; `digest` names what a review is about."""

    rating = RatingSerializer(allow_null=True)
    author = PersonSerializer()
    contributors = PersonSerializer(many=True)
    reviews = ReviewSerializer(many=True)
    approvals = serializers.IntegerField()
    approvals_required = serializers.IntegerField(source="claim.team.approvals_required")

    class Meta:
        model = Verdict
        fields = [
            "id",
            "claim",
            "number",
            "status",
            "kind",
            "reason",
            "rating",
            "summary",
            "rationale",
            "as_of",
            "author",
            "contributors",
            "digest",
            "approvals",
            "approvals_required",
            "reviews",
            "created_at",
            "submitted_at",
            "published_at",
            "version",
            "open_actions",
        ]
        read_only_fields = fields


class NewVerdict(Strict):
    """A first draft; what is missing can follow, up to the submission."""

    claim = Whole()
    rating = RatingField(default=None, allow_null=True)
    summary = Words(default="")
    rationale = Words(default="")
    as_of = serializers.DateField(default=None, allow_null=True)


class VerdictChanges(Strict):
    """What can be changed in a draft."""

    rating = RatingField(allow_null=True)
    summary = Words()
    rationale = Words()
    as_of = serializers.DateField(allow_null=True)


class Publication(Strict):
    """What the publisher read: the digest of the revision, where only that may be published."""

    digest = Words(required=False)


class Revision(Strict):
    """What a new revision changes: minor, correction or update; and why, for the readers."""

    kind = Words(default="")
    reason = Words(default="")


class NewReview(Strict):
    """A vote on exactly the revision with this digest."""

    vote = serializers.ChoiceField(choices=Vote.choices)
    comment = Words(default="")
    digest = Words()
