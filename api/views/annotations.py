"""A W3C Web Annotation Protocol container over the occurrences of an article.

https://www.w3.org/TR/annotation-protocol/
"""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import claims
from annotations.models import Article, ArticleVersion, Event, Occurrence
from annotations.models.claim import Triage
from api import sent_annotations
from api.headers import PREFER
from api.linked_data import (
    DESCRIPTIONS,
    IRIS,
    MEDIA_TYPE,
    MINIMAL,
    AnnotationRenderer,
    ByQuality,
    preferred,
)
from api.parsers import LinkedDataParser, StrictJSONParser
from api.preconditions import exact
from api.problems import Malformed
from api.renderers import JSONRenderer
from api.serializers import annotations as shapes
from api.views.resource import Resource
from api.web_annotations import CONTEXT, PAGE, Container, Node, annotation

ROOT = "/api/v1/"
LDP = "http://www.w3.org/ns/ldp#"
PROTOCOL = "http://www.w3.org/TR/annotation-protocol/"
IS_A_CONTAINER = f'<{LDP}BasicContainer>; rel="type", <{PROTOCOL}>; rel="{LDP}constrainedBy"'
IS_A_RESOURCE = f'<{LDP}Resource>; rel="type"'
TAKEN = f"{MEDIA_TYPE}, application/json"
TOLD = ("claim", "occurrence", "evidence", "verdict")
"""Nouns of lines that everybody of the team may see, and that change what an annotation says."""


def annotations_to_show(places: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """Return those of open claims, in order, with what an annotation says of them."""
    lines = Event.objects.filter(claim_id=OuterRef("claim_id"), noun__in=TOLD).order_by("-seq")
    return (
        places.filter(claim__triage=Triage.OPEN)
        .select_related("version__article", "claim__created_by", "claim__current__rating")
        .defer("version__text", "version__blocks")
        .prefetch_related("claim__evidence")
        .annotate(modified=Subquery(lines.values("at")[:1]))
        .order_by("pk")
    )


class AnnotationResource(Resource):
    """What the container and the annotations in it have in common."""

    noun = Occurrence
    serializer_class = shapes.AnnotationSerializer
    pagination_class = None
    content_negotiation_class = ByQuality
    http_method_names = [*Resource.http_method_names, "options"]
    renderer_classes = [AnnotationRenderer, JSONRenderer]
    vary: tuple[str, ...] = ("Accept", "Authorization", "Cookie")

    def places(self, article: int) -> QuerySet[Occurrence]:
        """Return what the actor sees of an article's annotations."""
        return annotations_to_show(self.seen(Occurrence).filter(version__article=article))

    def address(self, path: str) -> str:
        """Make a path under /api/v1/ absolute."""
        return self.request.build_absolute_uri(f"{ROOT}{path}")

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002 - DRF's
        """Say by the headers what may be asked for here."""
        return Response(status=204)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Add what the protocol has in the headers of every answer."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code < 400:
            response["Link"] = self.link(request)
        patch_vary_headers(response, self.vary)
        return response

    def link(self, request: Request) -> str:  # noqa: ARG002 - others answer by it
        """Return what kind of thing was answered."""
        return IS_A_RESOURCE

    def tagged(self, shown: Node, *, status: int = 200, **headers: str) -> Response:
        """Answer with a representation; its tag differs by media type, as its hash does by content.

        What a POST answers has the tag that it has at its own address.
        """
        form: Any = self.request.accepted_renderer
        tag = f'"{form.format}"'
        if self.request.method == "POST":
            tag = exact(tag, form.render(shown))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(shown, status=status, headers={"ETag": tag, **named})

    def annotated(self, place: Any, *, status: int = 200, **headers: str) -> Response:
        """Answer with one annotation."""
        shown = {"@context": CONTEXT, **annotation(place, self.address)}
        return self.tagged(shown, status=status, **headers)


MOST_PAGES = 10**9


class AnnotationContainer(AnnotationResource):
    """The annotations of one article, in the order in which they were made."""

    parser_classes = [LinkedDataParser, StrictJSONParser]
    vary = (*AnnotationResource.vary, "Prefer")
    takes = {"create": shapes.SentAnnotationSerializer}
    gives = {
        "retrieve": {200: shapes.AnnotationCollectionSerializer},
        "create": {201: shapes.AnnotationSerializer, 200: shapes.AnnotationSerializer},
    }
    parameters = {
        "retrieve": {
            "page": OpenApiParameter(
                "page",
                {"type": "integer", "minimum": 0, "maximum": MOST_PAGES},
                description=later("Which page, from 0; without it, the container."),
            ),
            "iris": OpenApiParameter(
                "iris",
                {"type": "integer", "minimum": 0, "maximum": 1},
                description=later("1: annotations by their address only; 0: whole."),
            ),
        }
    }

    @extend_schema(operation_id="annotations_container", parameters=[PREFER])
    def retrieve(self, request: Request, article: int) -> Response:
        """Show the container with its first page, or one page; `Prefer` says in which form."""
        wanted = preferred(request)
        iris, number = self._number("iris", most=1), self._number("page", most=MOST_PAGES)
        asked_for_iris = IRIS in wanted and DESCRIPTIONS not in wanted
        container = Container(
            address=self.address(f"annotations/{article}/"),
            label=self.one(Article, article).title,
            total=self.places(article).count(),
            iris=asked_for_iris if iris is None else bool(iris),
        )
        if number is not None:
            return self._page(container, article, number)
        first = None if MINIMAL in wanted else container.page(0, self._items(article, 0))
        response = self.tagged(container.describe(first), Content_Location=container.id)
        if wanted & {IRIS, DESCRIPTIONS, MINIMAL}:
            response["Preference-Applied"] = "return=representation"
        return response

    @extend_schema(operation_id="annotations_create")
    def create(self, request: Request, article: int) -> Response:
        """Make a claim of an annotation: 201. The same words and statement: 200, with what is."""
        versions = self.seen(ArticleVersion).select_related("article__team").defer("blocks")
        version = get_object_or_404(versions, article__id=article, article__current=F("pk"))
        sent = sent_annotations.read(request.data, version, self.address)
        start, end = sent.span
        claim, created = claims.highlight(
            version, by=self.actor, start=start, end=end, statement=sent.statement
        )
        places = self.places(article).filter(claim=claim, version=version)
        place = places.get(start=start, end=end)
        location = self.address(f"annotations/{article}/{place.pk}/")
        return self.annotated(place, status=201 if created else 200, Location=location)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Say what may be posted here."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Accept-Post"] = TAKEN
        return response

    def link(self, request: Request) -> str:
        """Return that it is a container; what was made in it, and its pages, are resources."""
        is_part = request.method == "POST" or "page" in request.query_params
        return IS_A_RESOURCE if is_part else IS_A_CONTAINER

    def _page(self, container: Container, article: int, number: int) -> Response:
        if not container.total or number > container.last:
            raise Http404
        page = container.page(number, self._items(article, number))
        return self.tagged({"@context": CONTEXT, **page})

    def _items(self, article: int, number: int) -> list[Node]:
        places = self.places(article)[number * PAGE : (number + 1) * PAGE]
        return [annotation(place, self.address) for place in places]

    def _number(self, name: str, *, most: int) -> int | None:
        said = self.request.query_params.get(name)
        if said is None:
            return None
        if not (said.isascii() and said.isdigit() and len(said) <= 10 and int(said) <= most):
            sentence = _("This is a whole number from 0 to %d.") % most
            raise Malformed(f"{name}: {sentence}", errors={name: [sentence]})
        return int(said)


class AnnotationDetail(AnnotationResource):
    """One annotation."""

    @extend_schema(operation_id="annotations_retrieve")
    def retrieve(self, _request: Request, article: int, pk: int) -> Response:
        """Show an annotation."""
        self.one(Article, article)
        return self.annotated(get_object_or_404(self.places(article), pk=pk))
