"""The model that the desk ships with."""

import hashlib
import json
import re

from annotations.suggesting import manifest
from annotations.suggesting.choosing import SHIPPED
from annotations.suggesting.onnx import Onnx
from annotations.suggesting.proposing import propose

BY_HAND = [
    ("The council paid $3 million for two boats in 2019.", "p_cfs"),
    ("Unemployment has doubled since the year 2000.", "p_cfs"),
    ("I think we should all be proud of our harbour.", "p_nfs"),
    ("Thank you very much, and good evening to you all.", "p_nfs"),
]


def test_its_files_are_the_ones_that_its_manifest_names():
    found = manifest.read(SHIPPED)
    assert found.model_id == "minilm-claimbuster-1"
    assert found.sha256 == {
        name: hashlib.sha256((SHIPPED / name).read_bytes()).hexdigest()
        for name in ("model.onnx", "tokenizer.json")
    }


def words_of(name):
    return (SHIPPED / name).read_text(encoding="utf-8")


def test_its_licence_and_its_card_are_beside_it():
    notice, card = words_of("NOTICE"), words_of("MODEL_CARD.md")
    for source in ("Apache License", "Creative Commons Attribution 4.0", "all-MiniLM-L6-v2"):
        assert source in notice
    assert manifest.read(SHIPPED).model_id in card
    assert not re.search(r"TBD|\?\?|\{\{|<[a-z_ ]+>|_{3}|…", card)


def test_its_card_has_the_figures_that_were_measured():
    measured = json.loads(words_of("figures.json"))
    assert list(measured) == ["model_id", "seed", "development", "groundtruth", "folds"]
    assert measured["model_id"] == manifest.read(SHIPPED).model_id
    card = words_of("MODEL_CARD.md")
    row = re.compile(r"^\| .+ \| (\.\d{3}) \| (\.\d{3}) \| (\d\.\d\d) \|$", re.MULTILINE)
    found = [measured["groundtruth"], measured["development"], *measured["folds"]]
    keys = ("f1", "average_precision", "precision_at_100")
    said = [[float(figure) for figure in line] for line in row.findall(card)]
    assert said == [[round(one[key], 2 + (key != keys[2])) for key in keys] for one in found]
    for part in ("development", "groundtruth"):
        assert f"{measured[part]['sentences']:,}" in card


def test_its_thresholds_leave_room_for_all_three_levels():
    found = manifest.read(SHIPPED)
    assert 0 < found.broad < 0.5 < found.strict < 1


def test_it_tells_facts_from_views():
    scored = Onnx(SHIPPED).score([sentence for sentence, _likeliest in BY_HAND])
    likeliest = [max(scores._fields, key=scores._asdict().__getitem__) for scores in scored]
    assert likeliest == [expected for _sentence, expected in BY_HAND]


def test_the_acceptance_article_ranks_as_an_editor_would(acceptance_article):
    found = propose(acceptance_article, scorer=Onnx(SHIPPED))
    first_six = " ".join(one.text for one in found if 1 <= one.rank <= 6)
    for words in ("$2.5 billion contract", "refusal to sell", "incompatible", "F-35"):
        assert words in first_six
    kinds = [one.kind for one in found if not one.rank]
    assert kinds == ["title", "title", "fragment", "date_line"]
    assert not any(one.proposed for one in found if not one.rank)
    assert sum(one.proposed for one in found) == 4
