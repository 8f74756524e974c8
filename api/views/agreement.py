"""How well the team's raters agree."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from annotations.agreement.figures import agreement
from annotations.models import BlindRating
from api.serializers.raters import AgreementSerializer
from api.views.resource import Resource


class AgreementViewSet(Resource):
    """What blind double rating comes to."""

    noun = BlindRating
    serializer_class = AgreementSerializer
    pagination_class = None

    def retrieve(self, _request: Request) -> Response:
        """Show Cohen's kappa and Krippendorff's alpha, in all and by month."""
        return Response(self.get_serializer(agreement(self.actor)).data)
