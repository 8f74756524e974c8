"""How many suggestions a reader sees: a preset, or so many of the best. Nothing is scored anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations.models import Actor, ArticleVersion, Suggestion
from annotations.models.suggestion import Level, SuggestionQuerySet, SuggestionState

PRESETS: dict[str, tuple[Level, Promise]] = {
    "strict": (Level.STRICT, _("Strict")),
    "": (Level.USUAL, _("Usual")),
    "broad": (Level.BROAD, _("Broad")),
}
"""What stands in the address for a preset, how far down it goes, and what it is called."""
LONGEST = 6

_LEVELS = (Level.STRICT, Level.USUAL, Level.BROAD)
_OPEN = Q(state=SuggestionState.OPEN)


@dataclass(frozen=True)
class Preset:
    """A preset as the reader chooses it, with how many undecided suggestions it shows."""

    show: str
    label: Promise
    count: int


@dataclass(frozen=True)
class Amount:
    """What the machine found in a version, and how much of it is shown.

    `show` is a preset's name, or how many of the best undecided ones. `undecided` counts these up
    to each level, `sentences` all that were scored; `model` made most of the undecided ones.
    """

    show: str
    undecided: dict[Level, int]
    sentences: int
    model: str

    @cached_property
    def presets(self) -> list[Preset]:
        """Return the presets, each with its count."""
        return [
            Preset(show, label, self.undecided[level]) for show, (level, label) in PRESETS.items()
        ]

    @property
    def most(self) -> int:
        """Return how many there are to be shown at all."""
        return self.undecided[Level.BROAD]

    @property
    def shown(self) -> int:
        """Return how many are shown."""
        if self.show in PRESETS:
            return self.undecided[PRESETS[self.show][0]]
        return min(int(self.show), self.most)

    @property
    def label(self) -> Promise | int:
        """Return what is shown, in a word or a number."""
        return PRESETS[self.show][1] if self.show in PRESETS else self.shown

    @property
    def by_rules(self) -> bool:
        """Return whether no model suggested them."""
        return self.model.startswith("rules-")

    def chosen(self, actor: Actor, version: ArticleVersion) -> SuggestionQuerySet:
        """Return what is shown, with all that people have decided."""
        suggestions = Suggestion.objects.visible_to(actor).filter(version=version)
        if self.show in PRESETS:
            return suggestions.shown(PRESETS[self.show][0])
        return suggestions.best(self.shown)


def amount(actor: Actor, version: ArticleVersion, show: str) -> Amount:
    """Return what was found in a version; one query, with a row for each model."""
    found: Any = Suggestion.objects.visible_to(actor).filter(version=version)
    counts = {f"to_{level}": Count("pk", filter=_OPEN & Q(level__lte=level)) for level in _LEVELS}
    rows = found.order_by().values("model_id").annotate(**counts, last=Max("rank"))
    most = max(rows, key=lambda row: row[f"to_{Level.BROAD}"], default=None)
    return Amount(
        show,
        undecided={level: sum(row[f"to_{level}"] for row in rows) for level in _LEVELS},
        sentences=max((row["last"] for row in rows), default=0),
        model=most["model_id"] if most and most[f"to_{Level.BROAD}"] else "",
    )


def understood(show: str) -> str:
    """Return what an address asks for; nonsense counts as the usual."""
    if show in PRESETS:
        return show
    return str(int(show)) if show.isdecimal() and len(show) <= LONGEST else ""


def moved(show: str, by: int) -> str:
    """Return what shows the same after some were decided (`by` is negative) or came back."""
    return show if show in PRESETS else str(max(int(show) + by, 0))
