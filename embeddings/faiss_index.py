"""Nearest neighbours on FAISS: exact while that is fast enough, then by inverted lists of 16-bit vectors.

Exact search keeps its promise at any filter and needs no training, but compares every vector. Inverted lists
(J. Sivic and A. Zisserman, "Video Google", ICCV 2003) compare those of the PROBES nearest of some thousand
cells. Both take additions and removals as they come.
"""

import os
from pathlib import Path
from typing import Any, Self

import numpy as np

from embeddings.errors import IndexDamaged
from embeddings.protocols import Ids, Vectors

MISSING = -1
EXACT_UP_TO = 100_000  # vectors
# Cells looked into. Of a million vectors in 2,048 cells, 64, 80, 96 and 128 find .964, .969, .972 and .980 of
# the ten nearest to a question, in 5.4, 5.9, 6.8 and 9.2 ms.
PROBES = 96
CELLS_PER_ROOT = 2  # cells for each of the square root of the count
SAMPLED = 40  # vectors a cell is trained with; FAISS asks for 39
OUTGROWN = 2  # times as many cells would suit now, or half as many: cells are made anew beyond
LOOKED_UP = 4_096  # so few allowed vectors are compared one by one


def cells(count: int) -> int:
    """Return how many cells suit `count` vectors, a power of two; 0 if exact search does."""
    return 0 if count <= EXACT_UP_TO else 1 << round(np.log2(CELLS_PER_ROOT * count**0.5))


class FaissIndex:
    """Vectors under integer ids; `nearest` may run in several threads, changes may not."""

    def __init__(self, index: Any) -> None:
        import faiss

        self._index = index  # an IndexIDMap over an IndexFlatIP, or an IndexIVFScalarQuantizer
        self._exact = isinstance(index, faiss.IndexIDMap)
        if not self._exact:  # a saved one has the number it was made with
            index.nprobe = min(PROBES, index.nlist)
        self._highest = int(self.ids.max(initial=np.iinfo(np.int64).min))

    @classmethod
    def build(cls, vectors: Vectors, ids: Ids) -> Self:
        """Index rows of `vectors` under `ids` for exact search; its width is theirs, even with no rows."""
        import faiss

        index = cls(faiss.IndexIDMap(faiss.IndexFlatIP(vectors.shape[1])))
        index.add(vectors, ids)
        return index

    @classmethod
    def trained(cls, sample: Vectors, cells: int) -> Self:
        """Return an empty index of so many cells, placed by `sample`, best of `SAMPLED` rows a cell."""
        import faiss

        index: Any = faiss.index_factory(sample.shape[1], f"IVF{cells},SQfp16", faiss.METRIC_INNER_PRODUCT)
        faiss.omp_set_num_threads(os.cpu_count() or 1)  # a search in this thread may have set one
        index.by_residual = False  # 16 bits hold the vectors as they are
        index.set_direct_map_type(faiss.DirectMap.Hashtable)  # type: ignore[attr-defined]
        index.train(_rows(sample))
        return cls(index)

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
        known = isinstance(index, faiss.IndexIDMap | faiss.IndexIVFScalarQuantizer)
        if not known or index.metric_type != faiss.METRIC_INNER_PRODUCT:
            raise IndexDamaged(f"{path} holds another kind of index. Run: genxi doctor --repair")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index; the caller makes the file durable and replaces the old one."""
        import faiss

        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def kind(self) -> str:
        """What searches, for the record: `exact`, or the cells."""
        return "exact" if self._exact else f"{self._index.nlist} cells, 16 bits"

    def suits(self, count: int) -> bool:
        """Tell whether `count` vectors may be searched by this kind of index, or another should be built."""
        if self._exact:
            return count <= EXACT_UP_TO
        wanted = cells(count)
        return bool(self._index.nlist <= OUTGROWN * wanted and wanted <= OUTGROWN * self._index.nlist)

    @property
    def ids(self) -> Ids:
        """The ids, of an exact index in the order they were added."""
        import faiss

        if self._exact:
            ids: Ids = faiss.vector_to_array(self._index.id_map)
            return ids
        lists = self._index.invlists
        sizes = [lists.list_size(cell) for cell in range(self._index.nlist)]
        parts = [
            faiss.rev_swig_ptr(lists.get_ids(cell), size).copy() for cell, size in enumerate(sizes) if size
        ]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    def add(self, vectors: Vectors, ids: Ids) -> None:
        """Add rows under new ids; raises ValueError if an id is taken or repeated."""
        ids = np.asarray(ids, dtype=np.int64)
        if vectors.shape != (len(ids), self._index.d):
            raise ValueError(f"{len(ids)} ids for vectors of shape {vectors.shape}, width {self._index.d}")
        above = ids.min(initial=np.iinfo(np.int64).max) > self._highest  # as a store gives them
        if len(np.unique(ids)) < len(ids) or not (above or not np.isin(ids, self.ids).any()):
            raise ValueError("An id was added twice")
        self._index.add_with_ids(_rows(vectors), ids)
        self._highest = max(self._highest, int(ids.max(initial=self._highest)))

    def remove(self, ids: Ids) -> None:
        """Remove vectors; unknown ids are ignored."""
        import faiss

        gone = np.ascontiguousarray(ids, dtype=np.int64)
        if len(gone):  # cells find each by itself, a flat index goes through all once
            self._index.remove_ids(
                faiss.IDSelectorBatch(gone) if self._exact else faiss.IDSelectorArray(gone)
            )

    def nearest(self, queries: Vectors, k: int, *, allowed: Ids | None = None) -> tuple[Ids, Vectors]:
        """Return ids and scores, both (len(queries), k), scores falling; missing places hold -1 and -inf.

        With `allowed`, inverted lists too are searched to the last of those ids.
        """
        if k < 1:
            raise ValueError(f"At least one neighbour must be asked for, not {k}")
        found = min(k, len(self))
        ids = np.full((len(queries), k), MISSING, dtype=np.int64)
        scores = np.full((len(queries), k), -np.inf, dtype=np.float32)
        if found and len(queries):
            if allowed is not None and not self._exact and len(allowed) <= LOOKED_UP:
                few = self._few(queries, np.asarray(allowed, dtype=np.int64), found)
                ids[:, : few[0].shape[1]], scores[:, : few[0].shape[1]] = few
                return ids, scores
            _alone()
            parameters = None if allowed is None else self._only(np.asarray(allowed, dtype=np.int64))
            scores[:, :found], ids[:, :found] = self._index.search(_rows(queries), found, params=parameters)
            scores[ids == MISSING] = -np.inf
        return ids, scores

    def _only(self, allowed: Ids) -> Any:
        import faiss

        chosen = faiss.IDSelectorBatch(allowed)
        if self._exact:
            return faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
        return faiss.SearchParametersIVF(sel=chosen, nprobe=self._index.nlist)  # type: ignore[call-arg]

    def _few(self, queries: Vectors, allowed: Ids, k: int) -> tuple[Ids, Vectors]:
        """Compare the vectors of `allowed` that are here one by one."""
        ids, rows = [], []
        for number in np.unique(allowed).tolist():
            try:
                rows.append(self._index.reconstruct(number))
                ids.append(number)
            except RuntimeError:  # it is not here
                continue
        if not ids:
            return np.empty((len(queries), 0), np.int64), np.empty((len(queries), 0), np.float32)
        products = _rows(queries) @ np.stack(rows).T
        order = np.argsort(-products, axis=1)[:, :k]
        return np.array(ids, np.int64)[order], np.take_along_axis(products, order, axis=1)


def _alone() -> None:
    """Keep FAISS to this thread: where another process has a core, its helpers wait 20 ms for one another.

    Ten thousand vectors are compared with a question in 1 ms, a million's nearest cells in 7.
    """
    import faiss

    faiss.omp_set_num_threads(1)


def _rows(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(vectors, dtype=np.float32)
