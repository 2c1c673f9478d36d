"""Nearest neighbours on FAISS, of vectors in 16 bits: all compared while that is fast enough, then some.

Comparing all keeps its promise at any filter and needs no training. Beside 32 bits it takes two thirds of the
time (10,000: .9 and 1.5 ms; 100,000: 11 and 16), and 99.8 % of the ten nearest are the same. Inverted lists
(J. Sivic and A. Zisserman, "Video Google", ICCV 2003) compare those of the PROBES nearest of some thousand
cells. Both take additions and removals as they come.
"""

import errno
import os
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexDamaged
from embeddings.protocols import Ids, Vectors

MISSING = -1
ALL_UP_TO = 100_000  # vectors
# Cells looked into. Of a million vectors in 2,048 cells, 64, 80, 96 and 128 find .964, .969, .972 and .980 of
# the ten nearest to a question, in 5.4, 5.9, 6.8 and 9.2 ms.
PROBES = 96
CELLS_PER_ROOT = 2  # cells for each of the square root of the count
SAMPLED = 40  # vectors a cell is trained with; FAISS asks for 39
OUTGROWN = 2  # times as many cells would suit now, or half as many: cells are made anew beyond
LOOKED_UP = 4_096  # so few allowed vectors are compared one by one


def cells(count: int) -> int:
    """Return how many cells suit `count` vectors, a power of two; 0 if all are compared."""
    return 0 if count <= ALL_UP_TO else 1 << round(np.log2(CELLS_PER_ROOT * count**0.5))


class FaissIndex:
    """Vectors under integer ids; `nearest` may run in several threads, changes may not."""

    def __init__(self, index: Any) -> None:
        import faiss

        self._index = index  # an IndexIDMap over an IndexScalarQuantizer, or an IndexIVFScalarQuantizer
        self._all = isinstance(index, faiss.IndexIDMap)
        if not self._all:  # a saved one has the number it was made with
            index.nprobe = min(PROBES, index.nlist)
        ids = self.ids
        self._highest = int(ids.max(initial=np.iinfo(np.int64).min))
        self._rising = self._all and _rise(ids)

    @classmethod
    def build(cls, vectors: Vectors, ids: Ids) -> Self:
        """Index rows of `vectors` under `ids`, to compare all; its width is theirs, even with no rows."""
        import faiss

        halves = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        index = cls(faiss.IndexIDMap(halves))
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
        """Write the index; the caller makes the file durable and replaces the old one. Raises OSError."""
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # on a full disk, for example
            raise OSError(errno.EIO, str(error), str(path)) from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def kind(self) -> str:
        """What searches, for the record."""
        return f"{'all' if self._all else f'{self._index.nlist} cells'}, 16 bits"

    def suits(self, count: int) -> bool:
        """Tell whether `count` vectors may be searched by this kind of index, or another should be built."""
        if self._all:
            return count <= ALL_UP_TO
        wanted = cells(count)
        return bool(self._index.nlist <= OUTGROWN * wanted and wanted <= OUTGROWN * self._index.nlist)

    @property
    def ids(self) -> Ids:
        """The ids; where all are compared in the order they were added."""
        import faiss

        if self._all:
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
        self._rising = self._rising and above and _rise(ids)

    def remove(self, ids: Ids) -> None:
        """Remove vectors; unknown ids are ignored."""
        import faiss

        gone = np.ascontiguousarray(ids, dtype=np.int64)
        if len(gone):  # cells find each by itself, a flat index goes through all once
            self._index.remove_ids(faiss.IDSelectorBatch(gone) if self._all else faiss.IDSelectorArray(gone))

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
            _alone()
            if allowed is not None and len(allowed) <= LOOKED_UP:
                few = self._few(queries, np.asarray(allowed, dtype=np.int64), found)
                ids[:, : few[0].shape[1]], scores[:, : few[0].shape[1]] = few
                return ids, scores
            parameters = None if allowed is None else self._only(np.asarray(allowed, dtype=np.int64))
            scores[:, :found], ids[:, :found] = self._index.search(_rows(queries), found, params=parameters)
            scores[ids == MISSING] = -np.inf
        return ids, scores

    def cosines(self, query: Vectors, ids: Ids) -> Vectors:
        """Return the score of each id, shape (len(ids),), for one query, (1, width); 0 for one not here."""
        scores = np.zeros(len(ids), np.float32)
        if not len(self):
            return scores
        _alone()
        held, rows = self._rows_of(np.asarray(ids, dtype=np.int64))
        scores[held] = rows @ _rows(query)[0]
        return scores

    def _only(self, allowed: Ids) -> Any:
        import faiss

        chosen = faiss.IDSelectorBatch(allowed)
        if self._all:
            return faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]
        return faiss.SearchParametersIVF(sel=chosen, nprobe=self._index.nlist)  # type: ignore[call-arg]

    def _few(self, queries: Vectors, allowed: Ids, k: int) -> tuple[Ids, Vectors]:
        """Compare the vectors of `allowed` that are here one by one."""
        ids = np.unique(allowed)
        held, rows = self._rows_of(ids)
        products = _rows(queries) @ rows.T
        order = np.argsort(-products, axis=1)[:, :k]
        return ids[held][order], np.take_along_axis(products, order, axis=1)

    def _rows_of(self, wanted: Ids) -> tuple[NDArray[np.bool_], Vectors]:
        """Return which of the ids are here, and the vectors of those."""
        import faiss

        if self._all:
            ids = faiss.rev_swig_ptr(self._index.id_map.data(), len(self))  # not copied
            order = None if self._rising else np.argsort(ids)
            places = np.minimum(np.searchsorted(ids, wanted, sorter=order), len(ids) - 1)
            places = places if order is None else order[places]
            held = ids[places] == wanted
            return held, faiss.downcast_index(self._index.index).reconstruct_batch(places[held])
        held = np.ones(len(wanted), np.bool_)
        rows = np.zeros((len(wanted), self._index.d), np.float32)
        for place, number in enumerate(wanted.tolist()):
            try:
                self._index.reconstruct(number, rows[place])
            except RuntimeError:  # it is not here
                held[place] = False
        return held, rows[held]


def _rise(ids: Ids) -> bool:
    return bool((np.diff(ids) > 0).all())


def _alone() -> None:
    """Keep FAISS to this thread: where another process has a core, its helpers wait 20 ms for one another.

    Ten thousand vectors are compared with a question in 1 ms, a million's nearest cells in 7.
    """
    import faiss

    faiss.omp_set_num_threads(1)


def _rows(vectors: Vectors) -> Vectors:
    return np.ascontiguousarray(vectors, dtype=np.float32)
