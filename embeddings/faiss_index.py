"""Exact nearest neighbours on FAISS: every vector is compared, nothing is approximated.

Exact search keeps its promise at any filter and needs no training; at 100,000 vectors of 384 numbers it
answers in about ten milliseconds.
"""

from pathlib import Path
from typing import Any, Self

import numpy as np

from embeddings.errors import IndexDamaged
from embeddings.protocols import Ids, Vectors

MISSING = -1


class FaissIndex:
    """Vectors under integer ids; `nearest` may run in several threads, changes may not."""

    def __init__(self, index: Any) -> None:
        self._index = index  # a faiss.IndexIDMap over a faiss.IndexFlatIP

    @classmethod
    def build(cls, vectors: Vectors, ids: Ids) -> Self:
        """Index rows of `vectors` under `ids`; the width of the index is theirs, even with no rows."""
        import faiss

        index = cls(faiss.IndexIDMap(faiss.IndexFlatIP(vectors.shape[1])))
        index.add(vectors, ids)
        return index

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what `save` wrote; raises IndexDamaged if the file is cut short or of another kind."""
        import faiss

        try:
            index = faiss.read_index(str(path))
        except (RuntimeError, MemoryError) as error:
            raise IndexDamaged(
                f"{path} cannot be read as a vector index. Run: genxi doctor --repair"
            ) from error
        if not isinstance(index, faiss.IndexIDMap) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise IndexDamaged(f"{path} holds another kind of index. Run: genxi doctor --repair")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index; the caller makes the file durable and replaces the old one."""
        import faiss

        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def ids(self) -> Ids:
        """The ids in the order they were added."""
        import faiss

        ids: Ids = faiss.vector_to_array(self._index.id_map)
        return ids

    def add(self, vectors: Vectors, ids: Ids) -> None:
        """Add rows under new ids; raises ValueError if an id is taken or repeated."""
        ids = np.asarray(ids, dtype=np.int64)
        if vectors.shape != (len(ids), self._index.d):
            raise ValueError(f"{len(ids)} ids for vectors of shape {vectors.shape}, width {self._index.d}")
        if len(np.unique(ids)) < len(ids) or np.isin(ids, self.ids).any():
            raise ValueError("An id was added twice")
        self._index.add_with_ids(_rows(vectors), ids)

    def remove(self, ids: Ids) -> None:
        """Remove vectors; unknown ids are ignored."""
        import faiss

        self._index.remove_ids(faiss.IDSelectorBatch(np.asarray(ids, dtype=np.int64)))

    def nearest(self, queries: Vectors, k: int, *, allowed: Ids | None = None) -> tuple[Ids, Vectors]:
        """Return ids and scores, both (len(queries), k), scores falling; missing places hold -1 and -inf."""
        import faiss

        if k < 1:
            raise ValueError(f"At least one neighbour must be asked for, not {k}")
        found = min(k, len(self))
        ids = np.full((len(queries), k), MISSING, dtype=np.int64)
        scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
        if found and len(queries):
            chosen = None if allowed is None else faiss.IDSelectorBatch(np.asarray(allowed, dtype=np.int64))
            parameters = None if chosen is None else faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
            scores[:, :found], ids[:, :found] = self._index.search(_rows(queries), found, params=parameters)
            scores[ids == MISSING] = -np.inf
        return ids, scores


def _rows(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(vectors, dtype=np.float32)
