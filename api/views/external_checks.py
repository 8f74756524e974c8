"""Fact-checks of other newsrooms: importing them, and what was imported."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django_filters.rest_framework import FilterSet
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from annotations.actions import dossiers, external_checks
from annotations.models import Dossier, ExternalCheck
from api.parsers import LinkedDataParser, StrictJSONParser
from api.serializers import external_checks as shapes
from api.views.resource import Resource


class ExternalCheckFilters(FilterSet):  # type: ignore[misc]  # django-filter has no type hints
    """Imported fact-checks by words of claim, claimant or title, and by who published them."""

    search = django_filters.CharFilter(max_length=200, method="saying")
    publisher = django_filters.CharFilter(max_length=300, method="published_by")

    def saying(self, queryset: Any, _name: str, value: str) -> Any:
        """Return those that have all the words."""
        return queryset.saying(value)

    def published_by(self, queryset: Any, _name: str, value: str) -> Any:
        """Return those of a publisher, by a part of its name or by its host."""
        return queryset.published_by(value)


class ExternalCheckViewSet(ListModelMixin, Resource):
    """What other newsrooms have found."""

    noun = ExternalCheck
    serializer_class = shapes.ExternalCheckSerializer
    filterset_class = ExternalCheckFilters
    parser_classes = [StrictJSONParser, LinkedDataParser]
    takes = {"create": {parser.media_type: shapes.LINKED_DATA for parser in parser_classes}}
    gives = {"create": {201: shapes.ImportReportSerializer, 200: shapes.ImportReportSerializer}}

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the team imported; the documents stay where they are."""
        return super().get_queryset().select_related("imported_by").defer("document")

    def create(self, request: Request) -> Response:
        """Import ClaimReview: one, a list, a graph or a DataFeed, with a report of what was wrong.

        201 where any is new. The same again changes nothing; another one of the same address and
        claim brings it up to date.
        """
        report = external_checks.import_checks(request.data, by=self.actor)
        return Response(
            shapes.ImportReportSerializer(report).data, status=201 if report.added else 200
        )

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show one."""
        return self.found(pk)

    def destroy(self, _request: Request, pk: int) -> Response:
        """Remove one; the history keeps it."""
        check = self.one(ExternalCheck, pk)
        external_checks.remove(check, by=self.actor, expected=self.expected(check))
        return Response(status=204)


class DossierViewSet(ListModelMixin, Resource):
    """Dossiers that other desks have handed out."""

    noun = Dossier
    serializer_class = shapes.DossierSerializer
    takes = {"create": shapes.DossierFile}
    gives = {
        "create": {201: shapes.DossierSerializer, 200: shapes.DossierSerializer},
        "retrieve": {200: shapes.DossierFile},
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the team imported; the files stay where they are."""
        return super().get_queryset().select_related("imported_by").defer("text")

    @extend_schema(operation_id="dossiers_import")
    def create(self, request: Request) -> Response:
        """Import a dossier. What does not fit in itself is 422; the same again is 200."""
        request.data  # noqa: B018 - read for its refusals: 400 and 415
        dossier, created = dossiers.import_dossier(request.body, by=self.actor)
        response = self.show(dossier, 201 if created else 200)
        response["Location"] = reverse("dossier-detail", args=[dossier.pk], request=request)
        return response

    def retrieve(self, request: Request, pk: int) -> HttpResponse:
        """Give the file back, byte for byte as it came."""
        dossier = get_object_or_404(self.seen(Dossier), pk=pk)
        tag = f'"{dossier.fingerprint}"'
        response = HttpResponse(dossier.text.encode(), content_type="application/json")
        response["ETag"] = tag
        return get_conditional_response(request, etag=tag, response=response) or response
