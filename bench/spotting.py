"""`make bench-spotting`: how good the suggestions are, how fast they come, and what they cost.

Without ClaimBuster's folder (`--data`) it prints what can be measured without. The figures of the
folds are those that training wrote down: each takes a model of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django

from annotations.suggesting.choosing import SHIPPED, notice, scorer
from annotations.suggesting.rules import Rules
from bench import acceptance, labelled, way
from bench.desk import ROOT, desk, key
from bench.table import Section, lines
from factcheck.launch.places import secret_key
from tests.infrastructure.postgres import NotThere, postgres

PORT = 8766


def main() -> None:
    """Measure and print, a section at a time."""
    said = _arguments()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "factcheck.settings")
    django.setup()
    try:
        for line in lines(_sections(said)):
            print(line, flush=True)
    except FileNotFoundError as error:
        raise SystemExit(f"There is no {error.filename}.") from error


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench-spotting", description=__doc__)
    parser.add_argument("--data", default="", help="ClaimBuster's folder, with groundtruth.csv")
    parser.add_argument("--segment", default="", help="the folder with glued_dev.json")
    parser.add_argument("--article", default="", help="the file of the acceptance article")
    return parser.parse_args()


def _sections(given: argparse.Namespace) -> Iterator[Section]:
    if said := notice():
        print(f"{said}\n")
    scorers = list({one.model_id: one for one in (scorer(), Rules())}.values())
    if given.data:
        yield labelled.ground_truth(Path(given.data), scorers)
        yield labelled.folds(Path(given.data), _trained(), scorers)
    if given.segment:
        yield labelled.segments(Path(given.segment))
    if given.article:
        yield acceptance.acceptance(acceptance.article(Path(given.article)), scorers)
    yield _cost([one.model_id for one in scorers])
    yield _way()


def _trained() -> dict[str, Any]:
    """Return the figures that training wrote down beside the shipped model; none without it."""
    path = SHIPPED / "figures.json"
    return {"folds": []} | (json.loads(path.read_text(encoding="utf-8")) if path.exists() else {})


def _cost(names: Sequence[str]) -> Section:
    """Return what each scorer takes of one core and of memory, in a process of its own."""
    argv = [sys.executable, "-m", "bench.alone"]
    found = [json.loads(_said([*argv, name])) for name in ("desk", "rules")[: len(names)]]
    section = Section("In a fresh process on one core", names)
    section.add("sentences a second", *(f"{one['per_second']:,.0f}" for one in found))
    section.add("time to load", *(f"{one['load_s']:.2f} s" for one in found))
    for name, label in (
        ("loaded_mb", "memory added, loaded"),
        ("scored_mb", "memory added, after 5,000 sentences"),
        ("peak_mb", "memory added, at the peak"),
    ):
        section.add(label, *(f"{one[name]:.0f} MB" for one in found))
    size = sum(path.stat().st_size for path in SHIPPED.glob("*.*")) / 1_000_000
    section.add("size of the shipped files", f"{size:.1f} MB")
    return section


def _way() -> Section:
    """Return how long an article takes to its proposals on the page, on both databases."""
    heading = f"From POST to the page, {way.SENTENCES} sentences"
    section = Section(heading, ["SQLite, median (worst)", "PostgreSQL"])
    found = list(_ways())
    for part in way.PARTS:
        times = [[one[part] for one in ways] for ways in found]
        section.add(part, *(f"{statistics.median(t):.3f} s ({max(t):.3f})" for t in times))
    return section


def _ways() -> Iterator[list[dict[str, float]]]:
    # It names the operator's own desk, which is not to be filled with invented articles.
    os.environ.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as folder:
        yield _on(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
    try:
        with postgres() as url:
            yield _on(url)
    except NotThere as error:
        print(error, file=sys.stderr)


def _on(database: str) -> list[dict[str, float]]:
    with desk(database, PORT) as d:
        argv = [sys.executable, "-m", "bench.way", d.url, key(database)]
        env = {"DATABASE_URL": database, "FACTCHECK_SECRET_KEY": secret_key()}
        found: list[dict[str, float]] = json.loads(_said(argv, **env))
    return found


def _said(argv: Sequence[str], **env: str) -> str:
    done = subprocess.run(
        argv, cwd=ROOT, env=os.environ | env, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
