"""Suggestions: what the machine proposes, and what people decide."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import rescoring, suggestions
from annotations.models import ArticleVersion, Suggestion
from annotations.suggesting.quality import quality
from api.filters import SuggestionFilters
from api.serializers.claims import MarkedClaimSerializer
from api.serializers.fields import Reason
from api.serializers.jobs import JobSerializer
from api.serializers.suggestions import Acceptance, QualitySerializer, SuggestionSerializer
from api.spans import Places
from api.views.claims import marked
from api.views.jobs import asked
from api.views.resource import Resource


class SuggestionViewSet(ListModelMixin, Resource):
    """Sentences that may be worth checking."""

    noun = Suggestion
    serializer_class = SuggestionSerializer
    filterset_class = SuggestionFilters
    takes = {"accept": Acceptance, "dismiss": Reason}
    gives = {
        "accept": {201: MarkedClaimSerializer, 200: MarkedClaimSerializer},
        "quality": {200: QualitySerializer},
        "rescore": {202: JobSerializer},
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's suggestions with the texts that they quote, each text once."""
        texts = Prefetch("version", ArticleVersion.objects.defer("blocks"))
        return super().get_queryset().select_related("decided_by").prefetch_related(texts)

    @action(detail=True, methods=["post"])
    def accept(self, _request: Request, pk: int) -> Response:
        """Make a claim of it."""
        suggestion, sent = self._shown(pk), self.sent()
        corrected = "start" in sent or "end" in sent
        span = Places(suggestion.version.text).span(sent) if corrected else None
        claim, created = suggestions.accept(
            suggestion, by=self.actor, statement=sent["statement"], span=span
        )
        return marked(self, claim, created=created)

    @action(detail=True, methods=["post"])
    def dismiss(self, _request: Request, pk: int) -> Response:
        """Turn it down; it is not proposed again."""
        suggestion, sent = self._shown(pk), self.sent()
        return self.show(suggestions.dismiss(suggestion, by=self.actor, reason=sent["reason"]))

    @action(detail=True, methods=["post"])
    def restore(self, _request: Request, pk: int) -> Response:
        """Return a dismissed one to the open ones."""
        self.sent()
        return self.show(suggestions.restore(self._shown(pk), by=self.actor))

    @action(detail=False, pagination_class=None, filterset_class=None)
    def quality(self, _request: Request) -> Response:
        """Show how good they were, by what people did with them; and whose words they pick."""
        return Response(QualitySerializer(quality(self.actor)).data)

    @action(detail=False, methods=["post"])
    def rescore(self, _request: Request) -> Response:
        """Score the open ones again by the model in use: 202, with the job that does it."""
        self.sent()
        return asked(self, rescoring.ask(by=self.actor))

    def _shown(self, pk: int) -> Suggestion:
        """Return one that can be shown. Raises Http404."""
        found = Suggestion.objects.visible_to(self.actor).showable()
        return get_object_or_404(found, pk=pk)
