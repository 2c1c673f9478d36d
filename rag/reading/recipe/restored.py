"""The shipped reader as a network to train further: its 8-bit weights, and the exact rest, read back."""

from pathlib import Path

import numpy as np
import onnx
import torch

from embeddings.recipe.pytorch import LAYER_NAMES
from embeddings.recipe.weights import Encoder, Floats
from rag.reading.reader import NETWORK
from rag.reading.recipe.export import HEADS
from rag.reading.recipe.network import Network

PRODUCTS = {"mixed": "ao", "wide": "fi", "narrow": "fo"}  # names in the graph, and of the weights
NORMS = ("aln", "oln")


def restored(folder: Path, start: Encoder) -> Network:
    """Return the reader of `folder`; word vectors, which it never changed, are those of `start`."""
    model = onnx.load(folder / NETWORK)
    stored = {one.name: onnx.numpy_helper.to_array(one) for one in model.graph.initializer}
    layers = sum(name.endswith(".qkv.weights") for name in stored)
    network = Network(start, layers)
    state = network.state_dict()
    for layer in range(layers):
        found = {}
        weights, bias = _product(stored, f"l{layer}.qkv")
        for part, rows, values in zip("qkv", np.split(weights, 3), np.split(bias, 3), strict=True):
            found[part] = (rows, values)
        for name, ours in PRODUCTS.items():
            found[ours] = _product(stored, f"l{layer}.{name}")
        for ours in NORMS:
            found[ours] = (stored[f"l{layer}.{ours}.w"], stored[f"l{layer}.{ours}.b"])
        for ours, (weight, values) in found.items():
            name = f"bert.encoder.layer.{layer}.{LAYER_NAMES[ours]}"
            state[f"{name}.weight"] = torch.from_numpy(np.array(weight))
            state[f"{name}.bias"] = torch.from_numpy(np.array(values))
    for head in HEADS:
        state[f"{head}.weight"] = torch.from_numpy(np.array(stored[f"{head}.weights"].T))
        state[f"{head}.bias"] = torch.from_numpy(np.array(stored[f"{head}.bias"]))
    network.load_state_dict(state)
    return network


def _product(stored: dict[str, Floats], name: str) -> tuple[Floats, Floats]:
    """Return weights (outputs, inputs) and bias of one product: see `ByteLinear`."""
    zeros = stored[f"{name}.zeros"].astype(np.float32)
    smooth = (stored[f"{name}.weights"].T - zeros[:, None]) * stored[f"{name}.scales"][:, None]
    return smooth * stored[f"{name}.factors"], stored[f"{name}.bias"]
