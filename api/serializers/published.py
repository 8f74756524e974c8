"""Fact-checks, as anybody may read them: from the dossier that was frozen at submission."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Verdict
from annotations.publishing.addresses import claim_review_of, fact_check_page
from annotations.publishing.dossier import public
from annotations.publishing.outcome import outcome
from api.serializers.fields import Shown


class CorrectionSerializer(Shown):
    """One published revision: what kind of change it was, why and when, and how it came out."""

    rating = serializers.SerializerMethodField()

    class Meta:
        model = Verdict
        fields = ["number", "kind", "reason", "rating", "published_at", "digest"]
        read_only_fields = fields

    def get_rating(self, verdict: Verdict) -> str:
        """Return the word that readers saw."""
        return outcome(verdict.dossier or {}).label


class PublishedSerializer(Shown):
    """A fact-check. Its id is the claim's, whichever revision is public.

    Of a retracted one (its `status` says so) the text stays and the rating is withdrawn.
    """

    id = serializers.IntegerField(source="claim_id")
    url = serializers.SerializerMethodField()
    publisher = serializers.CharField(source="claim.team.name")
    claim = serializers.SerializerMethodField()
    rating = serializers.SerializerMethodField()
    summary = serializers.SerializerMethodField()
    rationale = serializers.SerializerMethodField()
    as_of = serializers.SerializerMethodField()
    evidence = serializers.SerializerMethodField()
    one_sided_reason = serializers.SerializerMethodField()
    one_origin_reason = serializers.SerializerMethodField()
    reply = serializers.SerializerMethodField()
    revision = serializers.IntegerField(source="number")
    corrections = CorrectionSerializer(source="claim.public_revisions", many=True)
    claimreview = serializers.SerializerMethodField()

    class Meta:
        model = Verdict
        fields = [
            "id",
            "url",
            "publisher",
            "claim",
            "rating",
            "summary",
            "rationale",
            "as_of",
            "evidence",
            "one_sided_reason",
            "one_origin_reason",
            "reply",
            "revision",
            "status",
            "kind",
            "digest",
            "published_at",
            "corrections",
            "claimreview",
        ]
        read_only_fields = fields

    def get_url(self, verdict: Verdict) -> str:
        """Return the address of the page for people."""
        return fact_check_page(verdict)

    def get_claim(self, verdict: Verdict) -> dict[str, Any]:
        """Return the claim and where it was made."""
        return dict(_dossier(verdict)["claim"])

    def get_rating(self, verdict: Verdict) -> dict[str, Any]:
        """Return the rating and the scale that it is on; what is retracted has a word only."""
        came_out = outcome(_dossier(verdict))
        return {name: getattr(came_out, name) for name in ("label", "slug", "value", "scale")}

    def get_summary(self, verdict: Verdict) -> str:
        """Return the result in a sentence or two."""
        return str(_dossier(verdict)["summary"])

    def get_rationale(self, verdict: Verdict) -> str:
        """Return the reasons, in Markdown."""
        return str(_dossier(verdict)["rationale"])

    def get_as_of(self, verdict: Verdict) -> str:
        """Return the day as of which it holds."""
        return str(_dossier(verdict)["as_of"])

    def get_evidence(self, verdict: Verdict) -> list[dict[str, Any]]:
        """Return the sources, without the desk's own notes."""
        return list(_dossier(verdict)["evidence"])

    def get_one_sided_reason(self, verdict: Verdict) -> str:
        """Return why there is evidence on one side only; empty where there is on both."""
        return str(_dossier(verdict).get("one_sided_reason", ""))

    def get_one_origin_reason(self, verdict: Verdict) -> str:
        """Return why one origin is enough; empty where there are several."""
        return str(_dossier(verdict).get("one_origin_reason", ""))

    def get_reply(self, verdict: Verdict) -> dict[str, Any] | None:
        """Return when and how the claimant was asked, and the answer, or why they were not."""
        reply: dict[str, Any] | None = _dossier(verdict).get("reply")
        return reply

    def get_claimreview(self, verdict: Verdict) -> dict[str, Any]:
        """Return the schema.org ClaimReview."""
        first = verdict.claim.public_revisions[-1]  # type: ignore[attr-defined]  # the view has them
        return claim_review_of(verdict, since=first.published_at)


class ClaimReviewItemSerializer(serializers.Serializer[Any]):
    """One ClaimReview, and when its claim was first and last published."""

    dateCreated = serializers.DateTimeField(read_only=True)  # noqa: N815 - schema.org's names
    dateModified = serializers.DateTimeField(read_only=True)  # noqa: N815
    item = serializers.DictField(read_only=True)


class ClaimReviewFeedSerializer(serializers.Serializer[Any]):
    """A schema.org DataFeed. `dateModified` is missing while nothing is published."""

    url = serializers.URLField(read_only=True)
    name = serializers.CharField(read_only=True)
    dateModified = serializers.DateTimeField(required=False)  # noqa: N815
    dataFeedElement = ClaimReviewItemSerializer(many=True, read_only=True)  # noqa: N815


def _dossier(verdict: Verdict) -> dict[str, Any]:
    return public(verdict.dossier or {})
