"""Blind double rating of a claim."""

from __future__ import annotations

from typing import Any

from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import raters
from annotations.agreement.rounds import round_of
from annotations.models import Claim
from api.ratings import rating_of
from api.serializers.claims import ClaimSerializer
from api.serializers.raters import NewBlindRating, RoundSerializer
from api.views.claims import shown
from api.views.resource import Resource


class RaterViewSet(Resource):
    """Two people rate a claim before they see each other; where they differ, a third decides."""

    noun = Claim
    serializer_class = RoundSerializer
    takes = {"rate": NewBlindRating}
    gives = {"rate": {201: RoundSerializer}}
    may_match = frozenset({"ask_for_raters", "rate", "stop_rating"})
    matched = ClaimSerializer

    @action(detail=True)
    def ratings(self, _request: Request, pk: int) -> Response:
        """Show how far the newest round is, and of its ratings what one may see."""
        return self._round(pk)

    @action(detail=True, methods=["post"], url_path="ask-for-raters")
    def ask_for_raters(self, _request: Request, pk: int) -> Response:
        """Begin the next round."""
        self.sent()
        claim = self.one(Claim, pk)
        raters.ask(claim, by=self.actor, expected=self.expected(claim))
        return self._round(pk)

    @action(detail=True, methods=["post"])
    def rate(self, _request: Request, pk: int) -> Response:
        """Rate the claim; nobody else sees it before the round is over."""
        claim, sent = self.one(Claim, pk), self.sent()
        rating = rating_of(self.actor, sent["rating"])
        expected = self.expected(claim)
        raters.rate(claim, by=self.actor, rating=rating, note=sent["note"], expected=expected)
        return self._round(pk, 201)

    @action(detail=True, methods=["post"], url_path="stop-rating")
    def stop_rating(self, _request: Request, pk: int) -> Response:
        """End a round in which nobody has rated yet."""
        self.sent()
        claim = self.one(Claim, pk)
        raters.stop(claim, by=self.actor, expected=self.expected(claim))
        return self._round(pk)

    def show(self, thing: Any, status: int = 200) -> Response:  # noqa: ARG002
        """Answer with the claim as it is now, where that had moved on."""
        return shown(self, thing)

    def _round(self, pk: int, status: int = 200) -> Response:
        found = round_of(self.one(Claim, pk), self.actor)
        return Response(self.get_serializer(found).data, status=status)
