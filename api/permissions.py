"""The first question only: is there somebody, and may they read? The table judges the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from annotations.models import Actor
from api.authentication import READ

if TYPE_CHECKING:
    from rest_framework.views import APIView  # it reads the settings that name this module


class IsActor(BasePermission):
    """Somebody who acts for a team; reading takes the scope `read`."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's
        """Return True, or raise the 401 or 403 that says what is missing."""
        if not request.user.is_authenticated:
            raise NotAuthenticated(_("Send a token, or sign in."))
        actor = getattr(request, "actor", None)
        if actor is None:
            raise PermissionDenied(_("You are not a member of a team."))
        if request.method in SAFE_METHODS and READ not in actor.scopes:
            raise PermissionDenied(_("This token lacks the scope “%s”.") % READ)
        return True


class ChangesSomething(BasePermission):
    """A token that only reads changes nothing, not even what is its owner's own."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's
        """Return True, or raise the 403 that says what is missing."""
        scopes: frozenset[str] = request.actor.scopes  # type: ignore[attr-defined]
        if request.method not in SAFE_METHODS and not scopes - {READ}:
            raise PermissionDenied(_("This token only reads."))
        return True


class Administers(BasePermission):
    """Only admins, and only through tokens that let them act as such."""

    def has_permission(self, request: Request, view: APIView) -> bool:  # noqa: ARG002 - DRF's
        """Return True, or raise the 403 that says what is missing."""
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.administers:
            raise PermissionDenied(_("This is for admins, and for tokens with the scope “admin”."))
        return True
