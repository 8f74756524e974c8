"""Suggestions, and deciding them."""

from __future__ import annotations

from rest_framework import serializers

from annotations.models import Suggestion
from api.serializers.fields import PersonSerializer, Shown, Strict, Unit, Whole, Words


class SuggestionSerializer(Shown):
    """A proposed span of a version (code points), with its score and the reasons for it."""

    article = serializers.IntegerField(source="version.article_id")
    version = serializers.IntegerField(source="version.number")
    quote = serializers.CharField()
    decided_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Suggestion
        fields = [
            "id",
            "article",
            "version",
            "start",
            "end",
            "quote",
            "score",
            "scores",
            "reasons",
            "model_id",
            "state",
            "decided_by",
            "decided_at",
            "reason",
            "claim",
        ]
        read_only_fields = fields


class Acceptance(Strict):
    """The claim to make of a suggestion; other bounds correct the proposed ones."""

    statement = Words(default="")
    start = Whole(required=False)
    end = Whole(required=False)
    unit = Unit()
