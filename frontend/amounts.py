"""How many suggestions a reader sees: a preset, or so many of the best. Nothing is scored anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

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


@dataclass(frozen=True)
class Preset:
    """A preset as the reader chooses it, with how many undecided suggestions it shows."""

    show: str
    label: Promise
    count: int


@dataclass(frozen=True)
class Amount:
    """What the machine found in a version, and how much of it is shown.

    `show` is a preset's name, or how many of the best undecided ones. `levels` are the undecided
    ones, best first, each by rank and level; `sentences` counts all that were scored.
    """

    show: str
    levels: tuple[tuple[int, Level], ...]
    sentences: int
    models: tuple[str, ...]

    @cached_property
    def presets(self) -> list[Preset]:
        """Return the presets, each with its count."""
        return [
            Preset(show, label, self._within(level)) for show, (level, label) in PRESETS.items()
        ]

    @property
    def most(self) -> int:
        """Return how many there are to be shown at all."""
        return self._within(Level.BROAD)

    @property
    def shown(self) -> int:
        """Return how many are shown."""
        if self.show in PRESETS:
            return self._within(PRESETS[self.show][0])
        return min(int(self.show), self.most)

    @property
    def label(self) -> Promise | int:
        """Return what is shown, in a word or a number."""
        return PRESETS[self.show][1] if self.show in PRESETS else self.shown

    def chosen(self, actor: Actor, version: ArticleVersion) -> SuggestionQuerySet:
        """Return what is shown, with all that people have decided."""
        suggestions = Suggestion.objects.visible_to(actor).filter(version=version)
        if self.show in PRESETS:
            return suggestions.shown(PRESETS[self.show][0])
        return suggestions.best(self.levels[self.shown - 1][0] if self.shown else 0)

    def _within(self, level: Level) -> int:
        return sum(one <= level for _rank, one in self.levels)


def amount(actor: Actor, version: ArticleVersion, show: str) -> Amount:
    """Return what was found in a version; one query."""
    found: Any = Suggestion.objects.visible_to(actor).filter(version=version)
    rows = list(found.order_by("rank").values_list("rank", "level", "state", "model_id"))
    undecided = [row for row in rows if row[2] == SuggestionState.OPEN]
    return Amount(
        show,
        levels=tuple((rank, Level(level)) for rank, level, _state, _model in undecided),
        sentences=max((row[0] for row in rows), default=0),
        models=tuple(dict.fromkeys(row[3] for row in undecided)),
    )


def understood(show: str) -> str:
    """Return what an address asks for; nonsense counts as the usual."""
    if show in PRESETS:
        return show
    return str(int(show)) if show.isdecimal() and len(show) <= LONGEST else ""


def moved(show: str, by: int) -> str:
    """Return what shows the same after some were decided (`by` is negative) or came back."""
    return show if show in PRESETS else str(max(int(show) + by, 0))
