"""Revisions of the newsroom's answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from annotations.models import Verdict
from annotations.models.verdict import Kind
from api.serializers.claims import Answerable
from api.serializers.fields import Id, PersonSerializer, RatingField, Strict, Words
from api.serializers.reviewing import ReviewSerializer
from api.serializers.teams import PolicySerializer, RatingSerializer


class VerdictSerializer(Answerable):
    """One revision of the newsroom's answer; `digest` names what a review is about.

    `policy` is what it is reviewed by: the team's of today in a draft, that of its submission from
    then on. Where the review is `blind`, whoever has not voted sees only what is their own:
    `reviews` has no others, and `approvals` is null.
    """

    rating = RatingSerializer(allow_null=True)
    author = PersonSerializer()
    contributors = PersonSerializer(many=True)
    policy = PolicySerializer()
    approvals_required = serializers.IntegerField(source="policy.approvals_required")
    blind = serializers.SerializerMethodField()
    approvals = serializers.SerializerMethodField()
    reviews = serializers.SerializerMethodField()

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
            "one_sided_reason",
            "one_origin_reason",
            "reply_asked_on",
            "reply_asked_how",
            "reply_answer",
            "reply_not_asked_reason",
            "author",
            "contributors",
            "digest",
            "policy",
            "approvals_required",
            "blind",
            "approvals",
            "reviews",
            "created_at",
            "submitted_at",
            "published_at",
            "version",
            "open_actions",
        ]
        read_only_fields = fields

    def get_blind(self, verdict: Verdict) -> bool:
        """Return whether the votes of others are hidden from whoever asks."""
        return verdict.is_blind_to(self.context["actor"])

    def get_approvals(self, verdict: Verdict) -> int | None:
        """Return how many people approved exactly this digest."""
        return None if self.get_blind(verdict) else verdict.approvals

    @extend_schema_field(ReviewSerializer(many=True))
    def get_reviews(self, verdict: Verdict) -> Any:
        """Return the votes that whoever asks may see."""
        seen = verdict.reviews_seen_by(self.context["actor"])
        return ReviewSerializer(seen, many=True, context=self.context).data


class NewVerdict(Strict):
    """A first draft; what is missing can follow, up to the submission."""

    claim = Id()
    rating = RatingField(default=None, allow_null=True)
    summary = Words(default="")
    rationale = Words(default="")
    as_of = serializers.DateField(default=None, allow_null=True)
    one_sided_reason = Words(default="")
    one_origin_reason = Words(default="")
    reply_asked_on = serializers.DateField(default=None, allow_null=True)
    reply_asked_how = Words(default="")
    reply_answer = Words(default="")
    reply_not_asked_reason = Words(default="")


class VerdictChanges(Strict):
    """What can be changed in a draft; `kind` and `reason` only where it changes what is public."""

    rating = RatingField(allow_null=True)
    summary = Words()
    rationale = Words()
    as_of = serializers.DateField(allow_null=True)
    one_sided_reason = Words()
    one_origin_reason = Words()
    reply_asked_on = serializers.DateField(allow_null=True)
    reply_asked_how = Words()
    reply_answer = Words()
    reply_not_asked_reason = Words()
    kind = Words()
    reason = Words()


class Publication(Strict):
    """What the publisher read: the digest of the revision, where only that may be published."""

    digest = Words(required=False)


class Revision(Strict):
    """What a new revision changes: minor, correction or update; and why, for the readers."""

    kind = Words(default="")
    reason = Words(default="")


class Retraction(Strict):
    """Why the conclusion does not hold, for the readers; its kind is never another."""

    kind = serializers.ChoiceField(choices=[Kind.RETRACTION.value], default=Kind.RETRACTION.value)
    reason = Words(default="")
