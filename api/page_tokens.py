"""Pages as Google's APIs have them: a size, and an opaque token for the next one."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.models import Verdict
from api.problems import Malformed

PARAMETERS = {
    "pageSize": later("How many claims a page has: 1 to 100, 10 where nothing is asked for."),
    "pageToken": later("The nextPageToken of the page before."),
}
USUAL, MOST = 10, 100


class ByPageToken(BasePagination):
    """The last published first. A token names the last one shown, so nothing new moves a page."""

    def paginate_queryset(
        self,
        queryset: Any,
        request: Request,
        view: Any = None,  # noqa: ARG002
    ) -> list[Any]:
        """Return the page that is asked for. Raises Malformed."""
        size = _size(request.query_params.get("pageSize"))
        if token := request.query_params.get("pageToken"):
            at, pk = _place(token)
            queryset = queryset.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk))
        rows = list(queryset.order_by("-published_at", "-pk")[: size + 1])
        self.next = _token(rows[size - 1]) if len(rows) > size else None
        return rows[:size]

    def get_paginated_response(self, data: Any) -> Response:
        """Answer in Google's shape: what is empty is not there."""
        found = {"claims": data, "nextPageToken": self.next}
        return Response({name: value for name, value in found.items() if value})

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        """Describe it."""
        properties = {"claims": schema, "nextPageToken": {"type": "string"}}
        return {"type": "object", "properties": properties}

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ARG002
        """Describe what chooses the page."""
        shapes = {
            "pageSize": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            "pageToken": {"type": "string"},
        }
        return [
            {"name": name, "in": "query", "description": str(says), "schema": shapes[name]}
            for name, says in PARAMETERS.items()
        ]


def _size(asked: str | None) -> int:
    if asked is None:
        return USUAL
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 3 and 1 <= int(asked) <= MOST):
        sentence = _("A page has 1 to %d rows.") % MOST
        raise Malformed(f"pageSize: {sentence}", errors={"pageSize": [sentence]})
    return int(asked)


def _token(last: Verdict) -> str:
    place = f"{last.published_at:%Y-%m-%dT%H:%M:%S.%fZ} {last.pk}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _place(token: str) -> tuple[dt.datetime, int]:
    """Return the moment and the id that a token names."""
    try:
        place = base64.b64decode(f"{token}{'=' * (-len(token) % 4)}", b"-_", validate=True)
        moment, pk = place.decode("ascii").split(" ")
        at = parse_datetime(moment)
        if at is None or at.tzinfo is None or not (pk.isdigit() and len(pk) <= 18):
            raise ValueError(token)
        return at.astimezone(dt.UTC), int(pk)
    except (ValueError, OverflowError):
        sentence = _("This token is not one of ours.")
        raise Malformed(f"pageToken: {sentence}", errors={"pageToken": [sentence]}) from None
