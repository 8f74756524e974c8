"""How well scores rank and cut, in the field's figures. Pure; shapes and formulas as usual.

`labels` says of each sentence whether it is check-worthy, `scores` how sure a model is of it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

CHECK_WORTHY = 2
"""The place of the check-worthy class among the three."""


def precision_at(labels: Sequence[bool], scores: Sequence[float], k: int) -> float:
    """Return the share of check-worthy sentences among the k with the highest scores.

    Where equal scores compete for the last places, they share them.
    """
    places, above, found_above = min(k, len(labels)), 0, 0
    for _score, seen, found in _cuts(labels, scores):
        if seen >= places:
            share = (places - above) / (seen - above)
            return (found_above + share * (found - found_above)) / places
        above, found_above = seen, found
    return 0.0


def average_precision(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the mean of the precision at each check-worthy sentence, best score first."""
    area, found_above = 0.0, 0
    for _score, seen, found in _cuts(labels, scores):
        area += (found - found_above) * found / seen
        found_above = found
    return area / found_above if found_above else 0.0


def f1(labels: Sequence[bool], chosen: Sequence[bool]) -> float:
    """Return the harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN)."""
    pairs = list(zip(labels, chosen, strict=True))
    hits = sum(label and choice for label, choice in pairs)
    misses = sum(label != choice for label, choice in pairs)
    return 2 * hits / (2 * hits + misses) if hits else 0.0


def confusion(truth: Sequence[int], said: Sequence[int], classes: int = 3) -> list[list[int]]:
    """Return how often each class (row) was called which (column)."""
    matrix = [[0] * classes for _row in range(classes)]
    for true, call in zip(truth, said, strict=True):
        matrix[true][call] += 1
    return matrix


def class_f1(truth: Sequence[int], said: Sequence[int], classes: int = 3) -> list[float]:
    """Return the F1 of each class against all others."""
    return [
        f1([true == one for true in truth], [call == one for call in said])
        for one in range(classes)
    ]


def macro_f1(truth: Sequence[int], said: Sequence[int], classes: int = 3) -> float:
    """Return the mean of the classes' F1."""
    return sum(class_f1(truth, said, classes)) / classes


def weighted_f1(truth: Sequence[int], said: Sequence[int], classes: int = 3) -> float:
    """Return the mean of the classes' F1, each weighed by how often it is true."""
    figures = class_f1(truth, said, classes)
    return sum(figure * truth.count(one) for one, figure in enumerate(figures)) / len(truth)


def threshold_for_recall(labels: Sequence[bool], scores: Sequence[float], recall: float) -> float:
    """Return the highest score to cut at that keeps this share of the check-worthy ones."""
    wanted = recall * sum(labels)
    return next((score for score, _seen, found in _cuts(labels, scores) if found >= wanted), 1.0)


def threshold_for_precision(
    labels: Sequence[bool], scores: Sequence[float], precision: float
) -> float:
    """Return the lowest score to cut at above which this share is check-worthy."""
    pure = [score for score, seen, found in _cuts(labels, scores) if found / seen >= precision]
    return min(pure, default=1.0)


def figures(truth: Sequence[int], probabilities: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Return what is reported of a model: `truth` has classes, `probabilities` three a sentence.

    `f1` cuts where the check-worthy class is the likeliest, `f1_at_half` at a probability of 0.5.
    """
    labels = [true == CHECK_WORTHY for true in truth]
    scores = [row[CHECK_WORTHY] for row in probabilities]
    said = [max(range(len(row)), key=row.__getitem__) for row in probabilities]
    return {
        "sentences": len(labels),
        "f1": f1(labels, [call == CHECK_WORTHY for call in said]),
        "f1_at_half": f1(labels, [score >= 0.5 for score in scores]),
        "average_precision": average_precision(labels, scores),
        "precision_at_100": precision_at(labels, scores, 100),
        "macro_f1": macro_f1(truth, said),
        "weighted_f1": weighted_f1(truth, said),
        "confusion": confusion(truth, said),
    }


def _cuts(labels: Sequence[bool], scores: Sequence[float]) -> Iterator[tuple[float, int, int]]:
    """Give each score, the best first, with how many reach it and how many of them are worth it.

    Sentences with one score count as a whole, so that their order does not matter.
    """
    seen = found = 0
    ranked = sorted(zip(scores, labels, strict=True), reverse=True)
    for score, group in groupby(ranked, key=itemgetter(0)):
        worth = [label for _score, label in group]
        seen, found = seen + len(worth), found + sum(worth)
        yield score, seen, found
