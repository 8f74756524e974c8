"""From a trained network to the folder that the desk reads: ONNX in eight bits, a manifest."""

import hashlib
import json
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model

from annotations.suggesting.training.network import MAX_TOKENS, Spotter, padded, tokenizer

_FILES = ("model.onnx", "tokenizer.json")


def export(network: Spotter, base: Path, folder: Path) -> None:
    """Write model.onnx in eight bits, and tokenizer.json."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        whole, fused = Path(scratch) / "whole.onnx", Path(scratch) / "fused.onnx"
        _to_onnx(network, whole)
        _fuse(network, whole, fused)
        quantize_dynamic(
            str(fused),
            str(folder / "model.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            # Seven bits: eight overflow on processors without dot products of bytes.
            reduce_range=True,
            # The types of what a fused step gives cannot be inferred.
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    tokenizer(base).save(str(folder / "tokenizer.json"), pretty=False)


def write_manifest(folder: Path, model_id: str, *, broad: float, strict: float) -> None:
    """Write model.json: what the files have to be, and where to cut."""
    manifest = {
        "model_id": model_id,
        "max_tokens": MAX_TOKENS,
        "broad": round(broad, 4),
        "strict": round(strict, 4),
        "sha256": {name: _sha256(folder / name) for name in _FILES},
    }
    text = json.dumps(manifest, indent=2) + "\n"
    (folder / "model.json").write_text(text, encoding="utf-8")


def _to_onnx(network: Spotter, path: Path) -> None:
    # Plain attention is what the exporter and the eight bits understand best.
    network.encoder.set_attn_implementation("eager")
    example = padded([[101, 2023, 102], [101, 102]])
    free = {0: "sentences", 1: "tokens"}
    with warnings.catch_warnings():
        # The exporter that keeps free dimensions for this network warns that a newer one exists.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network.eval(),
            example,
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_axes={"input_ids": free, "attention_mask": free, "logits": {0: "sentences"}},
            opset_version=17,
            dynamo=False,
        )


def _fuse(network: Spotter, whole: Path, fused: Path) -> None:
    """Make one step of each attention and each layer's norm: a tenth faster, and smaller."""
    config = network.encoder.config
    optimize_model(
        str(whole),
        model_type="bert",
        num_heads=config.num_attention_heads,
        hidden_size=config.hidden_size,
        opt_level=0,
    ).save_model_to_file(str(fused))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
