"""The end of the list of addresses."""

from __future__ import annotations

from django.http import Http404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView


class Nowhere(APIView):
    """Says as a problem that there is nothing, where no address of ours was asked for."""

    authentication_classes = ()
    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        """Refuse whatever the method is."""
        super().initial(request, *args, **kwargs)
        raise Http404
