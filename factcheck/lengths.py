"""Bodies whose length nobody says: they are refused, since none of them would be read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from api import early


class LengthMiddleware:
    """Refuses with 411 what comes with `Transfer-Encoding`.

    Django reads as much as `Content-Length` says. Without it, a change would be made as if nothing
    had been sent with it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through what says its length, or has none; tell programs and people why not."""
        if "Transfer-Encoding" not in request.headers:
            return self.get_response(request)
        if request.path_info.startswith("/api/"):
            return early.length_required()
        return HttpResponse(early.UNMEASURED, status=411, content_type="text/plain")
