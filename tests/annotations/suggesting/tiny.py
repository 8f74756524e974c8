"""A model of a few kilobytes, in the same shape as a real one: the mean of its words' numbers."""

import hashlib
import json
import zlib
from pathlib import Path

import numpy
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer, models, pre_tokenizers

WORDS = 512
"""The tokens it knows; every word of a sentence is one of them by chance."""
VOCABULARY = ["[UNK]", "the", "council", "paid", "for", "boats", "in", "pier", "closed", "money"]


def make(folder: Path, *, weights=None, rows=WORDS, **manifest) -> Path:
    """Write a model into the folder; `manifest` has what its model.json says differently.

    `weights` has three numbers for each of `rows` tokens.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_graph(folder / "model.onnx", rows=rows, weights=weights)
    write_tokenizer(folder / "tokenizer.json")
    write_manifest(folder, **manifest)
    return folder


def write_manifest(folder: Path, **said) -> None:
    """Say what the files are; a field that is None is left out."""
    names = ("model.onnx", "tokenizer.json")
    about = {
        "model_id": "tiny-1",
        "max_tokens": 32,
        "broad": 0.1,
        "strict": 0.6,
        "sha256": {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names},
    } | said
    kept = {name: value for name, value in about.items() if value is not None}
    (folder / "model.json").write_text(json.dumps(kept))


def write_tokenizer(path: Path, known: int = WORDS) -> None:
    """Split at spaces; a word that it does not know is the first one."""
    words = VOCABULARY + [f"word{number}" for number in range(known - len(VOCABULARY))]
    model = models.WordLevel({word: n for n, word in enumerate(words)}, unk_token="[UNK]")
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(path))


def write_graph(
    path: Path,
    *,
    rows=WORDS,
    weights=None,
    inputs=("input_ids", "attention_mask"),
    output="logits",
    classes=3,
    batch="sentences",
) -> None:
    """Write the graph: look the tokens up, leave out what the mask does, take the mean."""
    ids, mask = inputs
    if weights is None:
        weights = numpy.random.default_rng(zlib.crc32(b"tiny")).normal(size=(rows, classes)) * 4
    nodes = [
        helper.make_node("Gather", ["weights", ids], ["rows"]),
        helper.make_node("Cast", [mask], ["kept"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["kept", "last"], ["column"]),
        helper.make_node("Mul", ["rows", "column"], ["masked"]),
        helper.make_node("ReduceSum", ["masked", "second"], ["sum"], keepdims=0),
        helper.make_node("ReduceSum", ["kept", "second"], ["count"], keepdims=1),
        helper.make_node("Div", ["sum", "count"], [output]),
    ]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(n, TensorProto.INT64, [batch, "tokens"]) for n in inputs],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [batch, classes])],
        [
            numpy_helper.from_array(numpy.asarray(weights, numpy.float32), "weights"),
            numpy_helper.from_array(numpy.array([2], numpy.int64), "last"),
            numpy_helper.from_array(numpy.array([1], numpy.int64), "second"),
        ],
    )
    save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9),
        str(path),
    )
