"""The shapes of Web Annotations, for the OpenAPI; `api.web_annotations` writes them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class AnnotationSerializer(Shape):
    """A W3C Web Annotation of an occurrence, in JSON-LD.

    Bodies by purpose: `identifying` is the claim's statement, `tagging` how it stands, `assessing`
    the rating of its newest revision, `linking` a source, whose label is its stance. Selectors
    count code points in the version that the target's state names.
    """

    id = serializers.URLField()
    type = serializers.CharField()
    motivation = serializers.JSONField()
    created = serializers.DateTimeField()
    modified = serializers.DateTimeField()
    creator = serializers.DictField()
    body = serializers.ListField(child=serializers.DictField())
    target = serializers.DictField()

    def get_fields(self) -> dict[str, Any]:
        """Add the name that Python has no word for."""
        return {"@context": serializers.JSONField(), **super().get_fields()}


class SentAnnotationSerializer(Shape):
    """An annotation to make a claim of.

    The target's selector is a TextPositionSelector (code points), a TextQuoteSelector, or both; a
    TextualBody or bodyValue is the claim's statement.
    """

    type = serializers.CharField()
    motivation = serializers.CharField(required=False)
    bodyValue = serializers.CharField(required=False)  # noqa: N815 - the model's name
    body = serializers.DictField(required=False)
    target = serializers.DictField()

    def get_fields(self) -> dict[str, Any]:
        """Add the name that Python has no word for."""
        return {"@context": serializers.CharField(), **super().get_fields()}


class AnnotationCollectionSerializer(Shape):
    """The container, or one of its pages (AnnotationPage), as the parameters and Prefer ask."""

    id = serializers.URLField()
    type = serializers.JSONField()
    label = serializers.CharField(required=False)  # type: ignore[assignment]  # the model's name
    total = serializers.IntegerField(required=False)
    first = serializers.JSONField(required=False)
    last = serializers.URLField(required=False)
    partOf = serializers.DictField(required=False)  # noqa: N815 - the model's name
    startIndex = serializers.IntegerField(required=False)  # noqa: N815
    prev = serializers.URLField(required=False)
    next = serializers.URLField(required=False)
    items = serializers.ListField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """Add the name that Python has no word for."""
        return {"@context": serializers.JSONField(), **super().get_fields()}
