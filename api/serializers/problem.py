"""How a refusal looks; `api.problems` writes it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457, with a code for programs and the sentences by field."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # RFC 9457 leaves the name free
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
