"""The team's feed in pages: from a position that the reader keeps, to whatever is new."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from annotations.history import feed
from annotations.models import FeedEntry
from api.pagination import NewestFirst
from api.problems import Malformed

SINCE = "since"
BEGINNING = "0"


class FeedPages(NewestFirst):
    """Lines after `since`, and the `cursor` to send as `since` next time."""

    ordering = "pk"

    def paginate_queryset(
        self,
        queryset: Any,
        request: Request,
        view: Any = None,  # noqa: ARG002 - DRF's
    ) -> Any:
        """Return the lines of the page. Raises Malformed for a cursor that is not ours."""
        newest = newest_position(request)
        since = position(request.query_params.get(SINCE, BEGINNING), newest=newest)
        size = self.get_page_size(request) or self.max_page_size
        self.read = feed.read(queryset, since=since, newest=newest, most=size)
        self.address = request.build_absolute_uri()
        return self.read.lines

    def get_paginated_response(self, data: Any) -> Response:
        """Answer with the page; there is no way back, since whoever asks has been there."""
        page = self.read
        follows = replace_query_param(self.address, SINCE, page.position) if page.more else None
        links = {"next": follows, "previous": None, "cursor": str(page.position)}
        return Response({**links, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe it: a page of a history has no cursor to keep."""
        described = super().get_paginated_response_schema(schema)
        described["properties"]["cursor"] = {
            "type": "string",
            "description": _("Keep it, and send it as `since` next time."),
        }
        return described


def newest_position(request: Request) -> int:
    """Return where the feed of the actor's team ends now."""
    return FeedEntry.objects.of(request.actor.team.pk).newest()  # type: ignore[attr-defined]


def position(cursor: str, *, newest: int) -> int:
    """Return the position that a cursor names. Raises Malformed where it is not one of ours.

    One beyond the end comes from a database that was set back since: whoever kept it has to begin
    again, and is told so instead of missing what follows.
    """
    is_number = cursor.isascii() and cursor.isdigit() and len(cursor) <= 18
    if not is_number or int(cursor) > newest:
        sentence = _("This cursor is not one of ours.")
        raise Malformed(sentence, errors={SINCE: [sentence]})
    return int(cursor)
