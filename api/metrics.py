"""Figures for those who operate the desk, in Prometheus' text format."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from time import perf_counter

import django
from django.conf import settings
from django.db import Error
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily as Gauge
from prometheus_client.core import Metric
from prometheus_client.registry import Collector
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from annotations import jobs
from annotations.models import FeedEntry, Heartbeat, Job
from annotations.models.job import UNFINISHED, JobState
from api.authentication import TokenAuthentication
from api.loopback import is_local
from api.streams import places

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

registry = CollectorRegistry()
requests = Counter(
    "factcheck_http_requests",
    "Requests answered.",
    ("method", "route", "status"),
    registry=registry,
)
seconds = Histogram(
    "factcheck_http_request_duration_seconds",
    "Time until an answer was there; a stream's until it began.",
    ("method", "route"),
    buckets=BUCKETS,
    registry=registry,
)


class MeasuringMiddleware:
    """Count every answer and its time by the pattern of its address, of which there are few."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Measure from the first middleware to the last."""
        began = perf_counter()
        response = self.get_response(request)
        took = perf_counter() - began
        method = request.method if request.method in METHODS else "other"
        route = request.resolver_match.route if request.resolver_match else "none"
        requests.labels(method, route, response.status_code).inc()
        seconds.labels(method, route).observe(took)
        return response


class Desk(Collector):
    """How the desk stands, asked of the database when somebody wants to know."""

    def collect(self) -> Iterator[Metric]:
        """Give all of it; without a database, what can be known without one."""
        build = {
            "version": settings.VERSION,
            "python": platform.python_version(),
            "django": django.__version__,
        }
        info = Gauge("factcheck_build_info", "What runs here.", labels=[*build])
        info.add_metric([*build.values()], 1)
        yield info
        yield Gauge("factcheck_streams_open", "Streams of events open.", value=len(places))
        try:
            stored = [*_jobs(), _oldest(), _position(), *_heartbeat()]
        except Error:
            stored = []
        yield Gauge("factcheck_database_up", "Whether the database answers.", value=bool(stored))
        yield from stored


registry.register(Desk())
ProcessCollector(registry=registry)


def _jobs() -> Iterator[Metric]:
    """Not those that are done: they would be counted one by one, and ever more of them."""
    said = "Jobs that wait, run, or have failed for good."
    found = Gauge("factcheck_jobs", said, labels=["kind", "state"])
    counted = Job.objects.filter(state__in=[*UNFINISHED, JobState.FAILED])
    rows = counted.values_list("kind", "state").annotate(Count("pk")).order_by()
    for kind, state, count in rows:
        found.add_metric([kind, state], count)
    yield found


def _oldest() -> Metric:
    now = timezone.now()
    due = Job.objects.filter(state=JobState.WAITING, not_before__lte=now)
    since = due.aggregate(since=Min("not_before"))["since"]
    said = "How long the job that has waited longest could have started."
    age = (now - since).total_seconds() if since else 0
    return Gauge("factcheck_job_oldest_waiting_seconds", said, value=age)


def _position() -> Metric:
    newest = FeedEntry.objects.aggregate(newest=Max("pk"))["newest"]
    return Gauge("factcheck_feed_position", "Where the feed of events ends.", value=newest or 0)


def _heartbeat() -> Iterator[Metric]:
    """Nothing where no worker ever ran."""
    for at in Heartbeat.objects.filter(name=jobs.WORKER).values_list("at", flat=True):
        age = (timezone.now() - at).total_seconds()
        said = "How long ago the worker was last known to live."
        yield Gauge("factcheck_worker_heartbeat_age_seconds", said, value=age)


class MayMeasure(BasePermission):
    """Whoever is on this machine; an admin's token with the scope `admin` from elsewhere."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's
        """Return True, or raise the 401 or 403 that says what is missing."""
        if is_local(request._request):  # noqa: SLF001 - DRF has no other way to it
            return True
        if not request.user.is_authenticated:
            raise NotAuthenticated(_("From another machine, this takes an admin's token."))
        if not request.actor.administers:  # type: ignore[attr-defined]
            raise PermissionDenied(_("This takes an admin's token with the scope “admin”."))
        return True


class ExpositionRenderer(JSONRenderer):
    """What is negotiated; a refusal is JSON all the same."""

    media_type = "text/plain"


@method_decorator(never_cache, name="dispatch")
class Metrics(APIView):
    """All figures."""

    schema = None
    authentication_classes = [TokenAuthentication]
    permission_classes = [MayMeasure]
    renderer_classes = [ExpositionRenderer]

    def get(self, _request: Request) -> HttpResponse:
        """Show them."""
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
