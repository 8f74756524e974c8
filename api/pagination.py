"""Lists in pages: a cursor names a place, so that what is added meanwhile moves nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.pagination import Cursor, CursorPagination
from rest_framework.request import Request

from api.problems import Malformed

CURSORS = "^[A-Za-z0-9+/]+=*$"


class NewestFirst(CursorPagination):
    """Newest first, by id. `page_size` is 1 to 200; nonsense is 400, never ignored."""

    ordering = "-id"
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_page_size(self, request: Request) -> int | None:
        """Return how many rows a page has."""
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and len(asked) <= 3):
            raise self._bad_page_size()
        if not 1 <= int(asked) <= self.max_page_size:
            raise self._bad_page_size()
        return int(asked)

    def get_schema_operation_parameters(
        self,
        view: Any,  # noqa: ARG002 - drf-spectacular's
    ) -> list[dict[str, Any]]:
        """Describe what names a page."""
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
        return [
            _parameter(
                self.cursor_query_param,
                _("A place in the list, from `next` or `previous`; it means nothing by itself."),
                {"type": "string", "minLength": 1, "pattern": CURSORS},
            ),
            _parameter(
                "page_size", _("How many rows a page has."), size | {"default": self.page_size}
            ),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Describe a page."""
        place = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": place, "previous": place, "results": schema},
        }

    def decode_cursor(self, request: Request) -> Any:
        """Return the place that the cursor names; None on the first page."""
        try:
            cursor: Cursor | None = super().decode_cursor(request)
            if cursor:
                self._check(cursor)
        except (NotFound, ValueError, OverflowError):
            sentence = _("This cursor is not one of ours.")
            raise Malformed(sentence, errors={"cursor": [sentence]}) from None
        return cursor

    def check_position(self, position: str) -> None:
        """Raise ValueError where no row can be at this place: ids have at most 18 digits."""
        if not (position.isascii() and position.isdigit() and len(position) <= 18):
            raise ValueError(position)

    def _check(self, cursor: Cursor) -> None:
        if cursor.position is not None:
            self.check_position(str(cursor.position))
        elif not cursor.offset:
            raise ValueError("It names no place.")
        if cursor.offset >= self.offset_cutoff:
            raise ValueError(cursor.offset)

    def _bad_page_size(self) -> Malformed:
        sentence = _("A page has 1 to %d rows.") % self.max_page_size
        return Malformed(sentence, errors={"page_size": [sentence]})


class InOrder(NewestFirst):
    """The lines of one stream, as they were written."""

    ordering = "seq"


class InScaleOrder(NewestFirst):
    """The ratings of a scale, as the scale orders them."""

    ordering = "order"


class LastPublishedFirst(NewestFirst):
    """What was published, newest first."""

    ordering = "-published_at"

    def check_position(self, position: str) -> None:
        """Raise ValueError where this is no time with a zone, OverflowError beyond all years."""
        moment = parse_datetime(position)
        if moment is None or moment.tzinfo is None:
            raise ValueError(position)
        moment.astimezone(dt.UTC)


def _parameter(name: str, says: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "required": False, "in": "query", "description": says, "schema": schema}
