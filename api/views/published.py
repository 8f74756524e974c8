"""Fact-checks, for everybody."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.models import Verdict
from api.filters import PublishedFilters
from api.pagination import LastPublishedFirst
from api.serializers.published import PublishedSerializer
from api.views.resource import Resource


class PublishedViewSet(ListModelMixin, Resource):
    """What was published, with its corrections; no token is needed."""

    noun = Verdict
    serializer_class = PublishedSerializer
    filterset_class = PublishedFilters
    pagination_class = LastPublishedFirst
    authentication_classes = ()
    permission_classes = [AllowAny]

    def get_queryset(self) -> QuerySet[Any]:
        """Return the public revisions, each with all that were public before it."""
        public = Verdict.objects.filter(published_at__isnull=False).order_by("-number")
        earlier = Prefetch("claim__verdicts", queryset=public, to_attr="public_revisions")
        return Verdict.objects.public().prefetch_related(earlier)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show the fact-check of a claim."""
        found = get_object_or_404(self.get_queryset(), claim__id=pk)
        return Response(self.get_serializer(found).data)
