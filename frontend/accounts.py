"""How people come in: by invitation only, with a plain word when the door stays shut."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no type hints
    """Accounts are made by an admin of the team; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "That email and password do not match. Check both and try again."
        )
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth calls it so
        """Answer no, always."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: that somebody has signed in can be seen on the page."""
