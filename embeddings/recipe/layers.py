"""The layers of an encoder in a file of their own: those that were trained over the same word vectors."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.recipe.weights import Encoder


def save_layers(encoder: Encoder, path: Path) -> None:
    """Write the layers, and nothing else, as an .npz file."""
    layers: dict[str, Any] = {
        name: held for name, held in encoder.tensors.items() if not name.startswith("emb.")
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:  # a name alone would get another ending
        np.savez(file, **layers)


def with_layers(encoder: Encoder, path: Path) -> Encoder:
    """Return the encoder with the layers of the file in place of its own."""
    with np.load(path) as file:
        layers = {name: file[name] for name in file.files}
    kept = {name: held for name, held in encoder.tensors.items() if name.startswith("emb.")}
    count = len({name.partition(".")[0] for name in layers})
    return replace(encoder, shape=replace(encoder.shape, layers=count), tensors=kept | layers)
