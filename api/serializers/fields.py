"""Fields that take what JSON says and nothing that only resembles it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import SkipField
from rest_framework.validators import ProhibitSurrogateCharactersValidator as NoSurrogates

from annotations.models import User


class Words(serializers.CharField):
    """A string; the domain trims, checks and limits it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_blank": True, "trim_whitespace": False} | kwargs)
        # It looks at every character in turn; a long text took longer than all else.
        self.validators = [v for v in self.validators if type(v) is not NoSurrogates]

    def to_internal_value(self, data: Any) -> str:
        """Return the string; a number is none, nor is half of a character."""
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            data.encode()
        except UnicodeEncodeError:
            NoSurrogates()(data)
        return super().to_internal_value(data)


LARGEST_ID = 2**63 - 1
LARGEST_COUNT = 2**31 - 1


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": LARGEST_COUNT})
class Whole(serializers.IntegerField):
    """A whole number; "7" and true are none. What is out of bounds is the domain's to say."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number, however large."""
        number = _whole(data)
        if number is None:
            self.fail("invalid")
        return number


@extend_schema_field({"type": "integer", "format": "int64", "minimum": 1, "maximum": LARGEST_ID})
class Id(Whole):
    """The id of something that the actor sees; any other number is 404."""


class Flag(serializers.BooleanField):
    """True or false; "yes" and 1 are neither."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the truth value."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "minLength": 1},
            {"type": "integer", "format": "int64", "minimum": 1, "maximum": LARGEST_ID},
        ]
    }
)
class RatingField(serializers.Field[Any, Any, Any, Any]):
    """A rating of the team's scale, by its slug ("mostly-false") or its id."""

    default_error_messages = {"invalid": _("Name a rating by its slug or its id.")}

    def to_internal_value(self, data: Any) -> str | int:
        """Return the slug or the id, not yet looked up."""
        chosen = data if isinstance(data, str) else _whole(data)
        if chosen is None:
            self.fail("invalid")
        return chosen


class Strict(serializers.Serializer[Any]):
    """A JSON object with these fields and no others.

    `keywords` is what its schema says beyond its fields; whoever reads the value checks it.
    """

    keywords: ClassVar[Mapping[str, Any]] = {}
    default_error_messages = {"invalid": _("Send a JSON object.")}

    def to_internal_value(self, data: Any) -> Any:
        """Return the fields' values; raises ValidationError for names that are not ours."""
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            sentence = ErrorDetail(str(_("There is no such field here.")), code="unknown")
            raise ValidationError({name: [sentence] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Nothing(Strict):
    """An empty object, or no body at all."""


class Reason(Strict):
    """Why."""

    reason = Words(default="")


class Note(Strict):
    """What somebody says about it."""

    note = Words(default="")


class Unit(serializers.ChoiceField):
    """What offsets count: code points, or JavaScript's UTF-16 units."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=["code_point", "utf16"], default="code_point", **kwargs)


class Moment(serializers.DateTimeField):
    """A point in time, told in UTC whatever the clock on the wall shows."""

    timezone = dt.UTC


Teller = tuple[str, Callable[[Any], Any], Callable[[Any], Any] | None]
"""A field's name, what reads its value, and what JSON shows of that, unless it is the same."""


class Shown(serializers.ModelSerializer[Any]):
    """Something of the domain as it is told; never read from a request.

    Fields that tell everybody the same are made once for each shape: making them takes longer than
    showing one thing. What JSON shows as it is, is taken from the thing without asking its field.
    """

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DateTimeField: Moment,
    }

    def told(self) -> Sequence[str]:
        """Return the names of the fields that are told."""
        names: Sequence[str] = self.Meta.fields
        return names

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Return what is told of this thing."""
        told: dict[str, Any] = {}
        for name, value_of, shown in self._tellers:
            try:
                value = value_of(instance)
            except SkipField:
                continue
            told[name] = value if shown is None or value is None else shown(value)
        return told

    @cached_property
    def _tellers(self) -> list[Teller]:
        alike = _alike(type(self))
        return [alike.get(name) or self._own(name) for name in self.told()]

    def _own(self, name: str) -> Teller:
        field = deepcopy(_fields_of(type(self))[name])
        field.bind(name, self)
        return _teller(field)

    def get_fields(self) -> dict[str, Any]:
        """Return fields of this serializer's own, as DRF makes them."""
        return {name: deepcopy(_fields_of(type(self))[name]) for name in self.told()}


AS_IT_IS = (
    serializers.BigIntegerField,
    serializers.BooleanField,
    serializers.CharField,
    serializers.ChoiceField,
    serializers.FloatField,
    serializers.IntegerField,
    serializers.JSONField,
)


def _teller(field: Any) -> Teller:
    name = str(field.field_name)
    if type(field) is serializers.PrimaryKeyRelatedField:
        return name, attrgetter(f"{field.source}_id"), None
    is_always_there = (field.read_only or field.required) and field.source != "*"
    if is_always_there and type(field) in AS_IT_IS:
        return name, attrgetter(field.source), None
    if is_always_there and "." not in field.source:
        return name, attrgetter(field.source), field.to_representation
    return name, field.get_attribute, field.to_representation


def _whole(data: Any) -> int | None:
    """Return the whole number that JSON says: it has one kind of number, and 7.0 is 7."""
    if isinstance(data, float) and data.is_integer():
        return int(data)
    return data if type(data) is int else None


def _asks(field: Any) -> bool:
    """Whether what a field tells depends on who reads it."""
    inner = getattr(field, "child", field)
    if isinstance(inner, serializers.Serializer):
        return any(_asks(one) for one in inner.fields.values())
    return isinstance(inner, serializers.SerializerMethodField)


@cache
def _alike(shape: type[Shown]) -> dict[str, Teller]:
    fields = shape().fields.items()
    return {name: _teller(field) for name, field in fields if not _asks(field)}


@cache
def _fields_of(shape: type[Shown]) -> dict[str, Any]:
    return serializers.ModelSerializer.get_fields(shape())


class PersonSerializer(Shown):
    """Somebody, by name."""

    class Meta:
        model = User
        fields = ["id", "name"]
        read_only_fields = fields
