"""Verdicts: drafting, submitting, reviewing, publishing, revising."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import reviews, verdicts
from annotations.errors import Invalid, NotNow, Stale
from annotations.models import Claim, Rating, Review, Verdict
from api.filters import VerdictFilters
from api.serializers import verdicts as shapes
from api.views.resource import Resource


class VerdictViewSet(ListModelMixin, Resource):
    """Revisions of the newsroom's answers."""

    noun = Verdict
    serializer_class = shapes.VerdictSerializer
    filterset_class = VerdictFilters
    takes = {
        "create": shapes.NewVerdict,
        "partial_update": shapes.VerdictChanges,
        "publish": shapes.Publication,
        "revise": shapes.Revision,
    }
    gives = {
        "create": {201: shapes.VerdictSerializer},
        "revise": {201: shapes.VerdictSerializer},
    }
    may_match = frozenset({"submit", "withdraw", "publish"})

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's revisions with how they stand."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return Verdict.objects.visible_to(self.actor).with_standing()

    def create(self, _request: Request) -> Response:
        """Draft the first revision of the answer to a claim."""
        sent = self.sent()
        claim = self.one(Claim, sent.pop("claim"))
        return self.show(verdicts.draft(claim, by=self.actor, **self._rated(sent)), 201)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show a revision."""
        return self.found(pk)

    def partial_update(self, _request: Request, pk: int) -> Response:
        """Change a draft."""
        verdict = self.one(Verdict, pk)
        expected = self.expected(verdict)
        changes = self._rated(self.sent())
        return self.show(verdicts.edit(verdict, by=self.actor, expected=expected, **changes))

    @action(detail=True, methods=["post"])
    def submit(self, _request: Request, pk: int) -> Response:
        """Hand the draft to the reviewers."""
        verdict, expected = self._asked(pk)
        return self.show(verdicts.submit(verdict, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, pk: int) -> Response:
        """Take the revision back into its draft."""
        verdict, expected = self._asked(pk)
        return self.show(verdicts.withdraw(verdict, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def publish(self, _request: Request, pk: int) -> Response:
        """Publish an approved revision. With a digest, only the revision that has it: else 409."""
        verdict, digest = self.one(Verdict, pk), self.sent().get("digest")
        expected = self.expected(verdict)
        if digest is None:
            return self.show(verdicts.publish(verdict, by=self.actor, expected=expected))
        return self.show(self._publish_as_read(verdict, digest, expected))

    @action(detail=True, methods=["post"])
    def revise(self, _request: Request, pk: int) -> Response:
        """Start the next revision of a returned or published one."""
        verdict = self.one(Verdict, pk)
        return self.show(verdicts.revise(verdict, by=self.actor, **self.sent()), 201)

    def _publish_as_read(self, verdict: Verdict, digest: str, expected: int | None) -> Verdict:
        """Return the revision published, if it still has this digest when its turn comes."""
        moved_on = NotNow(_("This revision has changed since you read it. Read it again."))
        if digest != verdict.digest:
            raise moved_on
        if expected is not None:
            return verdicts.publish(verdict, by=self.actor, expected=expected)
        try:
            # With the digest the version would have changed, which the door compares.
            return verdicts.publish(verdict, by=self.actor, expected=verdict.version)
        except Stale:
            raise moved_on from None

    def _asked(self, pk: int) -> tuple[Verdict, int | None]:
        self.sent()
        verdict = self.one(Verdict, pk)
        return verdict, self.expected(verdict)

    def _rated(self, sent: dict[str, Any]) -> dict[str, Any]:
        chosen = sent.get("rating")
        return sent if chosen is None else {**sent, "rating": self._rating(chosen)}

    def _rating(self, chosen: str | int) -> Rating:
        """Return a rating by slug or id. An id that the team does not have is 404."""
        ratings = self.seen(Rating).select_related("scale")
        if isinstance(chosen, int):
            return get_object_or_404(ratings, pk=chosen)
        rating = next((r for r in ratings if r.slug == chosen), None)
        if rating is None:
            raise Invalid(_("There is no such rating on the team's scale."), field="rating")
        return rating


class ReviewViewSet(ListModelMixin, Resource):
    """The votes on one revision."""

    noun = Review
    serializer_class = shapes.ReviewSerializer
    takes = {"create": shapes.NewReview}
    gives = {"create": {201: shapes.ReviewSerializer}}

    def get_queryset(self) -> QuerySet[Any]:
        """Return the votes on the revision in the address. Raises Http404."""
        if getattr(self, "swagger_fake_view", False):
            return Review.objects.none()
        verdict = self.one(Verdict, self.kwargs["verdict"])
        return self.seen(Review).filter(verdict=verdict).select_related("reviewer")

    def create(self, _request: Request, verdict: int) -> Response:
        """Approve or return the revision. A digest that is not the revision's is 409."""
        revision = self.one(Verdict, verdict)
        return self.show(reviews.review(revision, by=self.actor, **self.sent()), 201)
