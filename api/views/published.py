"""Fact-checks, for everybody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.models import Verdict
from annotations.models.verdict import VerdictQuerySet
from annotations.publishing import addresses, edition
from annotations.publishing.claimreview import CONTEXT, feed_item
from api.filters import PublishedFilters
from api.pagination import LastPublishedFirst
from api.serializers.published import ClaimReviewFeedSerializer, PublishedSerializer
from api.views.resource import Resource

CHUNK = 200
MEDIA_TYPE = "application/json"


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


class ClaimReviewFeed(Resource):
    """Every published fact-check as schema.org ClaimReview, in one schema.org DataFeed."""

    noun = Verdict
    authentication_classes = ()
    permission_classes = [AllowAny]

    @extend_schema(responses=ClaimReviewFeedSerializer, operation_id="published_claimreview")
    def retrieve(self, request: Request) -> HttpResponseBase:
        """Show all ClaimReviews, newest first; 304 where the client has them already."""
        verdicts = Verdict.objects.public().filter(dossier__isnull=False)
        found = edition.of_all(verdicts, "claimreview")
        unchanged = get_conditional_response(
            request,
            etag=found.tag,
            last_modified=found.seconds,
        )
        response: HttpResponseBase
        if unchanged is None:
            response = StreamingHttpResponse(_feed(verdicts, found), content_type=MEDIA_TYPE)
        else:
            response = unchanged
        response["ETag"], response["Cache-Control"] = found.tag, edition.CACHE_CONTROL
        if found.seconds is not None:
            response["Last-Modified"] = http_date(found.seconds)
        return response


def _feed(verdicts: VerdictQuerySet, found: edition.Edition) -> Iterator[str]:
    """Write the feed piece by piece: however many there are, few are in memory."""
    head = {
        "@context": CONTEXT,
        "@type": "DataFeed",
        "url": addresses.claim_review_feed(),
        "name": "ClaimReview",
    }
    if found.changed:
        head["dateModified"] = addresses.iso(found.changed)
    yield f'{json.dumps(head)[:-1]}, "dataFeedElement": ['
    since = edition.first_publications(verdicts.order_by().values("claim_id"))
    for number, verdict in enumerate(verdicts.iterator(chunk_size=CHUNK)):
        review = addresses.claim_review_of(verdict, since=since[verdict.claim_id])
        yield (",\n" if number else "\n") + json.dumps(feed_item(review), ensure_ascii=False)
    yield "]}\n"
