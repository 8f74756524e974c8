"""The votes on a revision, and who was asked for them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import assignments, reviews
from annotations.models import Actor, Assignment, Review, Verdict
from api.serializers import reviewing as shapes
from api.views.resource import Resource


def assignments_to_show(actor: Actor) -> QuerySet[Assignment]:
    """Return the team's assignments with what their representation needs, in one query."""
    seen = Assignment.objects.visible_to(actor)
    return seen.select_related("reviewer", "assigned_by", "verdict__claim__team")


def assigned(view: Resource, assignment: Assignment) -> Response:
    """Answer 201 with a new assignment."""
    shown = assignments_to_show(view.actor).get(pk=assignment.pk)
    context = view.get_serializer_context()
    return Response(shapes.AssignmentSerializer(shown, context=context).data, status=201)


class ReviewViewSet(ListModelMixin, Resource):
    """The votes on one revision; in a blind review only one's own, until one has voted."""

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
        """Approve or return the revision, or dissent. Another digest than the revision's is 409."""
        revision = self.one(Verdict, verdict)
        return self.show(reviews.review(revision, by=self.actor, **self.sent()), 201)


class ReviewersViewSet(ListModelMixin, Resource):
    """Who was asked to review one revision, or took it."""

    noun = Assignment
    serializer_class = shapes.AssignmentSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return the assignments of the revision in the address. Raises Http404."""
        if getattr(self, "swagger_fake_view", False):
            return Assignment.objects.none()
        verdict = self.one(Verdict, self.kwargs["verdict"])
        return assignments_to_show(self.actor).filter(verdict=verdict)


class AssignmentViewSet(Resource):
    """One assignment."""

    noun = Assignment
    serializer_class = shapes.AssignmentSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's assignments."""
        if getattr(self, "swagger_fake_view", False):
            return Assignment.objects.none()
        return assignments_to_show(self.actor)

    @action(detail=True, methods=["post"])
    def release(self, _request: Request, pk: int) -> Response:
        """End it: others may take the review."""
        self.sent()
        return self.show(assignments.release(self.one(Assignment, pk), by=self.actor))
