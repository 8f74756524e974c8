"""The places where a claim is made."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import occurrences
from annotations.errors import Invalid
from annotations.models import Article, ArticleVersion, Claim, Occurrence
from annotations.text.spans import Span
from api.serializers.claims import NewPlace, OccurrenceSerializer, SeenWords
from api.spans import Places
from api.views.claims import current_version
from api.views.resource import Resource


class OccurrenceViewSet(ListModelMixin, Resource):
    """The places where one claim is made, with those of the claims merged into it."""

    noun = Occurrence
    serializer_class = OccurrenceSerializer
    takes = {"create": NewPlace, "confirm": SeenWords, "move": NewPlace}
    gives = {"create": {201: OccurrenceSerializer, 200: OccurrenceSerializer}}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the places of the claim in the address. Raises Http404."""
        if getattr(self, "swagger_fake_view", False):
            return Occurrence.objects.none()
        return Occurrence.objects.of(self.one(Claim, self.kwargs["claim"])).placed()

    def create(self, _request: Request, claim: int) -> Response:
        """Mark a place where the claim is made, in the newest text. The same place: 200.

        Where the words of one place of the claim are gone, a person's mark says where they are now.
        """
        found = self.one(Claim, claim)
        version, span = self._marked(found)
        place, created = occurrences.add(found, version, by=self.actor, span=span)
        return self.show(place, 201 if created else 200)

    def _marked(self, claim: Claim) -> tuple[ArticleVersion, Span]:
        """Return the newest text and where the sent words are in it.

        Raises Invalid about an article that is not the claim's, Http404 about one not seen.
        """
        sent = self.sent()
        version = current_version(self, claim.article_id)
        if self.one(Article, sent.get("article", claim.article_id)).pk != claim.article_id:
            sentence = _(
                "A claim has places in its own article only. Mark a claim there, and merge it."
            )
            raise Invalid(sentence, field="article")
        return version, Places(version.text).span(sent)

    @action(detail=True, methods=["post"])
    def move(self, _request: Request, claim: int, pk: int) -> Response:  # noqa: ARG002
        """Mark where words that were gone are in the newest text: the place is no orphan then."""
        place = self.get_object()
        version, span = self._marked(place.claim)
        return self.show(occurrences.move(place, version, by=self.actor, span=span))

    @action(detail=True, methods=["post"])
    def confirm(self, _request: Request, claim: int, pk: int) -> Response:  # noqa: ARG002
        """Say that the claim stands by these words as they are now."""
        place = self.get_object()
        return self.show(occurrences.confirm(place, by=self.actor, **self.sent()))

    @action(detail=True, methods=["post"])
    def acknowledge(self, _request: Request, claim: int, pk: int) -> Response:  # noqa: ARG002
        """Say that a person has seen that these words are gone. The place stays an orphan."""
        self.sent()
        return self.show(occurrences.acknowledge(self.get_object(), by=self.actor))
