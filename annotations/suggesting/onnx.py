"""A model in a folder: `model.json`, `model.onnx` and `tokenizer.json`. Nothing is fetched."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from annotations.errors import Unusable
from annotations.suggesting.manifest import MODEL, TOKENIZER, Manifest, read
from annotations.suggesting.scorers import Scores, clean

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_INPUTS = {"input_ids": "tensor(int64)", "attention_mask": "tensor(int64)"}
_OUTPUT = "logits"
_CLASSES = len(Scores._fields)
_SENTENCES_TOGETHER = 8
# More tokens at once are not faster on one core, and cost memory: 2,048 take 50 MB more than 512.
_TOKENS_AT_ONCE = 512
_MOST_BYTES = 2 * 1024**3


class Onnx:
    """Scores by an ONNX graph: `input_ids` and `attention_mask` in, `logits` (NFS, UFS, CFS) out.

    Raises Unusable at once where the folder does not hold a model that works here.
    """

    at_once = 64

    def __init__(self, folder: Path) -> None:
        manifest = read(folder)
        self.model_id = manifest.model_id
        self.broad = manifest.broad
        self.strict = manifest.strict
        for name in (MODEL, TOKENIZER):
            _check_file(folder / name, manifest.sha256.get(name))
        try:
            self._tokenizer = _tokenizer(folder / TOKENIZER, manifest.max_tokens)
            self._session = _session(folder / MODEL)
        except ImportError as error:
            missing = error.name or "onnxruntime"
            raise Unusable(_("%(library)s is not installed.") % {"library": missing}) from error
        self._try(manifest)

    def score(self, sentences: Sequence[str]) -> list[Scores]:
        """Give one Scores for each sentence, in order.

        Raises Unusable where the model gives no number for one.
        """
        # One call a sentence: several at once would start threads, and a core is all there is.
        # A text without a known word is its first token.
        tokens = [self._tokenizer.encode(clean(one)).ids or [0] for one in sentences]
        scores: dict[int, Scores] = {}
        for batch in _batches([len(one) for one in tokens]):
            rows = _softmax(self._logits([tokens[number] for number in batch]))
            scores.update(zip(batch, rows, strict=True))
        return [scores[number] for number in range(len(tokens))]

    def _logits(self, tokens: Sequence[Sequence[int]]) -> NDArray[float64]:
        """Run the graph on some sentences, the shorter ones filled up."""
        import numpy

        shape = (len(tokens), max(len(one) for one in tokens))
        ids, mask = numpy.zeros(shape, numpy.int64), numpy.zeros(shape, numpy.int64)
        for row, one in enumerate(tokens):
            ids[row, : len(one)] = one
            mask[row, : len(one)] = 1
        answer = self._session.run([_OUTPUT], {"input_ids": ids, "attention_mask": mask})[0]
        logits = numpy.asarray(answer, numpy.float64)
        if logits.shape != (len(tokens), _CLASSES) or not numpy.isfinite(logits).all():
            raise Unusable(
                _("%(file)s does not give three numbers for a sentence.") % {"file": MODEL}
            )
        return logits

    def _try(self, manifest: Manifest) -> None:
        """Score two sentences, and the longest one there can be, of the last known token."""
        last = max(0, self._tokenizer.get_vocab_size() - 1)
        try:
            self.score(["The council paid $3 million for two boats in 2019.", ""])
            self._logits([[last] * manifest.max_tokens])
        except Unusable:
            raise
        except Exception as error:  # onnxruntime's errors have no name of their own
            raise Unusable(
                _("%(file)s does not work with %(other)s.") % {"file": MODEL, "other": TOKENIZER}
            ) from error


def _check_file(file: Path, sha256: str | None) -> None:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise Unusable(_("%(file)s has more than 2 GB.") % {"file": file.name})
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest() if sha256 else ""
    except OSError as error:
        raise Unusable(
            _("%(file)s cannot be read: %(reason)s.")
            % {"file": file.name, "reason": error.strerror or error}
        ) from error
    if sha256 and found != sha256.lower():
        raise Unusable(_("%(file)s is not the file that its manifest names.") % {"file": file.name})


def _tokenizer(file: Path, max_tokens: int) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(file))
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_tokens)
    except Exception as error:  # the library raises nothing more exact
        raise Unusable(_("%(file)s is not a tokenizer.") % {"file": file.name}) from error
    return tokenizer


def _session(file: Path) -> InferenceSession:
    """Load the graph for one core, and without keeping memory for later."""
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows it would report to its maker
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    options.log_severity_level = 4  # what goes wrong is raised as well
    try:
        session = onnxruntime.InferenceSession(
            str(file), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # there is no common base to name
        raise Unusable(_("%(file)s is not an ONNX model.") % {"file": file.name}) from error
    inputs = {one.name: one.type for one in session.get_inputs()}
    outputs = {one.name: one.type for one in session.get_outputs()}
    if inputs != _INPUTS or outputs.get(_OUTPUT) != "tensor(float)":
        raise Unusable(
            _("%(file)s has to take input_ids and attention_mask, and to give logits.")
            % {"file": file.name}
        )
    return session


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Give the numbers of the sentences in batches, so that little has to be filled up."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lengths.__getitem__):
        full = (len(batch) + 1) * lengths[number] > _TOKENS_AT_ONCE
        if batch and (full or len(batch) == _SENTENCES_TOGETHER):
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _softmax(logits: NDArray[float64]) -> Iterator[Scores]:
    import numpy

    powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    for row in (powers / powers.sum(axis=1, keepdims=True)).tolist():
        yield Scores(*row)
