"""Doubles whose output can be computed by eye; shared by the tests of several packages."""

import zlib
from collections.abc import Sequence

import numpy as np

from embeddings.protocols import TextKind, Vectors


class BagEmbedder:
    """An embedder that counts characters: texts that share many characters are near each other."""

    def __init__(self, name: str = "bag", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.embedded: list[str] = []  # every passage embedded so far, in order

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        if kind == "passage":
            self.embedded += texts
        rows = np.full((len(texts), self.dimension), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[zlib.crc32(character.encode()) % self.dimension] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)
