"""Looking at words that have changed under a claim, or that are gone."""

from __future__ import annotations

from django.utils.translation import gettext as _

from annotations.actions.steps import step
from annotations.errors import NotNow
from annotations.models import Actor, Occurrence
from annotations.models.occurrence import Fit


def confirm(occurrence: Occurrence, *, by: Actor, version: int | None = None) -> Occurrence:
    """Return the place with its words confirmed: the claim stands by them as they are now.

    `version` is the number of the version in which the person saw them; raises NotNow where they
    stand in a later one by now.
    """
    with step("confirm", occurrence, by=by) as s:
        if version is not None and version != s.thing.version.number:
            raise NotNow(_("These words have changed again since you saw them. Look once more."))
        s.thing.fit, s.thing.marked = Fit.CONFIRMED, ""
    return s.thing


def acknowledge(occurrence: Occurrence, *, by: Actor) -> Occurrence:
    """Return the place with a person knowing that its words are gone. It stays an orphan."""
    with step("acknowledge", occurrence, by=by) as s:
        s.thing.is_acknowledged = True
    return s.thing
