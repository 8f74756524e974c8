"""The history of one article or one claim."""

from __future__ import annotations

from rest_framework.mixins import ListModelMixin

from annotations.models import Event
from api.filters import EventFilters
from api.pagination import InOrder
from api.serializers.events import EventSerializer
from api.views.resource import Resource


class EventViewSet(ListModelMixin, Resource):
    """Lines in the order in which they were written; name an article or a claim."""

    noun = Event
    serializer_class = EventSerializer
    filterset_class = EventFilters
    pagination_class = InOrder
