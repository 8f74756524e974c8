"""How well raters agree, beyond what chance would give: 1 is all the time, 0 is chance.

Pure: no Django. A coefficient that the data do not define is None, never a number: where there is
nothing to compare, or where every rating is the same, so that chance too would agree always.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import permutations, product
from typing import TypeVar

Category = TypeVar("Category", bound=Hashable)
Difference = Callable[[Category, Category], float]


def cohen_kappa(pairs: Iterable[tuple[Category, Category]]) -> float | None:
    """Return Cohen's kappa of a first and a second rater; categories only differ, or do not.

    J. Cohen, “A coefficient of agreement for nominal scales”, Educational and Psychological
    Measurement 20 (1960), 37-46: (observed - expected) / (1 - expected), both times the square of
    the number of pairs here, so that everything is a whole number until the end.
    """
    rated = list(pairs)
    firsts, seconds = Counter(a for a, _b in rated), Counter(b for _a, b in rated)
    observed = len(rated) * sum(a == b for a, b in rated)
    expected = sum(number * seconds[category] for category, number in firsts.items())
    possible = len(rated) ** 2 - expected
    return (observed - expected) / possible if possible else None


def krippendorff_alpha(
    units: Iterable[Sequence[Category]], *, order: Sequence[Category] | None = None
) -> float | None:
    """Return Krippendorff's alpha of units, each with the ratings that it got.

    However many raters a unit had, and whoever they were; one with fewer than two ratings has
    nothing to compare and counts nowhere. Without `order` the categories are nominal. With it they
    are ordinal, from the lowest to the highest, and every rating has to be in it.

    K. Krippendorff, “Computing Krippendorff's Alpha-Reliability” (2011),
    https://repository.upenn.edu/handle/20.500.14332/2089: 1 - observed / expected disagreement,
    from the coincidences of ratings within units.
    """
    comparable = [unit for unit in units if len(unit) > 1]
    totals = Counter(rating for unit in comparable for rating in unit)
    differ = _nominal if order is None else _ordinal(totals, order)
    observed = sum(
        differ(a, b) / (len(unit) - 1) for unit in comparable for a, b in permutations(unit, 2)
    )
    expected = sum(totals[a] * totals[b] * differ(a, b) for a, b in product(totals, repeat=2))
    return 1 - (totals.total() - 1) * observed / expected if expected else None


def _nominal(one: Category, other: Category) -> float:
    return float(one != other)


def _ordinal(totals: Mapping[Category, int], order: Sequence[Category]) -> Difference[Category]:
    """Two categories are as far apart as there are ratings between them, half of their own too."""
    middles: dict[Category, float] = {}
    below = 0
    for category in order:
        middles[category] = below + totals.get(category, 0) / 2
        below += totals.get(category, 0)
    return lambda one, other: (middles[one] - middles[other]) ** 2
