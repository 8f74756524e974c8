"""ClaimBuster's sentences with their classes, from the folder in which it is published.

Source: Arslan, Hassan, Li, Tremayne, "A Benchmark Dataset of Check-Worthy Factual Claims", ICWSM
2020, https://doi.org/10.5281/zenodo.3609356, CC BY 4.0.
"""

import csv
import json
import random
from pathlib import Path
from typing import NamedTuple

NFS, UFS, CFS = range(3)
"""Not factual, factual but unimportant, check-worthy factual: the order of the model's answers."""

FOLDS = 4
_HELD_OUT = 0.1


class Example(NamedTuple):
    """A sentence, its class, and the debate that it is from (empty where that is not told)."""

    text: str
    label: int
    debate: str = ""


def crowd(folder: Path) -> list[Example]:
    """Return what the crowd labelled, without the sentences of the ground truth."""
    return _read(folder / "crowdsourced_minus_groundtruth_overlap.csv")


def ground_truth(folder: Path) -> list[Example]:
    """Return what three experts labelled. Nothing may be trained or tuned on it."""
    return _read(folder / "groundtruth.csv")


def held_out(examples: list[Example], seed: int) -> tuple[list[Example], list[Example]]:
    """Return a training and a development split; no debate is in both."""
    debates = sorted({example.debate for example in examples})
    random.Random(seed).shuffle(debates)
    chosen: set[str] = set()
    for debate in debates:
        if sum(e.debate in chosen for e in examples) >= _HELD_OUT * len(examples):
            break
        chosen.add(debate)
    train = [example for example in examples if example.debate not in chosen]
    return train, [example for example in examples if example.debate in chosen]


def fold(folder: Path, number: int) -> tuple[list[Example], list[Example]]:
    """Return one fold of the 2.5xNCS subset to train and to test on.

    It tells check-worthy sentences from all others; which of the others are factual is taken from
    the crowd's file, for training only.
    """
    unimportant = {e.text for e in crowd(folder) if e.label == UFS}
    train = [
        Example(text, CFS if worth else UFS if text in unimportant else NFS)
        for text, worth in _fold(folder, "train", number)
    ]
    test = [Example(text, CFS if w else NFS) for text, w in _fold(folder, "test", number)]
    return train, test


def _read(path: Path) -> list[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        # The file counts -1, 0, 1.
        return [Example(row["Text"], int(row["Verdict"]) + 1, row["File_id"]) for row in rows]


def _fold(folder: Path, part: str, number: int) -> list[tuple[str, bool]]:
    path = folder / "crossval_25ncs" / f"{part}_{number}.json"
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [(row["Text"], int(row["Verdict"]) == 1) for row in rows]
