"""A checkpoint → the reader's folder: network in 8 bits, tokenizer, calibrated confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import torch
from tokenizers import Tokenizer

from embeddings.bundled import bundled_tokenizer
from embeddings.recipe.calibration import calibrate
from embeddings.recipe.linear import ByteLinear
from embeddings.recipe.pytorch import LAYER_NAMES
from embeddings.recipe.weights import Encoder, Floats
from rag.reading.calibration import Calibration
from rag.reading.reader import CALIBRATION, NETWORK, TOKENIZER, BundledReader
from rag.reading.recipe.graph import Heads, cut, reader_model
from rag.reading.recipe.network import LAYERS
from rag.reading.recipe.training import CHECKPOINT

Weights = Mapping[str, torch.Tensor]
HEADS = ("edges", "judge", "verdict")
# Products that seven bits hardly harm; "wide", too, would save another tenth of the time and cost .01 of F1.
SIGNED = ("qkv", "mixed", "narrow")
KEPT = 0.7  # of the weights before training further
LIMIT = 40_000_000  # bytes of the network: what a checkout can carry


def export(
    runs: Sequence[Path],
    start: Encoder,
    tokenizer: Tokenizer,
    pairs: Sequence[tuple[str, str]],
    out: Path,
    before: Weights | None = None,
) -> BundledReader:
    """Write the mean of the readers trained in `runs`; `pairs` of question and window show how large it gets.

    `before` are the weights that were trained further; a share of them is kept.
    """
    states = [torch.load(run / CHECKPOINT, weights_only=True)["network"] for run in runs]
    state = {name: sum(one[name] for one in states) / len(states) for name in states[0]}
    if before is not None:
        state = between(before, state)
    encoder, heads = parts(state, start)
    # The calibration only hands its texts to the tokenizer, which takes pairs too.
    largest = calibrate(encoder, tokenizer, cast(Sequence[str], pairs))
    write(out, encoder, heads, largest, tokenizer, Calibration())
    return BundledReader(out)


def between(before: Weights, after: Weights) -> dict[str, torch.Tensor]:
    """Return weights between those before training further and after it.

    They err less on either's ground than each does alone (Wortsman et al., Robust fine-tuning of zero-shot
    models, 2022).
    """
    return {name: KEPT * before[name].float() + (1 - KEPT) * weights for name, weights in after.items()}


def write(
    out: Path,
    encoder: Encoder,
    heads: Heads,
    largest: dict[str, Floats],
    tokenizer: Tokenizer,
    calibration: Calibration,
) -> None:
    """Write the network, and the tokenizer if it is not the bundled encoder's own."""
    model = reader_model(encoder, heads, ByteLinear(largest, SIGNED), {CALIBRATION: str(calibration)})
    content = model.SerializeToString(deterministic=True)
    if len(content) > LIMIT:
        raise ValueError(f"The network takes {len(content):,} bytes, more than {LIMIT:,}")
    out.mkdir(parents=True, exist_ok=True)
    (out / NETWORK).write_bytes(content)
    if tokenizer.get_vocab() != bundled_tokenizer().get_vocab():
        (out / TOKENIZER).write_text(tokenizer.to_str(), encoding="utf-8")


def recalibrate(out: Path, calibration: Calibration) -> None:
    """Put another calibration into the network in `out`."""
    import onnx

    model = onnx.load(out / NETWORK)
    onnx.helper.set_model_props(model, {CALIBRATION: str(calibration)})
    (out / NETWORK).write_bytes(model.SerializeToString(deterministic=True))


def parts(state: Mapping[str, torch.Tensor], start: Encoder, layers: int = LAYERS) -> tuple[Encoder, Heads]:
    """Return the trained encoder and heads; word vectors, which were frozen, stay as `start` has them."""
    tensors = dict(start.tensors)
    for layer in range(layers):
        for ours, theirs in LAYER_NAMES.items():
            for short, long in (("w", "weight"), ("b", "bias")):
                name = f"bert.encoder.layer.{layer}.{theirs}.{long}"
                tensors[f"l{layer}.{ours}.{short}"] = state[name].float().numpy()
    heads = Heads(
        {name: state[f"{name}.weight"].float().numpy() for name in HEADS},
        {name: state[f"{name}.bias"].float().numpy() for name in HEADS},
    )
    return cut(replace(start, tensors=tensors), layers), heads
