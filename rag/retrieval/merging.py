"""Inverted lists brought up to date without reading the texts again: rows left out, rows put behind.

Both are exact: the result equals the lists that `Postings.build` makes of the remaining texts.
"""

import numpy as np
from numpy.typing import NDArray

from rag.retrieval.postings import Postings, packed, rows_of


def without(lists: Postings, gone: NDArray[np.bool_]) -> Postings:
    """Return the lists without the rows marked in `gone`; the rows behind them move up."""
    stays = ~gone
    rows = rows_of(lists.entries)
    kept = stays[rows]
    terms = np.repeat(np.arange(len(lists.keys)), np.diff(lists.bounds))
    sizes = np.bincount(terms[kept], minlength=len(lists.keys))
    gap = packed(np.cumsum(gone))  # how far a row moves, never farther than it is from the first
    return Postings(
        lists.keys[sizes > 0],
        _bounds(sizes[sizes > 0]),
        lists.entries[kept] - gap[rows[kept]],
        lists.lengths[stays],
    )


def joined(first: Postings, second: Postings) -> Postings:
    """Return the lists of the rows of `first` followed by those of `second`."""
    keys = np.union1d(first.keys, second.keys)
    terms = [np.searchsorted(keys, lists.keys) for lists in (first, second)]
    sizes = np.zeros(len(keys), np.int64)
    for lists, held in zip((first, second), terms, strict=True):
        sizes[held] += np.diff(lists.bounds)
    bounds = _bounds(sizes)
    entries = np.empty(bounds[-1], np.uint32)
    free = bounds[:-1].copy()  # where the next rows of each term go
    offset = packed(np.zeros(1, np.int64))
    for lists, held in zip((first, second), terms, strict=True):
        shift = np.repeat(free[held] - lists.bounds[:-1], np.diff(lists.bounds))
        entries[np.arange(len(lists.entries)) + shift] = lists.entries + offset
        free[held] += np.diff(lists.bounds)
        offset = packed(np.array([len(first.lengths)]))
    return Postings(keys, bounds, entries, np.concatenate([first.lengths, second.lengths]))


def _bounds(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes, dtype=np.int64)])
