import logging
import shutil

import pytest

from annotations.suggesting import choosing
from annotations.suggesting.endpoint import Endpoint
from tests.annotations.suggesting.tiny import make


def warnings(caplog):
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_newsroom_chooses_a_model_of_its_own(choose, tiny, caplog):
    assert choose(f"onnx:{tiny}").model_id == "tiny-1"
    assert choosing.notice() == ""
    assert warnings(caplog) == []


def test_the_rules_can_be_chosen_on_purpose(choose, caplog):
    assert choose("rules").model_id == "rules-2"
    assert choosing.notice() == ""
    assert warnings(caplog) == []


def test_the_shipped_folder_is_the_usual_one(choose, tmp_path, monkeypatch):
    monkeypatch.setattr(choosing, "SHIPPED", make(tmp_path / "shipped", model_id="shipped-1"))
    assert choose("minilm").model_id == "shipped-1"


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json", "model.json"])
def test_without_a_file_the_rules_score_and_it_is_said_why(choose, tiny, caplog, file):
    (tiny / file).unlink()
    assert choose(f"onnx:{tiny}").model_id == "rules-2"
    assert [choosing.scorer().model_id for _ in range(3)] == ["rules-2"] * 3
    assert choosing.notice() == (
        f"The model cannot be used: {file} cannot be read: No such file or directory. Suggestions"
        " come from the rules until it is put right."
    )
    assert warnings(caplog) == [], "The sweep writes it down, once for all processes."


@pytest.mark.parametrize(
    ("place", "reason"),
    [("model.onnx", "Not a directory"), ("x" * 300, "File name too long"), ("", "No such file")],
)
def test_what_is_no_folder_is_said_and_breaks_nothing(choose, tiny, place, reason):
    where = tiny / place if place else tiny.parent / "nowhere"
    assert choose(f"onnx:{where}").model_id == "rules-2"
    assert f"model.json cannot be read: {reason}" in choosing.notice()


def test_what_was_put_right_is_used_after_the_next_start(choose, tiny):
    moved = shutil.move(tiny / "model.onnx", tiny / "away")
    assert choose(f"onnx:{tiny}").model_id == "rules-2"
    shutil.move(moved, tiny / "model.onnx")
    assert choosing.scorer().model_id == "rules-2"
    assert choose(f"onnx:{tiny}").model_id == "tiny-1"
    assert choosing.notice() == ""


def test_a_model_is_loaded_once(choose, tiny):
    assert choose(f"onnx:{tiny}") is choosing.scorer()


def test_an_endpoint_is_announced(choose, settings):
    settings.SCORER_MODEL, settings.SCORER_KEY = "small", "secret"
    found = choose("endpoint:https://models.example/v1")
    assert isinstance(found, Endpoint)
    assert found.model_id == "endpoint:small"
    assert choosing.notice() == "The text of every article is sent to https://models.example/v1."
