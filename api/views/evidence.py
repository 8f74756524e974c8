"""Evidence: citing, changing and removing sources."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import evidence
from annotations.models import Claim, Evidence
from api.filters import EvidenceFilters
from api.serializers.evidence import EvidenceChanges, EvidenceSerializer, NewEvidence
from api.views.resource import Resource


class EvidenceViewSet(ListModelMixin, Resource):
    """Sources for and against claims."""

    noun = Evidence
    serializer_class = EvidenceSerializer
    filterset_class = EvidenceFilters
    takes = {"create": NewEvidence, "partial_update": EvidenceChanges}
    gives = {"create": {201: EvidenceSerializer, 200: EvidenceSerializer}}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's evidence with who added it."""
        return super().get_queryset().select_related("added_by")

    def create(self, _request: Request) -> Response:
        """Cite a source. The same external id: 200, with the source changed to what was sent."""
        sent = self.sent()
        claim = self.one(Claim, sent.pop("claim"))
        source, created = evidence.cite_once(claim, by=self.actor, **sent)
        return self.show(source, 201 if created else 200)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show a source."""
        return self.found(pk)

    def partial_update(self, _request: Request, pk: int) -> Response:
        """Change a source."""
        source = self.one(Evidence, pk)
        expected = self.expected(source)
        return self.show(evidence.edit(source, by=self.actor, expected=expected, **self.sent()))

    def destroy(self, _request: Request, pk: int) -> Response:
        """Remove a source; the history keeps it."""
        source = self.one(Evidence, pk)
        evidence.remove(source, by=self.actor, expected=self.expected(source))
        return Response(status=204)
