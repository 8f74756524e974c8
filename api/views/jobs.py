"""Work under way: how far it is, and stopping it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import cancelling, exports
from annotations.exporting.exports import Export
from annotations.models import Job
from annotations.notifying import digests, mails
from api.serializers.jobs import JobSerializer
from api.views.resource import Resource, place_of

PRIVATE = (mails.KIND, digests.KIND)
"""Who is mailed, and when, is nobody else's business; a blind review could be seen through it."""


def asked(view: Resource, job: Job) -> Response:
    """Answer 202: the job will do it, and there it can be watched."""
    shown = JobSerializer(job, context=view.get_serializer_context()).data
    return Response(shown, status=202, headers=place_of(view.request, "job", job.pk))


class JobViewSet(Resource):
    """Work under way."""

    noun = Job
    serializer_class = JobSerializer
    not_yet = frozenset({"file"})
    gives = {
        "file": {
            (200, media): OpenApiTypes.BINARY for media in ("text/csv", "application/x-ndjson")
        }
    }

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's jobs but for the mail."""
        return super().get_queryset().exclude(kind__in=PRIVATE)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show how far it is."""
        return self.found(pk)

    @action(detail=True)
    def file(self, _request: Request, pk: int) -> FileResponse:
        """Send the file that an export has made; whoever asked for it keeps it for a week."""
        job = get_object_or_404(self.get_queryset(), pk=pk, kind=exports.KIND)
        export = Export.of(job.args["export"])
        return FileResponse(
            exports.file_of(job).open("rb"),
            as_attachment=True,
            filename=export.file_name(self.actor),
            content_type=export.written.media_type,
            headers={"Cache-Control": "private, no-store"},
        )

    @action(detail=True, methods=["post"])
    def cancel(self, _request: Request, pk: int) -> Response:
        """Stop it; what it has done stays."""
        self.sent()
        job = get_object_or_404(self.get_queryset(), pk=pk)
        return self.show(cancelling.cancel(job, by=self.actor))
