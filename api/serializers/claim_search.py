"""The names of Google's Fact Check Tools API; `annotations.publishing.claim_search` fills them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import ExternalCheck, Verdict
from annotations.publishing.claim_search import told, told_of


class PublisherSerializer(serializers.Serializer[Any]):
    """Whose fact-check it is, and where they publish."""

    name = serializers.CharField(required=False)
    site = serializers.CharField(read_only=True)


class CheckSerializer(serializers.Serializer[Any]):
    """The fact-check of a claim."""

    publisher = PublisherSerializer(read_only=True)
    url = serializers.URLField(read_only=True)
    title = serializers.CharField(read_only=True)
    reviewDate = serializers.DateTimeField(required=False)  # noqa: N815 - Google's names
    textualRating = serializers.CharField(read_only=True)  # noqa: N815
    languageCode = serializers.CharField(required=False)  # noqa: N815


class CheckedClaimSerializer(serializers.Serializer[Any]):
    """A claim that was checked; what is not known is left out."""

    text = serializers.CharField(read_only=True)
    claimant = serializers.CharField(required=False)
    claimDate = serializers.DateTimeField(required=False)  # noqa: N815
    claimReview = CheckSerializer(many=True, read_only=True)  # noqa: N815

    def to_representation(self, found: Verdict | ExternalCheck) -> dict[str, Any]:
        """Return it as it is told."""
        return told(found) if isinstance(found, Verdict) else told_of(found)
