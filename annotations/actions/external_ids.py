"""What things are called elsewhere: a feed that is sent again meets what it sent before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from annotations import workflow
from annotations.errors import Invalid, NotAllowed
from annotations.models import Actor, Article, Claim, Evidence

Noun = TypeVar("Noun", Article, Claim, Evidence)


def admit(action: str, thing: Any, *, by: Actor) -> None:
    """Raise NotAllowed where this person could not do it; what was sent before is no secret key."""
    if isinstance(refused := workflow.refusal(action, by, thing), NotAllowed):
        raise refused


def refuse_taken(thing: Noun) -> None:
    """Raise Invalid where another thing of the team has this one's external id."""
    others = type(thing)._default_manager.filter(
        team_id=thing.team_id, external_id=thing.external_id
    )
    if thing.external_id and (other := others.exclude(pk=thing.pk).first()):
        sentence = _("The external id “%(id)s” belongs to number %(number)d already.")
        about = {"id": thing.external_id, "number": other.pk}
        raise Invalid(sentence % about, field="external_id")


def differing(kept: Noun, sent: Noun, fields: Iterable[str]) -> dict[str, Any]:
    """Return what was sent and is not so in what is kept. What is empty says nothing."""
    said = {name: getattr(sent, name) for name in fields}
    return {
        name: value
        for name, value in said.items()
        if value not in ("", None, []) and value != getattr(kept, name)
    }
