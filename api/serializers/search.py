"""What a search answers: plain text and where the words stand in it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.finding import MOST, Found, Kind


class HitSerializer(serializers.Serializer[Any]):
    """A word that was asked for: `text[start:end]`, in code points."""

    start = serializers.IntegerField(read_only=True)
    end = serializers.IntegerField(read_only=True)


class SnippetSerializer(serializers.Serializer[Any]):
    """A piece of plain text with the words that were asked for."""

    text = serializers.CharField(read_only=True)
    hits = HitSerializer(many=True, read_only=True)


class FoundSerializer(serializers.Serializer[Any]):
    """Something with all the words. A fact-check has the id of its claim, as in `/published/`."""

    kind = serializers.ChoiceField(Kind.choices, read_only=True)
    id = serializers.SerializerMethodField()
    heading = SnippetSerializer(read_only=True)
    snippet = SnippetSerializer(read_only=True)
    rank = serializers.FloatField(read_only=True, help_text="0 to 1, the best first")

    def get_id(self, found: Found) -> int:
        """Return the id under which its kind is listed."""
        return int(found.thing.claim_id if found.kind == Kind.FACT_CHECK else found.thing.pk)


class FindingsSerializer(serializers.Serializer[Any]):
    """What was found, and the kinds of which there is more; their lists have all of it."""

    results = FoundSerializer(source="found", many=True, read_only=True)
    more = serializers.ListField(
        child=serializers.ChoiceField(Kind.choices),
        read_only=True,
        help_text=f"At most {MOST} of each kind are shown, the newest.",
    )
