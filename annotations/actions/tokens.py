"""Keys for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from annotations.errors import Invalid
from annotations.models import Token
from annotations.models.actor import SCOPES, Actor


def issue_token(
    *, by: Actor, scopes: Collection[str], name: str = "", days: int = 90
) -> tuple[Token, str]:
    """Return the stored token and its key, which is shown here once and kept nowhere."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise Invalid(
            _("Scopes are %(known)s; not %(unknown)s.")
            % {"known": ", ".join(SCOPES), "unknown": ", ".join(unknown) or _("none")},
            field="scopes",
        )
    granted = [scope for scope in SCOPES if scope in scopes]
    return Token.objects.issue(
        lasts=dt.timedelta(days=days), user=by.user, team=by.team, name=name, scopes=granted
    )
