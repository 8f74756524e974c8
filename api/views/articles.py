"""Articles: adding, reading, and asking for suggestions."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import articles, suggestions, versions
from annotations.models import Article, ArticleVersion, Claim, Suggestion
from annotations.models.suggestion import Level
from api import preconditions
from api.filters import ArticleFilters
from api.problems import Malformed
from api.serializers import articles as shapes
from api.serializers.bulk import BulkAnswer
from api.serializers.jobs import JobSerializer
from api.shown_claims import claims_to_show
from api.views import bulk, intake
from api.views.jobs import asked
from api.views.resource import Resource

WHAT_TO_EXPAND = _("What to add: claims, suggestions, or both, with a comma.")
EXPAND = {
    "expand": OpenApiParameter(
        "expand",
        {"type": "array", "minItems": 1, "items": {"type": "string", "enum": [*shapes.EXPANSIONS]}},
        description=WHAT_TO_EXPAND,
        style="form",
        explode=False,
    )
}


class ArticleViewSet(ListModelMixin, Resource):
    """The documents that the desk checks."""

    noun = Article
    serializer_class = shapes.ArticleSerializer
    filterset_class = ArticleFilters
    parameters = {"list": EXPAND, "retrieve": EXPAND, "bulk": bulk.PARAMETERS}
    takes = {
        "create": shapes.AnyArticle,
        "partial_update": shapes.ArticleChanges,
        "bulk": shapes.NewArticle(many=True),
    }
    gives = {
        "create": {201: shapes.ArticleDetailSerializer, 200: shapes.ArticleDetailSerializer},
        "bulk": {201: BulkAnswer, 200: BulkAnswer},
        "suggest": {202: JobSerializer},
    }
    may_match = frozenset({"suggest"})

    def get_serializer_class(self) -> Any:
        """Return the detail's shape for one article, the short one for lists."""
        return shapes.ArticleSerializer if self.action == "list" else shapes.ArticleDetailSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's articles with what is asked for; lists leave the texts alone."""
        found = super().get_queryset().select_related("added_by", "current")
        if getattr(self, "swagger_fake_view", False):
            return found
        expanded = self._expanded()
        if "claims" in expanded:
            mine = Claim.objects.visible_to(self.actor)
            claims = Prefetch("claims", queryset=claims_to_show(mine).order_by("pk"))
            found = found.prefetch_related(claims)
        if "suggestions" in expanded:
            # They quote from the version that they hang on, which is here already.
            shown = Suggestion.objects.shown(Level.USUAL).select_related("decided_by")
            found = found.prefetch_related(
                Prefetch("current__suggestions", shown.order_by("start", "end"), to_attr="shown")
            )
        if self.action != "list":
            return found
        quoted = "suggestions" in expanded
        return found.defer("current__blocks", *(() if quoted else ("current__text",)))

    def get_serializer_context(self) -> dict[str, Any]:
        """Say what is expanded; the schema describes all of it."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_serializer_context()
        return {**super().get_serializer_context(), "expand": self._expanded()}

    def takes_its_time(self) -> bool:
        """Whether a page comes first."""
        return self.action == "create" and intake.takes_its_time(self.request.data)

    def create(self, _request: Request) -> Response:
        """Add an article: its title and text, or a page's HTML and address, or an address alone.

        The same URL and text in the team: 200, with the one that is there. The same external id and
        text: 200, with the one that is there, changed to what was sent.
        """
        new, source = intake.article(self.sent(), by=self.actor)
        article, created = articles.add_article(new, by=self.actor, source=source)
        return self.show(article, 201 if created else 200)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show an article with its current version's text and blocks."""
        return self.found(pk)

    def partial_update(self, _request: Request, pk: int) -> Response:
        """Change what is known about an article; its text stays."""
        article = self.one(Article, pk)
        expected = self.expected(article)
        return self.show(articles.edit(article, by=self.actor, expected=expected, **self.sent()))

    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Add up to 1,000 articles: those that can be added are, the others are named."""
        return bulk.answered(
            request, lambda: bulk.add_articles(request.data, by=self.actor, source=intake.API)
        )

    @action(detail=True, methods=["post"])
    def suggest(self, _request: Request, pk: int) -> Response:
        """Ask for suggestions: 202, with the job that makes them."""
        self.sent()
        article = self.one(Article, pk)
        expected = self.expected(article)
        return asked(self, suggestions.ask(article, by=self.actor, expected=expected))

    def _expanded(self) -> set[str]:
        asked = self.request.query_params.get("expand")
        if self.action not in self.parameters or asked is None:
            return set()
        names = set(asked.split(","))
        if not names <= set(shapes.EXPANSIONS):
            raise Malformed(str(WHAT_TO_EXPAND), errors={"expand": [WHAT_TO_EXPAND]})
        return names


class VersionViewSet(ListModelMixin, Resource):
    """The captures of an article's text."""

    noun = ArticleVersion
    serializer_class = shapes.VersionSerializer
    lookup_field = "number"
    takes = {"create": shapes.NewVersion}
    gives = {"create": {201: shapes.AddedVersionSerializer, 200: shapes.AddedVersionSerializer}}
    may_match = frozenset({"create"})
    matched = shapes.ArticleDetailSerializer

    def get_serializer_class(self) -> Any:
        """Return the detail's shape for one version, the short one for lists."""
        return shapes.VersionSerializer if self.action == "list" else shapes.VersionDetailSerializer

    def get_queryset(self) -> QuerySet[Any]:
        """Return the versions of the article in the address. Raises Http404."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        article = self.one(Article, self.kwargs["article"])
        found = super().get_queryset().filter(article=article)
        return found.defer("text", "blocks") if self.action == "list" else found

    def takes_its_time(self) -> bool:
        """Whether a page comes first."""
        return intake.takes_its_time(self.request.data)

    def create(self, _request: Request, article: int) -> Response:
        """Add a newer text, in which the claims are found again. The text that is there: 200.

        A title or byline that came with it is the article's from now on, also where the text stays.
        """
        known = self.one(Article, article)
        expected = self.expected(known) and self._newest(known)
        sent = self.sent()
        text, source = intake.text(sent, by=self.actor)
        about = {name: sent[name] for name in versions.HEADLINE if name in sent}
        version, created, counts = versions.add_version(
            known, by=self.actor, text=text, source=source, expected=expected, **about
        )
        shown: Any = version
        shown.created, shown.counts = created, counts
        body = shapes.AddedVersionSerializer(shown, context=self.get_serializer_context()).data
        return Response(body, status=201 if created else 200)

    def retrieve(self, _request: Request, article: int, number: int) -> Response:  # noqa: ARG002
        """Show one version with its text."""
        return Response(self.get_serializer(self.get_object()).data)

    def show(self, thing: Any, status: int = 200) -> Response:
        """Answer with the article as it is now, where that had moved on."""
        context = {**self.get_serializer_context(), "expand": set()}
        shown = shapes.ArticleDetailSerializer(thing, context=context).data
        return Response(shown, status=status, headers={"ETag": preconditions.etag(thing)})

    def _newest(self, known: Article) -> int:
        """Return the number of its newest text; none has NO_VERSION, which stays stale."""
        return known.versions.only("number").get(article__current=F("pk")).number
