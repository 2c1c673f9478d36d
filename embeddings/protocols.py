"""The two seams of this package: what turns text into vectors, and what finds the nearest ones."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
TextKind = Literal["query", "passage"]


class Embedder(Protocol):
    """Turns texts into unit vectors whose inner product is their similarity."""

    @property
    def name(self) -> str:
        """Identifies weights and pooling of passages; vectors of different names must never be compared."""

    @property
    def dimension(self) -> int:
        """Width of a vector."""

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        """Return one L2-normalised float32 row per text, shape (len(texts), dimension)."""


class VectorIndex(Protocol):
    """Finds the vectors with the largest inner product."""

    def nearest(self, queries: Vectors, k: int, *, allowed: Ids | None = None) -> tuple[Ids, Vectors]:
        """Return ids and scores, both (len(queries), k), scores falling; missing places hold id -1.

        `allowed` limits the search to these ids.
        """

    def cosines(self, query: Vectors, ids: Ids) -> Vectors:
        """Return the score of each id for one query of shape (1, width), shape (len(ids),); 0 if not held."""
