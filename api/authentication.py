"""Who is asking: a token's owner, or whoever is signed in. Both set `request.actor`."""

from __future__ import annotations

from hmac import compare_digest

from django.contrib import auth
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from annotations.actions.tokens import note_use
from annotations.models import Actor, Token, User

READ = "read"
"""The scope that reading takes."""
UNKNOWN = _("This token is unknown, or was revoked.")
EXPIRED = _("This token has expired.")
LEFT = _("The owner of this token has left the team.")


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]  # knox has no type hints
    """`Authorization: Token <key>`; the key is looked up by its beginning and compared by hash."""

    def authenticate(self, request: Request) -> tuple[User, Token] | None:
        """Return the owner and the token; None where another scheme is used. Raises a 401."""
        found: tuple[User, Token] | None = super().authenticate(request)
        if found is None:
            return None
        actor = Actor.with_token(found[1])
        if actor is None:
            raise AuthenticationFailed(LEFT)
        note_use(found[1])
        request._request.actor = actor  # type: ignore[attr-defined]  # noqa: SLF001
        return found

    def authenticate_credentials(self, token: bytes) -> tuple[User, Token]:
        """Return the owner and the token of a key, in one query. Raises a 401."""
        try:
            key = token.decode("ascii")
        except UnicodeDecodeError:
            raise AuthenticationFailed(UNKNOWN) from None
        digest = hash_token(key)
        start = key[: CONSTANTS.TOKEN_KEY_LENGTH].replace("\0", "")
        for found in Token.objects.select_related("user", "team").filter(token_key=start):
            if compare_digest(digest, found.digest):
                if found.has_expired:
                    raise AuthenticationFailed(EXPIRED)
                return found.user, found
        raise AuthenticationFailed(UNKNOWN)


class SessionAuthentication(authentication.SessionAuthentication):
    """The web session, with CSRF; the middleware has found the actor already."""


def still_reads(request: Request) -> Actor | None:
    """Return whoever asked as they are now, for an answer that takes its time.

    None where they may not read any more: the token was revoked or has expired, they have signed
    out, left the team, or lost their account.
    """
    if isinstance(request.auth, Token):
        token = Token.objects.select_related("user", "team").filter(pk=request.auth.pk).first()
        actor = Actor.with_token(token) if token and not token.has_expired else None
    else:
        actor = request.actor.refreshed() if _is_signed_in(request) else None  # type: ignore[attr-defined]
    return actor if actor and READ in actor.scopes else None


def _is_signed_in(request: Request) -> bool:
    """Whether the session's row is still there, and fits the person's password."""
    asked = HttpRequest()
    asked.session = type(request.session)(request.session.session_key)
    return auth.get_user(asked).is_authenticated
