"""One search across articles, claims, fact-checks and imported ones."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.finding import Kind, find
from annotations.models import Claim
from annotations.text.words import LONGEST
from api.problems import Malformed
from api.serializers.search import FindingsSerializer
from api.views.resource import Resource


class SearchView(Resource):
    """What the team has, by its words."""

    noun = Claim
    serializer_class = FindingsSerializer
    parameters = {
        "retrieve": {
            "query": later("Words that all have to be there; the last may be a beginning."),
            "kind": later("Only one kind: article, claim, fact_check or external_check."),
        }
    }

    def retrieve(self, request: Request) -> Response:
        """Show what has all the words, the best first: of each kind at most 30, the newest."""
        asked, kind = request.query_params.get("query", ""), request.query_params.get("kind")
        if not asked.strip() or "\0" in asked or len(asked) > LONGEST:
            raise _odd("query", _("Name the words to look for: 1 to %d characters.") % LONGEST)
        if kind is not None and kind not in Kind.values:
            raise _odd("kind", _("There is no such kind."))
        found = find(asked, by=self.actor, kinds=[kind] if kind else Kind.values)
        return Response(self.get_serializer(found).data)


def _odd(name: str, sentence: str) -> Malformed:
    return Malformed(f"{name}: {sentence}", errors={name: [sentence]})
