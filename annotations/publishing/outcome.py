"""How a fact-check came out, as readers have to take it now. Pure: a dossier in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

RETRACTION = "retraction"


@dataclass(frozen=True)
class Outcome:
    """The word, its place on the scale (labels, worst first; None: off it), and why.

    A retraction has the word and its reason: nothing is left of the rating that it withdraws,
    which `withdrawn` names.
    """

    label: str
    slug: str
    value: int | None
    scale: list[str]
    explanation: str
    withdrawn: str | None = None

    @property
    def is_retracted(self) -> bool:
        """Whether the conclusion does not hold any more."""
        return self.withdrawn is not None


def outcome(dossier: Mapping[str, Any]) -> Outcome:
    """Return how a published revision came out."""
    kind, rating = dossier["kind"], dossier["rating"]
    if kind == RETRACTION:
        label = word(kind, rating["label"])
        return Outcome(label, "retracted", None, [], dossier["reason"], rating["label"])
    return Outcome(**rating, explanation=dossier["summary"])


def word(kind: str, rated: str) -> str:
    """Return the word for how a revision of this kind, with this rating, came out."""
    return _("Retracted") if kind == RETRACTION else rated
