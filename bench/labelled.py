"""How well a scorer agrees with people, and the splitter with gold spans: figures as sections."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotations.suggesting import evaluation
from annotations.suggesting.rules import Rules
from annotations.suggesting.scorers import Scorer
from annotations.suggesting.sentences import split
from annotations.suggesting.training import data
from bench.table import ABSENT, Section

FIGURES = {
    "f1": "F1, check-worthy the likeliest class",
    "f1_at_half": "F1, check-worthy at 0.5",
    "average_precision": "average precision",
    "macro_f1": "macro F1",
    "weighted_f1": "weighted F1",
    "precision_at_100": "P@100",
}
CLASSES = ("NFS", "UFS", "CFS")
"""Not factual, factual but unimportant, check-worthy factual."""


def ground_truth(folder: Path, scorers: Sequence[Scorer]) -> Section:
    """Return how the scorers do on the sentences that ClaimBuster's experts labelled."""
    examples = data.ground_truth(folder)
    found = [_figures(scorer, examples) for scorer in scorers]
    heading = f"ClaimBuster ground truth, {len(examples):,} sentences"
    section = Section(heading, [scorer.model_id for scorer in scorers])
    for name, label in FIGURES.items():
        section.add(label, *(f"{figures[name]:.3f}" for figures in found))
    for number, name in enumerate(CLASSES):
        called = [figures["confusion"][number] for figures in found]
        section.add(f"{name}, called {' / '.join(CLASSES)}", *(_slashed(row) for row in called))
    return section


def folds(folder: Path, trained: dict[str, Any], scorers: Sequence[Scorer]) -> Section:
    """Return how they do on the four published folds of ClaimBuster's 2.5xNCS subset.

    Each fold takes a model of its own: its figures are those that training wrote down (`trained`,
    for one model). Rules need no training and are measured.
    """
    tests = [data.fold(folder, number)[1] for number in range(data.FOLDS)]
    section = Section("2.5xNCS, its four folds, from training", [one.model_id for one in scorers])
    found = []
    for scorer in scorers:
        if isinstance(scorer, Rules):
            found.append([_figures(scorer, test) for test in tests])
        else:
            found.append(trained["folds"] if trained.get("model_id") == scorer.model_id else [])
    for name in ("f1", "average_precision"):
        section.add(FIGURES[name], *(_each(figures, name) for figures in found))
    return section


def segments(folder: Path) -> Section:
    """Return how exactly the sentences of glued documents are found."""
    section = Section("Sentences, span F1", ["exact"])
    for name in ("glued_dev", "glued_hard_dev"):
        documents = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        section.add(f"{name}, {len(documents)} documents", f"{span_f1(documents):.4f}")
    return section


def span_f1(documents: Sequence[dict[str, Any]]) -> float:
    """Return the F1 over all documents; only a span with both its ends counts as found."""
    found = gold = hits = 0
    for document in documents:
        said, true = set(split(document["text"])), {(s, e) for s, e in document["spans"]}
        found, gold, hits = found + len(said), gold + len(true), hits + len(said & true)
    return 2 * hits / (found + gold)


def _figures(scorer: Scorer, examples: Sequence[data.Example]) -> dict[str, Any]:
    scores = scorer.score([example.text for example in examples])
    return evaluation.figures([example.label for example in examples], scores)


def _each(figures: Sequence[dict[str, Any]], name: str) -> str:
    return " ".join(f"{one[name]:.3f}" for one in figures) or ABSENT


def _slashed(counts: Sequence[int]) -> str:
    return " / ".join(f"{count:,}" for count in counts)
