"""`Idempotency-Key`: a POST that is sent twice is done once, and answered twice the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from annotations.errors import Invalid, NotNow
from annotations.models import Actor
from annotations.models.actor import SCOPES
from api.models import IdempotentAnswer
from api.problems import STATUS_OF, Malformed
from api.renderers import JSONRenderer

if TYPE_CHECKING:
    from rest_framework.views import APIView as Base
else:
    Base = object

KEPT = timedelta(hours=24)
GIVEN_UP = timedelta(minutes=2)
"""Longer than any request takes: the server that was about it has died."""

UNDER_WAY = 0
"""The status of what is not answered yet."""

LONGEST_KEY = 255
REPEATED_HEADERS = ("ETag", "Location", "Cache-Control")
NOT_KEPT = frozenset({401, 403, STATUS_OF["stale"], 429})
"""Refusals that say how the sender stands now, and nothing about the request; as any 5xx does."""

Handler = Callable[..., Response]


class _UnderWay(APIException):
    """The first request with this key is not answered yet. `after` is in seconds."""

    status_code = STATUS_OF[NotNow.code]
    default_code = NotNow.code
    after = 1

    def __init__(self) -> None:
        super().__init__(_("The first request with this Idempotency-Key is under way. Ask again."))


class _Forgotten(Exception):
    """Nothing was done and nothing is remembered: the same key may try again.

    So it is after a bug, and where the same may come again with another `If-Match` or role.
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

    def takes_its_time(self) -> bool:
        """Whether this POST asks the network or works for long: it holds no lock meanwhile."""
        return False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Admit the request; then let a POST with a key run at most once."""
        super().initial(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key")
        # DRF looks the handler up after this, on the view itself; where there is none, it is 405.
        handler = getattr(self, "post", None)
        if request.method == "POST" and key is not None and handler is not None:
            self.post = lambda *a, **kw: self._once(_checked(key), handler, *a, **kw)

    def _once(self, key: str, handler: Handler, request: Request, *a: Any, **kw: Any) -> Response:
        """Whoever comes second gets the first answer, or 409 while that takes its time."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        asked = actor, key, _digest(request)
        do = partial(self._done, partial(handler, request, *a, **kw))
        try:
            return self._apart(*asked, do) if self.takes_its_time() else self._in_one(*asked, do)
        except _Forgotten as forgotten:
            return forgotten.response

    def _in_one(self, actor: Actor, key: str, digest: str, do: Handler) -> Response:
        """Do it and keep its answer in one transaction, for which whoever comes second waits."""
        with transaction.atomic():
            mine, is_first = _place(actor, key, digest)
            if not is_first:
                return _again(mine, digest)
            return self._kept(mine, do(transaction.atomic()))

    def _apart(self, actor: Actor, key: str, digest: str, do: Handler) -> Response:
        """Put the key down first, then do it as if there were none: nobody waits for the lock."""
        mine, is_first = _place(actor, key, digest)
        if not is_first:
            return _again(mine, digest)
        try:
            return self._kept(mine, do(nullcontext()))
        except _Forgotten:
            mine.delete()
            raise

    def _done(self, handle: Handler, within: AbstractContextManager[Any]) -> Response:
        try:
            with within:
                return handle()
        except Exception as error:
            response = self.handle_exception(error)
            if response.status_code >= 500 or response.status_code in NOT_KEPT:
                raise _Forgotten(response) from error
            return response

    def _kept(self, mine: IdempotentAnswer, response: Response) -> Response:
        _keep(mine, response, without=self.shown_once)
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
    """Return the key's row, and whether it is new. A key is its owner's, with these scopes."""
    now, answers = timezone.now(), IdempotentAnswer.objects
    dead = Q(status=UNDER_WAY, created_at__lt=now - GIVEN_UP)
    old = Q(created_at__lt=now - KEPT) | dead
    answers.filter(old, team=actor.team, user=actor.user).delete()
    scopes = ",".join(scope for scope in SCOPES if scope in actor.scopes)
    mine = {"team": actor.team, "user": actor.user, "scopes": scopes, "key": key}
    return answers.get_or_create(**mine, defaults={"request": digest})


def _keep(mine: IdempotentAnswer, response: Response, *, without: frozenset[str]) -> None:
    headers = {name: response[name] for name in REPEATED_HEADERS if name in response}
    if response.content_type:  # otherwise it is the renderer's
        headers["Content-Type"] = response.content_type
    body = JSONRenderer().render(_discreet(response.data, without)).decode()
    # Where it was given up meanwhile, there is nothing to keep it in.
    answers = IdempotentAnswer.objects.filter(pk=mine.pk)
    answers.update(status=response.status_code, headers=headers, body=body)


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
    if mine.status == UNDER_WAY:
        raise _UnderWay
    headers = dict(mine.headers)
    return Response(
        json.loads(mine.body or "null"),
        status=mine.status,
        content_type=headers.pop("Content-Type", None),
        headers=headers,
    )
