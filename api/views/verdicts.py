"""Verdicts: drafting, submitting, publishing, revising, retracting; and who reviews them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.actions import assignments, dossier_files, verdicts
from annotations.errors import NotNow, Stale
from annotations.history.bundle import CannotExport
from annotations.models import Claim, Verdict
from api.filters import VerdictFilters
from api.ratings import rating_of
from api.serializers import verdicts as shapes
from api.serializers.fields import Reason
from api.serializers.reviewing import AssignmentSerializer, Reviewer
from api.views.resource import Resource
from api.views.reviewing import assigned


class VerdictViewSet(ListModelMixin, Resource):
    """Revisions of the newsroom's answers."""

    noun = Verdict
    serializer_class = shapes.VerdictSerializer
    filterset_class = VerdictFilters
    takes = {
        "create": shapes.NewVerdict,
        "partial_update": shapes.VerdictChanges,
        "publish": shapes.Publication,
        "revise": shapes.Revision,
        "retract": shapes.Retraction,
        "assign": Reviewer,
        "recuse": Reason,
    }
    gives = {
        "create": {201: shapes.VerdictSerializer},
        "revise": {201: shapes.VerdictSerializer},
        "retract": {201: shapes.VerdictSerializer},
        "assign": {201: AssignmentSerializer},
        "take": {201: AssignmentSerializer},
        "dossier": {200: OpenApiTypes.OBJECT},
    }
    not_yet = frozenset({"dossier"})
    may_match = frozenset(
        {
            "submit",
            "withdraw",
            "discard",
            "publish",
            "revise",
            "retract",
            "assign",
            "take",
            "recuse",
        }
    )

    def get_queryset(self) -> QuerySet[Any]:
        """Return the team's revisions with how they stand."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return Verdict.objects.visible_to(self.actor).with_standing()

    def create(self, _request: Request) -> Response:
        """Draft the first revision of the answer to a claim."""
        sent = self.sent()
        claim = self.one(Claim, sent.pop("claim"))
        return self.show(verdicts.draft(claim, by=self.actor, **self._rated(sent)), 201)

    def retrieve(self, _request: Request, pk: int) -> Response:
        """Show a revision."""
        return self.found(pk)

    @action(detail=True)
    def dossier(self, _request: Request, pk: int) -> HttpResponse:
        """Send the file from which anybody can verify a published revision: docs/verify.md."""
        verdict = self.one(Verdict, pk)
        try:
            file = dossier_files.written(dossier_files.handed_out(verdict))
        except CannotExport as why:
            raise NotNow(why) from why
        name = f'attachment; filename="fact-check-{verdict.claim_id}-{verdict.number}.json"'
        headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
        return HttpResponse(file, content_type="application/json", headers=headers)

    def partial_update(self, _request: Request, pk: int) -> Response:
        """Change a draft."""
        verdict = self.one(Verdict, pk)
        expected = self.expected(verdict)
        changes = self._rated(self.sent())
        return self.show(verdicts.edit(verdict, by=self.actor, expected=expected, **changes))

    @action(detail=True, methods=["post"])
    def submit(self, _request: Request, pk: int) -> Response:
        """Hand the draft to the reviewers."""
        verdict, expected = self._asked(pk)
        return self.show(verdicts.submit(verdict, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def withdraw(self, _request: Request, pk: int) -> Response:
        """Take the revision back into its draft."""
        verdict, expected = self._asked(pk)
        return self.show(verdicts.withdraw(verdict, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def discard(self, _request: Request, pk: int) -> Response:
        """Put the draft aside for good; the revision before it is the newest again."""
        verdict, expected = self._asked(pk)
        return self.show(verdicts.discard(verdict, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def publish(self, _request: Request, pk: int) -> Response:
        """Publish an approved revision. With a digest, only the revision that has it: else 409."""
        verdict, digest = self.one(Verdict, pk), self.sent().get("digest")
        expected = self.expected(verdict)
        if digest is None:
            return self.show(verdicts.publish(verdict, by=self.actor, expected=expected))
        return self.show(self._publish_as_read(verdict, digest, expected))

    @action(detail=True, methods=["post"])
    def revise(self, _request: Request, pk: int) -> Response:
        """Start the next revision of a returned, published or retracted one."""
        verdict = self.one(Verdict, pk)
        asked = {"expected": self.expected(verdict), **self.sent()}
        return self.show(verdicts.revise(verdict, by=self.actor, **asked), 201)

    @action(detail=True, methods=["post"])
    def retract(self, _request: Request, pk: int) -> Response:
        """Draft the retraction of a published revision: it goes through submission and review."""
        verdict, reason = self.one(Verdict, pk), self.sent()["reason"]
        asked = {"expected": self.expected(verdict), "reason": reason}
        return self.show(verdicts.retract(verdict, by=self.actor, **asked), 201)

    @action(detail=True, methods=["post"])
    def assign(self, _request: Request, pk: int) -> Response:
        """Ask a reviewer of the team to review it."""
        verdict = self.one(Verdict, pk)
        to = self.member(self.sent()["reviewer"])
        expected = self.expected(verdict)
        return assigned(self, assignments.assign(verdict, by=self.actor, to=to, expected=expected))

    @action(detail=True, methods=["post"])
    def take(self, _request: Request, pk: int) -> Response:
        """Take its review upon oneself."""
        verdict, expected = self._asked(pk)
        return assigned(self, assignments.take(verdict, by=self.actor, expected=expected))

    @action(detail=True, methods=["post"])
    def recuse(self, _request: Request, pk: int) -> Response:
        """Say that a conflict of interest keeps one from reviewing this claim."""
        verdict = self.one(Verdict, pk)
        asked = {"expected": self.expected(verdict), **self.sent()}
        assignments.recuse(verdict, by=self.actor, **asked)
        return self.show(verdict)

    def _publish_as_read(self, verdict: Verdict, digest: str, expected: int | None) -> Verdict:
        """Return the revision published, if it still has this digest when its turn comes."""
        moved_on = NotNow(_("This revision has changed since you read it. Read it again."))
        if digest != verdict.digest:
            raise moved_on
        if expected is not None:
            return verdicts.publish(verdict, by=self.actor, expected=expected)
        try:
            # With the digest the version would have changed, which the door compares.
            return verdicts.publish(verdict, by=self.actor, expected=verdict.version)
        except Stale:
            raise moved_on from None

    def _asked(self, pk: int) -> tuple[Verdict, int | None]:
        self.sent()
        verdict = self.one(Verdict, pk)
        return verdict, self.expected(verdict)

    def _rated(self, sent: dict[str, Any]) -> dict[str, Any]:
        chosen = sent.get("rating")
        return sent if chosen is None else {**sent, "rating": rating_of(self.actor, chosen)}
