"""Suggestions, deciding them, and how good they are."""

from __future__ import annotations

from typing import Any, Literal, cast

from rest_framework import serializers

from annotations.models import Suggestion
from annotations.models.suggestion import Level
from annotations.suggesting.quality import Figures
from api.serializers.fields import PersonSerializer, Shown, Strict, Unit, Whole, Words

LevelName = Literal["strict", "usual", "broad"]


class SuggestionSerializer(Shown):
    """A proposed span of a version (code points), with its score and the reasons for it.

    `rank` counts from 1, the most check-worthy sentence of the version. `level` says how soon it
    is shown; `proposed` whether that is without asking for more. `speaker` is whose words it
    reports, as the sentence names them.
    """

    article = serializers.IntegerField(source="version.article_id")
    version = serializers.IntegerField(source="version.number")
    quote = serializers.CharField()
    level = serializers.SerializerMethodField()
    proposed = serializers.BooleanField()
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
            "rank",
            "level",
            "proposed",
            "speaker",
            "reasons",
            "model_id",
            "state",
            "decided_by",
            "decided_at",
            "reason",
            "claim",
        ]
        read_only_fields = fields

    def get_level(self, suggestion: Suggestion) -> LevelName:
        """Say how soon it is shown."""
        return cast(LevelName, Level(suggestion.level).name.lower())


class Acceptance(Strict):
    """The claim to make of a suggestion; other bounds correct the proposed ones."""

    keywords = {"dependentRequired": {"start": ["end"], "end": ["start"]}}
    statement = Words(default="")
    start = Whole(required=False)
    end = Whole(required=False)
    unit = Unit()


class FiguresSerializer(serializers.Serializer[Any]):
    """What people made of one model's proposals; a share of nothing is null.

    `taken` and `dropped` count decided proposals, `precision_at` the share taken of those that
    were ranked so high or higher. `claims` counts the words that people marked, `missed` those of
    them that had not been proposed, and `recall` is the share that had been.
    """

    model_id = serializers.CharField()
    taken = serializers.IntegerField()
    dropped = serializers.IntegerField()
    claims = serializers.IntegerField()
    missed = serializers.IntegerField()
    precision_at = serializers.DictField(child=serializers.FloatField(allow_null=True))
    precision = serializers.FloatField(allow_null=True)
    recall = serializers.FloatField(allow_null=True)


class MonthSerializer(FiguresSerializer):
    """The same for one month, written as 2026-11."""

    month = serializers.SerializerMethodField()

    def get_month(self, figures: Figures) -> str:
        """Return the year and the month."""
        return f"{figures.month:%Y-%m}"


class ShareSerializer(serializers.Serializer[Any]):
    """How many of one claimant's or outlet's sentences were proposed, taken and dropped.

    The name is empty for sentences that name nobody.
    """

    name = serializers.CharField()
    proposed = serializers.IntegerField()
    taken = serializers.IntegerField()
    dropped = serializers.IntegerField()


class BalanceSerializer(serializers.Serializer[Any]):
    """Whose words are picked, those proposed most often first."""

    claimants = ShareSerializer(many=True)
    outlets = ShareSerializer(many=True)


class QualitySerializer(serializers.Serializer[Any]):
    """How good the proposals of the last twelve months were; the newest month comes first."""

    by_model = FiguresSerializer(many=True)
    by_month = MonthSerializer(many=True)
    balance = BalanceSerializer(source="*")
