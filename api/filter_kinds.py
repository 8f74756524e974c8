"""Kinds of filters that several lists have: words, whole numbers, days and times, languages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django_filters.fields import IsoDateTimeField
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from annotations.text.words import LONGEST


class WordsFilter(django_filters.CharFilter):  # type: ignore[misc]  # it has no type hints
    """Words that all have to be there; of the last one the beginning is enough."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST, **kwargs)

    def filter(self, queryset: Any, value: str) -> Any:
        """Return the rows that have the words."""
        return queryset.search(value) if value else queryset


class LanguageFilter(django_filters.CharFilter):  # type: ignore[misc]
    """A language tag: `pt` means all of Portuguese, `pt-BR` what is written in Brazil."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=35, **kwargs)

    def filter(self, queryset: Any, value: str) -> Any:
        """Return the rows in this language."""
        return queryset.filter(in_language(value, self.field_name)) if value else queryset


class WholeField(forms.IntegerField):
    """A whole number in digits; 1.0 is none."""

    def to_python(self, value: Any) -> int | None:
        """Return the number, or None where none is asked for. Raises ValidationError."""
        if value and not re.fullmatch("-?[0-9]+", value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayField(forms.DateField):
    """A day, written as ISO 8601 whatever the language of whoever asks."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day, or None where none is asked for. Raises ValidationError."""
        if value and not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class DayFilter(django_filters.DateFilter):  # type: ignore[misc]
    """A day."""

    field_class = DayField


class MomentField(IsoDateTimeField):  # type: ignore[misc]
    """A day, or a time; without a zone it is meant in the desk's."""

    def clean(self, value: Any) -> Any:
        """Return the moment. Raises ValidationError where no calendar has it in UTC."""
        moment = super().clean(value)
        try:
            return moment and moment.astimezone(dt.UTC)
        except OverflowError:
            raise ValidationError(_("Enter a valid date/time.")) from None


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentFilter(django_filters.IsoDateTimeFilter):  # type: ignore[misc]
    """A moment, written as ISO 8601."""

    field_class = MomentField


def in_language(tag: str, field: str) -> Q:
    """Return the condition that the tag in this field is the same, or says more."""
    return Q(**{f"{field}__iexact": tag}) | Q(**{f"{field}__istartswith": f"{tag}-"})


def since(field: str, **kwargs: Any) -> MomentFilter:
    """Return the filter `…_after`: from this moment on."""
    return MomentFilter(field_name=field, lookup_expr="gte", **kwargs)


def until(field: str, **kwargs: Any) -> MomentFilter:
    """Return the filter `…_before`: earlier than this moment, so that neighbours do not overlap."""
    return MomentFilter(field_name=field, lookup_expr="lt", **kwargs)
