"""The figures that `make bench-spotting` prints, on data so small that they are known."""

import csv
import json
from pathlib import Path

import pytest

from annotations.suggesting.scorers import Scores
from bench import acceptance, corpus, labelled, spotting, way
from bench.table import Section, lines
from tests.annotations.suggesting.articles import SENTENCES, joined

SURE = {"worth": (0.1, 0.2, 0.7), "half": (0.1, 0.45, 0.45), "dull": (0.2, 0.6, 0.2)}
COLUMNS = ["Sentence_id", "Text", "Speaker", "File_id", "Sentiment", "Verdict"]


class Told:
    """Knows every sentence by its first word; calls all others not factual."""

    model_id, broad, strict, at_once = "told-1", 0.1, 0.6, 1_000

    def score(self, sentences):
        return [Scores(*SURE.get(one.split()[0], (0.8, 0.1, 0.1))) for one in sentences]


class Other:
    """A model that was trained."""

    model_id, broad, strict, at_once = "other-1", 0.1, 0.6, 1_000

    def score(self, _sentences):
        raise AssertionError("It has seen these sentences in training.")


class Longest(Told):
    """Takes the longest sentence for the most check-worthy."""

    model_id = "longest-1"

    def score(self, sentences):
        return [Scores(1 - len(one) / 1_000, 0.0, len(one) / 1_000) for one in sentences]


def claimbuster(folder: Path, *sentences: tuple[str, int]) -> Path:
    """Write sentences with their verdicts (-1, 0, 1) as ClaimBuster does."""
    for name in ("groundtruth", "crowdsourced_minus_groundtruth_overlap"):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, COLUMNS, restval="x")
            table.writeheader()
            table.writerows({"Text": text, "Verdict": verdict} for text, verdict in sentences)
    (folder / "crossval_25ncs").mkdir()
    rows = [{"Text": text, "Verdict": int(verdict == 1)} for text, verdict in sentences]
    for number in range(4):
        for part in ("train", "test"):
            path = folder / "crossval_25ncs" / f"{part}_{number}.json"
            path.write_text(json.dumps(rows), encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return claimbuster(
        tmp_path,
        ("worth one", 1),
        ("worth two, “quoted”", 1),
        ("half a one", 1),
        ("worth nothing", 0),
        ("dull one", 0),
        ("no fact", -1),
        ("overlooked", 1),
    )


def test_the_ground_truth_is_counted_as_by_hand(folder):
    section = labelled.ground_truth(folder, [Told()])
    assert section.heading == "ClaimBuster ground truth, 7 sentences"
    assert dict(section.rows) == {
        # Two found, two missed, one wrongly called: 4 / (4 + 2 + 1).
        "F1, check-worthy the likeliest class": ["0.571"],
        "F1, check-worthy at 0.5": ["0.571"],
        # Two are among the best three, the third is the fourth, the last one is among the last.
        "average precision": [f"{(2 * 2 / 3 + 3 / 4 + 4 / 7) / 4:.3f}"],
        # 2/3: one found, one wrong. 1/2: one found, one missed, one wrong. 4/7: as above.
        "macro F1": [f"{(2 / 3 + 1 / 2 + 4 / 7) / 3:.3f}"],
        "weighted F1": [f"{(1 * 2 / 3 + 2 * 1 / 2 + 4 * 4 / 7) / 7:.3f}"],
        "P@100": ["0.571"],
        "NFS, called NFS / UFS / CFS": ["1 / 0 / 0"],
        "UFS, called NFS / UFS / CFS": ["0 / 1 / 1"],
        "CFS, called NFS / UFS / CFS": ["1 / 1 / 2"],
    }


def test_the_folds_are_those_of_training_beside_what_needs_none(folder, monkeypatch):
    monkeypatch.setattr(labelled, "Rules", Told)
    written = [{"f1": 0.8412, "average_precision": 0.91}] * 4
    measured = "0.571 0.571 0.571 0.571"
    for model_id, shown in (("other-1", "0.841 0.841 0.841 0.841"), ("other-2", "–")):
        trained = {"model_id": model_id, "folds": written}
        section = labelled.folds(folder, trained, [Other(), Told()])
        assert section.columns == ["other-1", "told-1"]
        assert section.rows[0][1] == [shown, measured]


def test_only_spans_with_both_ends_count(tmp_path):
    text = "The pier was closed.The ferry was sold."
    right = {"text": text, "spans": [[0, 20], [20, 39]]}
    half = {"text": text, "spans": [[0, 20], [20, 38]]}
    assert labelled.span_f1([right]) == 1
    assert labelled.span_f1([half]) == 0.5
    assert labelled.span_f1([right, half]) == 0.75
    assert labelled.span_f1([{"text": text, "spans": [[0, 39]]}]) == 0
    # One of two found, and the only one that there is: 2 / (2 + 1).
    assert labelled.span_f1([{"text": text, "spans": [[0, 20]]}]) == 2 / 3
    for name in ("glued_dev", "glued_hard_dev"):
        (tmp_path / f"{name}.json").write_text(json.dumps([right, half]), encoding="utf-8")
    assert labelled.segments(tmp_path).rows == [
        ("glued_dev, 2 documents", ["0.7500"]),
        ("glued_hard_dev, 2 documents", ["0.7500"]),
    ]


def test_the_acceptance_article_is_looked_up_by_the_ends_of_its_sentences():
    text, spans = joined()
    ends = [sentence[-12:] for sentence, _glue in SENTENCES]
    assert acceptance.spans(text, ends) == spans
    named = {"the sale": "the second boat", "the contract": "$3.5 million", "it": "the island"}
    section = acceptance.acceptance(text, [Longest()], ends, named)
    assert dict(section.rows) == {
        "sentences at their exact offsets": [f"{len(SENTENCES)} of {len(SENTENCES)}"],
        "rank of the sale": ["1"],
        "rank of the contract": ["4"],
        "rank of it": ["1"],
        "titles and date lines proposed": ["0"],
    }
    ends[4] = ends[4] + SENTENCES[5][0][:3]
    moved = acceptance.acceptance(text, [Longest()], ends, named)
    assert moved.rows[0][1] == [f"{len(SENTENCES) - 2} of {len(SENTENCES)}"]


def test_a_page_is_asked_for_news_as_often_as_it_says():
    form = '<form id="pulse" hx-trigger="{}, pulse from:body"></form>'
    assert way.every(form.format("every 2s")) == 2
    assert way.every(form.format("every 250ms")) == 0.25
    with pytest.raises(SystemExit):
        way.every(form.format("load"))


def test_invented_sentences_are_of_mixed_length_and_the_same_every_time():
    found = corpus.sentences(500)
    assert found == corpus.sentences(500)
    lengths = [len(one.split()) for one in found]
    assert (min(lengths), max(lengths)) == (min(corpus.LENGTHS), corpus.LONGEST)
    assert lengths.count(corpus.LONGEST) == 500 / corpus.LONGEST_EVERY


def test_the_table_has_a_cell_for_every_column():
    section = Section("Heading", ["one", "two"])
    section.add("both", "1", "2")
    section.add("only one", "1")
    printed = [line.split() for line in lines([section])]
    assert printed == [["Heading", "one", "two"], ["both", "1", "2"], ["only", "one", "1", "–"], []]


def test_what_training_wrote_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(spotting, "SHIPPED", tmp_path)
    assert spotting._trained() == {"folds": []}
    (tmp_path / "figures.json").write_text('{"model_id": "other-1"}', encoding="utf-8")
    assert spotting._trained() == {"model_id": "other-1", "folds": []}
