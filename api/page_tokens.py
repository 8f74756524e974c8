"""Pages as Google's APIs have them: a size, and an opaque token for the next one."""

from __future__ import annotations

import base64
import datetime as dt
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from api.problems import Malformed

PARAMETERS = {
    "pageSize": later("How many claims a page has: 1 to 100, 10 where nothing is asked for."),
    "pageToken": later("The nextPageToken of the page before."),
}
USUAL, MOST = 10, 100

Place = tuple[dt.datetime, int, int]
"""When a row was told, which queryset it is of, and its id."""


class ByPageToken(BasePagination):
    """The last told first, of one or more querysets of which each has `told_at`.

    A token names the last one shown, so nothing new moves a page.
    """

    def paginate_queryset(
        self,
        queryset: Any,
        request: Request,
        view: Any = None,  # noqa: ARG002
    ) -> list[Any]:
        """Return the page that is asked for. Raises Malformed."""
        size = _size(request.query_params.get("pageSize"))
        token = request.query_params.get("pageToken")
        last = _place(token) if token else None
        found = [
            (row.told_at, -kind, row.pk, row)
            for kind, rows in enumerate(queryset)
            for row in _after(rows, kind, last)[: size + 1]
        ]
        found.sort(key=itemgetter(0, 1, 2), reverse=True)
        self.next = _token(*found[size - 1][:3]) if len(found) > size else None
        return [row for *_place, row in found[:size]]

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


def _after(rows: QuerySet[Any], kind: int, last: Place | None) -> QuerySet[Any]:
    """Return the rows of a kind that come after the last one shown; of one moment, kind by kind."""
    rows = rows.order_by("-told_at", "-pk")
    if last is None:
        return rows
    at, last_kind, pk = last
    if kind == last_kind:
        return rows.filter(Q(told_at__lt=at) | Q(told_at=at, pk__lt=pk))
    return rows.filter(told_at__lte=at) if kind > last_kind else rows.filter(told_at__lt=at)


def _token(at: dt.datetime, kind: int, pk: int) -> str:
    place = f"{at:%Y-%m-%dT%H:%M:%S.%fZ} {-kind} {pk}"
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _place(token: str) -> Place:
    """Return the moment, the kind and the id that a token names."""
    try:
        place = base64.b64decode(f"{token}{'=' * (-len(token) % 4)}", b"-_", validate=True)
        moment, kind, pk = place.decode("ascii").split(" ")
        at = parse_datetime(moment)
        if at is None or at.tzinfo is None or not all(_is_short(n) for n in (kind, pk)):
            raise ValueError(token)
        return at.astimezone(dt.UTC), int(kind), int(pk)
    except (ValueError, OverflowError):
        sentence = _("This token is not one of ours.")
        raise Malformed(f"pageToken: {sentence}", errors={"pageToken": [sentence]}) from None


def _is_short(number: str) -> bool:
    return number.isdigit() and len(number) <= 18
