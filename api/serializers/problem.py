"""How a refusal looks; `api.problems` writes it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.problems import CODES


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457: a sentence for a person, a code for programs, and the sentences by field."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField()
    code = serializers.ChoiceField(choices=CODES)
    errors = serializers.DictField(  # type: ignore[assignment]  # RFC 9457 leaves the name free
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
