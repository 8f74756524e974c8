import pytest

from annotations.errors import Unusable
from annotations.suggesting.manifest import MANIFEST, read
from tests.annotations.suggesting.tiny import write_manifest

SHA = "a1" * 32
NONSENSE = [
    ("model_id", None, "letters"),
    ("model_id", "", "letters"),
    ("model_id", "two words", "letters"),
    ("model_id", "a" * 101, "letters"),
    ("model_id", 7, "letters"),
    ("max_tokens", None, "whole number"),
    ("max_tokens", True, "whole number"),
    ("max_tokens", 128.0, "whole number"),
    ("max_tokens", "128", "whole number"),
    ("max_tokens", 7, "from 8"),
    ("max_tokens", 10**9, "to 2048"),
    ("broad", None, "from 0 to 1"),
    ("broad", "0.1", "from 0 to 1"),
    ("broad", -0.1, "from 0 to 1"),
    ("strict", True, "from 0 to 1"),
    ("strict", 1.1, "from 0 to 1"),
    ("strict", float("nan"), "from 0 to 1"),
    ("strict", 0.01, "at least “broad”"),
    ("batch", 8, "nothing is known"),
    ("sha256", "abc", "checksums"),
    ("sha256", {}, "checksums"),
    ("sha256", {"model.onnx": SHA}, "checksums"),
    ("sha256", {"model.onnx": SHA, "tokenizer.json": "abc"}, "checksums"),
    ("sha256", {"model.onnx": SHA, "tokenizer.json": 1}, "checksums"),
    ("sha265", {"model.onnx": SHA, "tokenizer.json": SHA}, "nothing is known"),
]


def test_what_a_model_says_of_itself_is_read(tiny):
    found = read(tiny)
    assert (found.model_id, found.max_tokens) == ("tiny-1", 32)
    assert (found.broad, found.strict) == (0.1, 0.6)
    assert found.sha256.keys() == {"model.onnx", "tokenizer.json"}


@pytest.mark.parametrize(("field", "value", "rule"), NONSENSE)
def test_nonsense_is_refused_by_file_and_field(tiny, field, value, rule):
    write_manifest(tiny, **{field: value})
    with pytest.raises(Unusable) as refused:
        read(tiny)
    sentence = str(refused.value)
    assert MANIFEST in sentence
    assert field in sentence
    assert rule in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe{", "not JSON"),
        (b"[" * 60_000, "not JSON"),
        (b'{"model_id": "' + b"a" * 100_000 + b'"}', "not JSON"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
    ],
)
def test_what_is_no_manifest_is_refused(tmp_path, content, problem):
    (tmp_path / MANIFEST).write_bytes(content)
    with pytest.raises(Unusable, match=problem):
        read(tmp_path)


def test_a_folder_without_a_manifest_is_refused(tmp_path):
    with pytest.raises(Unusable, match=r"model\.json cannot be read: No such file"):
        read(tmp_path)


def test_the_checksums_may_be_left_out(tiny):
    write_manifest(tiny, sha256=None)
    assert read(tiny).sha256 == {}
