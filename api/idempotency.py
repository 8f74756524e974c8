"""`Idempotency-Key`: a POST that is sent twice is done once, and answered twice the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.errors import Invalid
from annotations.models import Actor
from api.models import IdempotentAnswer
from api.problems import STATUS_OF, Malformed

if TYPE_CHECKING:
    from rest_framework.views import APIView as Base
else:
    Base = object

KEPT = timedelta(hours=24)
LONGEST_KEY = 255
REPEATED_HEADERS = ("ETag", "Location", "Cache-Control")
STALE = STATUS_OF["stale"]

Handler = Callable[..., Response]


class _Forgotten(Exception):
    """Nothing was done and nothing is remembered: the same key may try again.

    So it is after a bug, and where `If-Match` named an old version: a fresh one is no new request.
    """

    def __init__(self, response: Response) -> None:
        self.response = response


class Idempotent(Base):
    """A view whose POSTs honour the key.

    `shown_once` are the secrets in its answers: they are not kept, and a repeated answer has null
    instead, and a sentence as `detail`.
    """

    post: Handler
    shown_once: ClassVar[frozenset[str]] = frozenset()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request; then let a POST with a key run at most once."""
        super().initial(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key")
        # DRF looks the handler up after this, on the view itself; where there is none, it is 405.
        handler = getattr(self, "post", None)
        if request.method == "POST" and key is not None and handler is not None:
            self.post = lambda *a, **kw: self._once(_checked(key), handler, *a, **kw)

    def _once(self, key: str, handler: Handler, request: Request, *a: Any, **kw: Any) -> Response:
        """Whoever comes second waits for the first transaction, and gets its answer."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        digest = _digest(request)
        try:
            with transaction.atomic():
                mine, is_first = _place(actor, key, digest)
                if not is_first:
                    return _again(mine, digest)
                response = self._done(handler, request, *a, **kw)
                _keep(mine, response, without=self.shown_once)
                return response
        except _Forgotten as forgotten:
            return forgotten.response

    def _done(self, handler: Handler, request: Request, *a: Any, **kw: Any) -> Response:
        try:
            with transaction.atomic():
                return handler(request, *a, **kw)
        except Exception as error:
            response = self.handle_exception(error)
            if response.status_code >= 500 or response.status_code == STALE:
                raise _Forgotten(response) from error
            return response


def _checked(key: str) -> str:
    if not key.isascii() or not key.isprintable() or not 0 < len(key) <= LONGEST_KEY:
        raise Malformed(
            _("An Idempotency-Key has 1 to %d printable ASCII characters.") % LONGEST_KEY
        )
    return key


def _digest(request: Request) -> str:
    address = f"{request.method} {request.get_full_path()}\n"
    return hashlib.sha256(address.encode() + request.body).hexdigest()


def _place(actor: Actor, key: str, digest: str) -> tuple[IdempotentAnswer, bool]:
    own = IdempotentAnswer.objects.filter(team=actor.team, user=actor.user)
    own.filter(created_at__lt=timezone.now() - KEPT).delete()
    return own.get_or_create(
        team=actor.team, user=actor.user, key=key, defaults={"request": digest}
    )


def _keep(mine: IdempotentAnswer, response: Response, *, without: frozenset[str]) -> None:
    mine.status = response.status_code
    mine.headers = {name: response[name] for name in REPEATED_HEADERS if name in response}
    if response.content_type:  # otherwise it is the renderer's
        mine.headers["Content-Type"] = response.content_type
    mine.body = JSONRenderer().render(_discreet(response.data, without)).decode()
    mine.save()


def _discreet(body: Any, secrets: frozenset[str]) -> Any:
    """Return the body as it is told the second time."""
    hidden = [name for name in secrets if name in body] if isinstance(body, dict) else []
    if not hidden:
        return body
    sentence = _("What is shown once was in the first answer, and is kept nowhere.")
    return {**body, **dict.fromkeys(hidden), "detail": sentence}


def _again(mine: IdempotentAnswer, digest: str) -> Response:
    if mine.request != digest:
        raise Invalid(_("This Idempotency-Key was used for another request."))
    headers = dict(mine.headers)
    return Response(
        json.loads(mine.body or "null"),
        status=mine.status,
        content_type=headers.pop("Content-Type", None),
        headers=headers,
    )
