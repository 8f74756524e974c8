"""What a team keeps, as one file: at once, or made by a job."""

from __future__ import annotations

from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import exports
from annotations.errors import Unavailable
from annotations.exporting.cells import FORMATS
from annotations.exporting.exports import Export
from annotations.exporting.kinds import KINDS
from annotations.exporting.streaming import Stream
from annotations.models import Job
from api.problems import Malformed, unfit
from api.serializers.export import NewExport
from api.serializers.jobs import JobSerializer
from api.views.jobs import asked
from api.views.resource import Resource

CSV, JSON_LINES = "text/csv", "application/x-ndjson"
ASKED = {
    "kind": OpenApiParameter("kind", str, required=True, enum=list(KINDS)),
    "format": OpenApiParameter("format", str, enum=list(FORMATS), default="csv"),
    "since": OpenApiParameter(
        "since", OpenApiTypes.DATETIME, description=_("Only what came to be then or later.")
    ),
    "until": OpenApiParameter(
        "until", OpenApiTypes.DATETIME, description=_("Only what came to be before.")
    ),
}


class ExportViewSet(Resource):
    """Everything of a kind that one sees, in a table."""

    noun = Job
    serializer_class = JobSerializer
    takes = {"create": NewExport}
    gives = {
        "download": {
            (200, CSV): OpenApiTypes.BINARY,
            (200, JSON_LINES): OpenApiTypes.BINARY,
        },
        "create": {202: JobSerializer},
    }
    parameters = {"download": ASKED}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: ARG002 - DRF's
        """Leave the file's type to `format`, whatever is accepted; problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    def download(self, request: Request) -> StreamingHttpResponse:
        """Send the file while it is made. 429 where others are at it: a job makes it, too."""
        export = Export(**_wanted(request))
        try:
            stream = () if request.method == "HEAD" else Stream(export, self.actor)
        except Unavailable as busy:
            raise Throttled(wait=busy.after, detail=str(busy)) from None
        name = f'attachment; filename="{export.file_name(self.actor)}"'
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return StreamingHttpResponse(
            stream, content_type=export.written.media_type, headers=headers
        )

    def create(self, _request: Request) -> Response:
        """Ask for the file: 202, with the job that makes it, and whose `file/` has it then."""
        return asked(self, exports.ask(Export(**self.sent()), by=self.actor))


def _wanted(request: Request) -> dict[str, Any]:
    reader = NewExport(data=request.query_params.dict())
    try:
        reader.is_valid(raise_exception=True)
    except ValidationError as error:
        found = unfit(error)
        raise Malformed(found["detail"], errors=found["errors"]) from None
    data: dict[str, Any] = reader.validated_data
    return data
