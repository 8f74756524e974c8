"""What happens in a team: its feed, as a list and as a stream, and the history of one thing."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import Any

from django.db import Error, connection
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext_lazy as later
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request

from annotations.history import doorbell
from annotations.history.feed import Page, read
from annotations.models import Event, FeedEntry
from api import feed, streams
from api.authentication import still_reads
from api.feed import SINCE, FeedPages
from api.filters import EventFilters
from api.pagination import InOrder, NewestFirst
from api.serializers.events import EventSerializer
from api.views.resource import Resource

log = logging.getLogger(__name__)

LAST_EVENT_ID = "Last-Event-ID"
CURSOR = later(
    "The `cursor` of the last answer or line: only what came after it. 0 is the beginning."
)
STREAMED = {
    SINCE: CURSOR,
    "article": later("Only lines of this article and of all that hangs on it."),
    "claim": later("Only lines of this claim and of all that hangs on it."),
    "noun": later("Only lines about things of this kind, such as `verdict`."),
    "action": later("Only lines of this action, such as `publish`."),
}
AT_ONCE = 100
"""So many lines a stream reads at a time."""


class EventViewSet(ListModelMixin, Resource):
    """The team's feed, in the order in which it came to know of things, from `since` on.

    It is the same for everybody of the team: what a blind review hides comes when it is shown. But
    what concerns the team itself (its people, policy, tokens and webhooks) is told only to an
    admin whose token has the scope `admin`. A line that is `deleted` is the last of its object.

    With `article` or `claim` and without `since` it is the history of that one thing, in the order
    in which it was written, as far as whoever asks may see it: pages with `cursor`, like any list.
    """

    noun = Event
    serializer_class = EventSerializer
    filterset_class = EventFilters
    pagination_class = FeedPages
    parameters = {"list": {SINCE: CURSOR}, "stream": STREAMED}

    @cached_property
    def is_feed(self) -> bool:
        """Whether the feed is asked for, and not the history of one thing."""
        asked = self.request.query_params
        is_about_one = "article" in asked or "claim" in asked
        return self.action == "stream" or SINCE in asked or not is_about_one

    @cached_property
    def paginator(self) -> NewestFirst:
        """The pages of what is asked for."""
        return FeedPages() if self.is_feed else InOrder()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the entries of the feed, or the lines of a history."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        if self.is_feed:
            return self.seen(FeedEntry)
        return self.seen(Event).select_related("stream", "entry")

    @extend_schema(
        parameters=[
            OpenApiParameter(LAST_EVENT_ID, str, OpenApiParameter.HEADER, description=CURSOR),
            *(OpenApiParameter(name, str, description=says) for name, says in STREAMED.items()),
        ],
        responses={(200, streams.MEDIA_TYPE): OpenApiTypes.STR},
        filters=False,
    )
    @action(detail=False, renderer_classes=[streams.EventStreamRenderer], pagination_class=None)
    def stream(self, request: Request) -> HttpResponseBase:
        """Tell the feed as it grows, as server-sent events, from now or from a cursor on.

        Each has the cursor as its `id`, `<noun>.<action>` as its `event`, and as its `data` the
        line as the list has it. Silence is broken by a comment. It ends when the token is revoked,
        and after some minutes by itself: come back with the last `id` then, as browsers do.
        """
        newest = feed.newest_position(request)
        asked = request.headers.get(LAST_EVENT_ID) or request.query_params.get(SINCE)
        since = newest if asked is None else feed.position(asked, newest=newest)
        self.filter_queryset(self.get_queryset())  # what is wrong with them is said at once
        if request.method == "HEAD":
            return streams.EventStream((), give_back=lambda: None)
        give_back = streams.places.take(self.actor.user.pk)
        bell = doorbell.of(self.actor.team.pk)
        return streams.EventStream(
            streams.told(self._since, self._shown, bell=bell, since=since), give_back
        )

    def _since(self, position: int) -> Page | None:
        """Return what came after a position, for whoever asked as they are now, or None.

        It leaves no connection to the database open behind it.
        """
        try:
            actor = still_reads(self.request)
            if actor is None:
                return None
            self.request.actor = actor  # type: ignore[attr-defined]
            newest = feed.newest_position(self.request)
            entries: Any = self.filter_queryset(self.get_queryset())
            return read(entries, since=position, newest=newest, most=AT_ONCE)
        except Error as error:
            log.warning("A stream ends: %s", error)
            return None
        finally:
            connection.close()

    def _shown(self, lines: list[Event]) -> list[dict[str, Any]]:
        shown: list[dict[str, Any]] = self.get_serializer(lines, many=True).data
        return shown

    def _known_parameters(self) -> set[str]:
        known = super()._known_parameters()
        return known - {"cursor"} if self.is_feed else known
