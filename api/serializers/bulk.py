"""What became of many things that came in one request."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class RowProblem(serializers.Serializer[Any]):
    """Why one row was refused; `index` counts from 0, in the order sent."""

    index = serializers.IntegerField()
    code = serializers.CharField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # the contract's name
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class BulkAnswer(serializers.Serializer[Any]):
    """The ids of what is there now, in the order sent, without the refused rows; and those."""

    ids = serializers.ListField(child=serializers.IntegerField())
    errors = RowProblem(many=True)  # type: ignore[assignment]  # the contract's name
