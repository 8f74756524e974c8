"""Blind double rating: how far a round is, and how well raters agree."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from annotations.agreement.figures import Figures
from annotations.models import BlindRating
from api.serializers.fields import PersonSerializer, RatingField, Shown, Strict, Words
from api.serializers.teams import RatingSerializer


class NewBlindRating(Strict):
    """What one thinks, before one knows what others do."""

    rating = RatingField()
    note = Words(default="")


class BlindRatingSerializer(Shown):
    """A rating that was given without seeing the others of its round."""

    rater = PersonSerializer()
    rating = RatingSerializer()

    class Meta:
        model = BlindRating
        fields = ["id", "round", "rater", "rating", "note", "at"]
        read_only_fields = fields


class RoundSerializer(serializers.Serializer[Any]):
    """The newest round of a claim, counted from 1; 0 where nobody ever asked for raters.

    `raters` have rated, `needed` says how many it takes: two, or three where these differ. Until
    there is a `result`, `ratings` has one's own and no other.
    """

    round = serializers.IntegerField(source="number")
    running = serializers.BooleanField(source="is_running")
    needed = serializers.IntegerField()
    raters = PersonSerializer(many=True)
    ratings = BlindRatingSerializer(many=True)
    result = RatingSerializer(allow_null=True)


class AgreementFiguresSerializer(serializers.Serializer[Any]):
    """How well raters agreed, in the rounds that have a result; the others are `incomplete`.

    1 is full agreement and 0 what chance would give; a coefficient that nothing defines is null, as
    where every rating is the same. `equal` is the share of rounds in which the first two gave the
    same rating; the others went `to_a_third`. For Cohen's `kappa` (of the first two) and
    Krippendorff's nominal `alpha` (of all) a rating off the scale is one like any other;
    `ordinal_alpha` leaves these out, and `off_scale` counts them.
    """

    complete = serializers.IntegerField()
    incomplete = serializers.IntegerField()
    to_a_third = serializers.IntegerField()
    off_scale = serializers.IntegerField()
    equal = serializers.FloatField(allow_null=True)
    kappa = serializers.FloatField(allow_null=True)
    alpha = serializers.FloatField(allow_null=True)
    ordinal_alpha = serializers.FloatField(allow_null=True)


class AgreementMonthSerializer(AgreementFiguresSerializer):
    """The same for the rounds that began in one month, written as 2026-11."""

    month = serializers.SerializerMethodField()

    def get_month(self, figures: Figures) -> str:
        """Return the year and the month."""
        return f"{figures.month:%Y-%m}"


class AgreementSerializer(serializers.Serializer[Any]):
    """How well the team's raters agreed in the last twelve months; the newest comes first."""

    total = AgreementFiguresSerializer()
    by_month = AgreementMonthSerializer(many=True)
