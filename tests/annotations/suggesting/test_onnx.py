import os
import sys

import numpy
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as chosen
from hypothesis import strategies as st

from annotations.errors import Unusable
from annotations.suggesting.choosing import SHIPPED
from annotations.suggesting.onnx import Onnx, _batches
from tests.annotations.suggesting.articles import SENTENCES
from tests.annotations.suggesting.tiny import (
    VOCABULARY,
    WORDS,
    make,
    write_graph,
    write_manifest,
    write_tokenizer,
)

SENTENCE = "the council paid money for boats"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    return Onnx(make(tmp_path_factory.mktemp("model")))


@pytest.fixture(scope="module")
def shipped():
    return Onnx(SHIPPED)


def close(one, other, most=1e-5):
    return all(a == pytest.approx(b, abs=most) for a, b in zip(one, other, strict=True))


some_words = st.lists(st.sampled_from(VOCABULARY), max_size=60).map(" ".join)


@given(sentences=st.lists(some_words, max_size=30), order=st.randoms(use_true_random=False))
@chosen(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_sentence_scores_the_same_in_any_company_and_order(model, sentences, order):
    alone = [model.score([sentence])[0] for sentence in sentences]
    assert all(map(close, model.score(sentences), alone))
    numbers = list(range(len(sentences)))
    order.shuffle(numbers)
    mixed = model.score([sentences[number] for number in numbers])
    assert all(close(mixed[place], alone[number]) for place, number in enumerate(numbers))


real_ones = st.sampled_from([sentence for sentence, _glue in SENTENCES])


@given(sentences=st.lists(real_ones, max_size=20))
@chosen(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_company_moves_a_score_of_the_shipped_model_by_a_little_at_most(shipped, sentences):
    # Eight bits are scaled by batch.
    alone = [shipped.score([sentence])[0] for sentence in sentences]
    together = shipped.score(sentences)
    assert all(close(*both, most=0.25) for both in zip(together, alone, strict=True))


@given(sentences=st.lists(st.text(max_size=200), max_size=5))
@chosen(max_examples=100, deadline=None)
def test_any_text_has_three_probabilities(model, sentences):
    for scores in model.score(sentences):
        assert sum(scores) == pytest.approx(1)
        assert min(scores) >= 0


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        " ",
        "\x00\x01\x7f",
        "\ud800",
        "a\udfff b",
        "\u202e",
        "👩‍👩‍👧",
        "\U0010ffff",
        "word " * 100_000,
    ],
    ids=ascii,
)
def test_no_sentence_breaks_it(model, sentence):
    assert sum(model.score([sentence])[0]) == pytest.approx(1)


def test_the_classes_are_in_the_order_of_the_logits(tmp_path):
    weights = numpy.zeros((WORDS, 3))
    weights[:] = [0, 1, 2]
    model = Onnx(make(tmp_path, weights=weights))
    [scores] = model.score(["the pier"])
    assert scores == pytest.approx((0.0900, 0.2447, 0.6652), abs=1e-4)


def test_a_long_sentence_is_cut_at_its_tokens(tmp_path):
    model = Onnx(make(tmp_path, max_tokens=8))
    assert model.score(["pier " * 8]) == model.score(["pier " * 8 + "money " * 90])
    assert model.score(["pier " * 8]) != model.score(["pier " * 7 + "money"])


@given(st.lists(st.integers(1, 2_048), max_size=200))
def test_batches_are_bounded_and_hold_every_sentence_once(lengths):
    batches = list(_batches(lengths))
    assert sorted(number for batch in batches for number in batch) == list(range(len(lengths)))
    for batch in batches:
        longest = max(lengths[number] for number in batch)
        assert len(batch) <= 8
        assert len(batch) == 1 or len(batch) * longest <= 512


class Counting:
    """A session that remembers how many sentences it was given at a time."""

    def __init__(self, session):
        self.session, self.given = session, []

    def run(self, names, inputs):
        self.given.append(len(inputs["input_ids"]))
        return self.session.run(names, inputs)


def test_the_graph_is_given_some_sentences_together(tiny):
    model = Onnx(tiny)
    model._session = Counting(model._session)
    model.score([SENTENCE] * 20)
    assert model._session.given == [8, 8, 4]


def broken(name, damage, problem):
    return pytest.param(damage, problem, id=name)


def remove(name):
    return lambda folder: (folder / name).unlink()


def overwrite(name, content):
    def damage(folder):
        (folder / name).write_bytes(content)
        write_manifest(folder)

    return damage


def flip(name):
    def damage(folder):
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 1
        (folder / name).write_bytes(content)

    return damage


def graph(**about):
    def damage(folder):
        write_graph(folder / "model.onnx", **about)
        write_manifest(folder)

    return damage


def vocabulary(known):
    def damage(folder):
        write_tokenizer(folder / "tokenizer.json", known)
        write_manifest(folder)

    return damage


def endless(folder):
    os.truncate(folder / "model.onnx", 3 * 1024**3)


def a_folder(folder):
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").mkdir()


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        broken("no-model", remove("model.onnx"), r"model\.onnx cannot be read: No such file"),
        broken("no-tokenizer", remove("tokenizer.json"), r"tokenizer\.json cannot be read"),
        broken("no-manifest", remove("model.json"), r"model\.json cannot be read"),
        broken("a-folder", a_folder, r"model\.onnx cannot be read: Is a directory"),
        broken("flipped", flip("model.onnx"), r"model\.onnx is not the file that its manifest"),
        broken("other", flip("tokenizer.json"), r"tokenizer\.json is not the file that its"),
        broken("too-large", endless, "more than 2 GB"),
        broken("empty", overwrite("model.onnx", b""), r"model\.onnx is not an ONNX model"),
        broken("noise", overwrite("model.onnx", b"\x08" * 999), "is not an ONNX model"),
        broken("no-json", overwrite("tokenizer.json", b"nonsense"), "is not a tokenizer"),
        broken("no-words", overwrite("tokenizer.json", b"{}"), "is not a tokenizer"),
        broken("inputs", graph(inputs=("ids", "mask")), "has to take input_ids and attention_mask"),
        broken("output", graph(output="answer"), "to give logits"),
        broken("two-classes", graph(classes=2), "three numbers"),
        broken("nan", graph(weights=numpy.full((WORDS, 3), numpy.nan)), "three numbers"),
        broken("infinite", graph(weights=numpy.full((WORDS, 3), 3e38)), "three numbers"),
        broken("one-sentence", graph(batch=1), "does not work with"),
        broken("few-rows", graph(rows=100), r"does not work with tokenizer\.json"),
        broken("many-words", vocabulary(WORDS + 1), r"does not work with tokenizer\.json"),
    ],
)
def test_a_model_that_cannot_work_is_refused_at_once(tiny, damage, problem):
    damage(tiny)
    with pytest.raises(Unusable, match=problem) as refused:
        Onnx(tiny)
    assert str(tiny) not in str(refused.value), "A page does not show where the desk keeps files."


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_without_a_library_the_model_is_refused_with_its_name(tiny, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(Unusable, match=f"{library} is not installed"):
        Onnx(tiny)


def test_a_model_of_ones_own_needs_no_checksums(tiny):
    write_manifest(tiny, sha256=None)
    assert Onnx(tiny).model_id == "tiny-1"


def test_a_fork_can_go_on_with_what_was_loaded(model):
    before = model.score([SENTENCE, "pier"])
    child = os.fork()
    if child == 0:
        os._exit(0 if model.score([SENTENCE, "pier"]) == before else 1)
    assert os.waitpid(child, 0)[1] == 0
