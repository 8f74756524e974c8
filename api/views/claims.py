"""Claims: marking words, and what becomes of them."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import claims, merging, rechecks
from annotations.actions.marking import SENT
from annotations.models import ArticleVersion, Claim
from api.filters import ClaimFilters
from api.preconditions import etag
from api.serializers import claims as shapes
from api.serializers.bulk import BulkAnswer
from api.serializers.fields import Note, Reason
from api.shown_claims import claims_to_show
from api.spans import Places
from api.views.bulk import PARAMETERS, answered
from api.views.bulk_claims import add_claims
from api.views.resource import Resource, place_of


def shown(view: Resource, claim: Claim) -> Response:
    """Answer with a claim as it is now, where another noun's address names it."""
    found = claims_to_show(Claim.objects.visible_to(view.actor)).get(pk=claim.pk)
    context = view.get_serializer_context()
    body = shapes.ClaimSerializer(found, context=context).data
    return Response(body, headers={"ETag": etag(found)})


def marked(view: Resource, claim: Claim, *, created: bool) -> Response:
    """Answer with a claim that was asked for: 201 if it is new, 200 if it was there."""
    shown = _fresh(claim) if created else _found(view, claim)
    shown.created = created
    context = view.get_serializer_context()
    return Response(
        shapes.MarkedClaimSerializer(shown, context=context).data,
        status=201 if created else 200,
        headers={"ETag": etag(shown)}
        | (place_of(view.request, "claim", claim.pk) if created else {}),
    )


def current_version(view: Resource, article: int) -> ArticleVersion:
    """Return the newest text of an article that the actor sees. Raises Http404."""
    versions = view.seen(ArticleVersion).select_related("article")
    versions = versions.only("article__team", "number", "text")
    return get_object_or_404(versions, article__id=article, article__current=F("pk"))


def _fresh(claim: Any) -> Any:
    """Return a new claim as it is: nothing hangs on it yet but its place."""
    for place in claim.places:
        place.in_article, place.in_version = claim.article_id, place.version.number
    claim.evidence_count = 0
    return claim


def _found(view: Resource, claim: Claim) -> Any:
    """Return an earlier claim as it stands now, with a sentence about whose it is."""
    found: Any = claims_to_show(Claim.objects.visible_to(view.actor)).get(pk=claim.pk)
    found.detail = _("%s marked these words already.") % found.created_by
    return found


class ClaimViewSet(ListModelMixin, Resource):
    """Assertions that can be checked."""

    noun = Claim
    serializer_class = shapes.ClaimSerializer
    filterset_class = ClaimFilters
    takes = {
        "create": shapes.NewClaim,
        "bulk": shapes.NewClaim(many=True),
        "partial_update": shapes.ClaimChanges,
        "dismiss": Reason,
        "merge": shapes.IntoClaim,
        "assign": shapes.Assignee,
        "schedule_recheck": shapes.RecheckDay,
        "ask_for_recheck": Note,
        "settle_recheck": Note,
    }
    gives = {
        "create": {201: shapes.MarkedClaimSerializer, 200: shapes.MarkedClaimSerializer},
        "bulk": {201: BulkAnswer, 200: BulkAnswer},
    }
    parameters = {"bulk": PARAMETERS}
    may_match = frozenset(
        {
            "dismiss",
            "reopen",
            "merge",
            "assign",
            "schedule_recheck",
            "ask_for_recheck",
            "settle_recheck",
        }
    )

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's claims with how they stand."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return claims_to_show(Claim.objects.visible_to(self.actor))

    def create(self, _request: Request) -> Response:
        """Mark words of an article. The same words and statement: 200, and whose claim it is.

        The same external id and words: 200, with the claim changed to what was sent.
        """
        sent = self.sent()
        version = current_version(self, sent["article"])
        span = Places(version.text).span(sent)
        about = {name: sent[name] for name in SENT}
        claim, created = claims.highlight(
            version, by=self.actor, start=span.start, end=span.end, **about
        )
        return marked(self, claim, created=created)

    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Response:
        """Mark up to 1,000 places, also of several articles; what is refused is named."""
        return answered(request, lambda: add_claims(request.data, by=self.actor))

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show a claim."""
        return self.found(pk)

    def partial_update(self, _request: Request, pk: int) -> Response:
        """Change what it says."""
        claim = self.one(Claim, pk)
        expected = self.expected(claim)
        return self.show(claims.edit(claim, by=self.actor, expected=expected, **self.sent()))

    @action(detail=True, methods=["post"])
    def dismiss(self, _request: Request, pk: int) -> Response:
        """Put it aside: not worth checking."""
        claim = self.one(Claim, pk)
        asked = {"expected": self.expected(claim), **self.sent()}
        return self.show(claims.dismiss(claim, by=self.actor, **asked))

    @action(detail=True, methods=["post"])
    def reopen(self, _request: Request, pk: int) -> Response:
        """Take it up again."""
        claim = self.one(Claim, pk)
        self.sent()
        return self.show(claims.reopen(claim, by=self.actor, expected=self.expected(claim)))

    @action(detail=True, methods=["post"])
    def merge(self, _request: Request, pk: int) -> Response:
        """Let another open claim that says the same be checked in its place.

        Its evidence and its comments go over. `If-Match` names the version of this claim.
        """
        claim = self.one(Claim, pk)
        into = self.one(Claim, self.sent()["into"])
        expected = self.expected(claim)
        return self.show(merging.merge(claim, by=self.actor, into=into, expected=expected))

    @action(detail=True, methods=["post"])
    def assign(self, _request: Request, pk: int) -> Response:
        """Give it to a member of the team, or to nobody."""
        claim = self.one(Claim, pk)
        assignee = self.sent()["assignee"]
        to = None if assignee is None else self.member(assignee)
        expected = self.expected(claim)
        return self.show(claims.assign(claim, by=self.actor, to=to, expected=expected))

    @action(detail=True, methods=["post"], url_path="schedule-recheck")
    def schedule_recheck(self, _request: Request, pk: int) -> Response:
        """Choose the day on which what is published is looked at again."""
        claim = self.one(Claim, pk)
        asked = {"expected": self.expected(claim), **self.sent()}
        return self.show(rechecks.schedule(claim, by=self.actor, **asked))

    @action(detail=True, methods=["post"], url_path="ask-for-recheck")
    def ask_for_recheck(self, _request: Request, pk: int) -> Response:
        """Say why what is published has to be looked at again."""
        claim = self.one(Claim, pk)
        asked = {"expected": self.expected(claim), **self.sent()}
        return self.show(rechecks.ask(claim, by=self.actor, **asked))

    @action(detail=True, methods=["post"], url_path="settle-recheck")
    def settle_recheck(self, _request: Request, pk: int) -> Response:
        """Say that somebody looked again, and it holds."""
        claim = self.one(Claim, pk)
        asked = {"expected": self.expected(claim), **self.sent()}
        return self.show(rechecks.settle(claim, by=self.actor, **asked))
