"""Fact-checks of other newsrooms."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.models import Dossier, ExternalCheck
from api.serializers.fields import PersonSerializer, Shown

LINKED_DATA = {"description": "A ClaimReview, a list of them, a graph or a DataFeed, as JSON-LD."}
"""JSON-LD, as others write it: it can be spelled in too many ways for a schema."""


class ExternalCheckSerializer(Shown):
    """What another newsroom found. `site` is its host; `warnings` say what could not be taken.

    Whatever stands in it is plain text: the ClaimReview as it came is kept, and not shown.
    """

    imported_by = PersonSerializer()
    warnings = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ExternalCheck
        fields = [
            "id",
            "url",
            "title",
            "claim_reviewed",
            "claimant",
            "claimed_on",
            "rating",
            "rating_value",
            "rating_best",
            "rating_worst",
            "publisher",
            "site",
            "reviewed_on",
            "language",
            "warnings",
            "digest",
            "imported_by",
            "imported_at",
            "version",
        ]
        read_only_fields = fields


class TroubleSerializer(serializers.Serializer[Any]):
    """What was wrong with one ClaimReview: its place in the document, its address, a sentence."""

    index = serializers.IntegerField()
    url = serializers.CharField()
    detail = serializers.CharField()


class ImportReportSerializer(serializers.Serializer[Any]):
    """The ids of what is there now, in the document's order; how many of it are new or other.

    `errors` refused a ClaimReview; of what has `warnings` the rest was taken.
    """

    ids = serializers.ListField(child=serializers.IntegerField())
    added = serializers.IntegerField()
    updated = serializers.IntegerField()
    errors = TroubleSerializer(many=True)  # type: ignore[assignment]  # the contract's name
    warnings = TroubleSerializer(many=True)


class DossierSerializer(Shown):
    """What an imported dossier is about, and who answers for it there."""

    imported_by = PersonSerializer()
    approved_by = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Dossier
        fields = [
            "id",
            "page",
            "statement",
            "rating",
            "digest",
            "approved_by",
            "published_by",
            "published_at",
            "checkpoint",
            "imported_by",
            "imported_at",
        ]
        read_only_fields = fields


class DossierFile(serializers.Serializer[Any]):
    """The file that export_dossier writes; docs/verify.md says what is in it."""

    schema = serializers.IntegerField()
    page = serializers.URLField(required=False)
    claim = serializers.IntegerField()
    verdict = serializers.IntegerField()
    revision = serializers.IntegerField()
    digest = serializers.CharField()
    dossier = serializers.DictField()
    approvals = serializers.ListField(child=serializers.DictField())
    published = serializers.DictField()
    first = serializers.IntegerField()
    start = serializers.CharField(allow_blank=True)
    lines = serializers.ListField(child=serializers.DictField())
    head = serializers.ListField()
    path = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    checkpoint = serializers.DictField()
    mac = serializers.CharField()
