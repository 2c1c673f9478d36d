"""Inverted lists of one analyser: for each term the rows that hold it, and how often."""

import hashlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
Entries = NDArray[np.uint32]
# An entry is one number, its row above its count, so that a list takes four bytes a row and rises with them.
# Rows are sentences of a segment: 26 bits hold 500 for each of its chunks. BM25 saturates long before 63.
_COUNT_BITS = 6
_MOST_OFTEN = (1 << _COUNT_BITS) - 1
_MOST_ROWS = 1 << (32 - _COUNT_BITS)
_ROW_BITS = 32
_ROW_MASK = (1 << _ROW_BITS) - 1


def packed(rows: NDArray[Any]) -> Entries:
    """Return the least entry of each row: where in a list the row begins."""
    return rows.astype(np.uint32) << np.uint32(_COUNT_BITS)


def rows_of(entries: Entries) -> Rows:
    """Return the row of each entry."""
    return (entries >> np.uint32(_COUNT_BITS)).astype(np.int32)


def counts_of(entries: Entries) -> NDArray[np.float32]:
    """Return how often each entry's row holds the term."""
    return (entries & np.uint32(_MOST_OFTEN)).astype(np.float32)


def key(term: str) -> int:
    """Return the 64-bit number a term is filed under (64 bits: no two of 10^7 terms are likely to meet)."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Terms in the order of their keys; `entries[bounds[i]:bounds[i + 1]]` are the rows of term i, rising."""

    keys: NDArray[np.uint64]
    bounds: NDArray[np.int64]
    entries: Entries
    lengths: NDArray[np.int32]  # terms in each row, repeats counted

    def __post_init__(self) -> None:
        if len(self.lengths) >= _MOST_ROWS:
            raise ValueError(f"{len(self.lengths):,} sentences in one segment: an entry has no room for more")

    @classmethod
    def build(cls, texts: Iterable[list[str]]) -> "Postings":
        """Return the lists of `texts`: for each row, from 0 on, its terms."""
        numbers, flat, lengths = _Numbers(), array("i"), array("i")
        for terms in texts:
            flat.extend(map(numbers.__getitem__, terms))
            lengths.append(len(terms))
        keys = np.fromiter(map(key, numbers), np.uint64, len(numbers))
        by_key = np.argsort(keys)
        rank = np.empty(len(numbers), np.int64)
        rank[by_key] = np.arange(len(numbers))
        sizes = np.array(lengths, np.int32)
        # One number holds term and row, so that one sort brings both in order and equal ones together.
        pairs = (rank << _ROW_BITS)[np.frombuffer(flat, np.int32)] if flat else np.empty(0, np.int64)
        del flat
        pairs |= np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        pairs.sort()
        new = np.ones(len(pairs), np.bool_)
        np.not_equal(pairs[1:], pairs[:-1], out=new[1:])
        first = np.flatnonzero(new)
        counts = np.minimum(np.diff(first, append=len(pairs)), _MOST_OFTEN).astype(np.uint32)
        pairs = pairs[first]
        bounds = np.searchsorted(pairs, np.arange(len(numbers) + 1) << _ROW_BITS)
        return cls(keys[by_key], bounds, packed(pairs & _ROW_MASK) | counts, sizes)

    def find(self, wanted: NDArray[np.uint64]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Return the numbers of keys (n,), -1 for one nobody holds, and the edges of their rows (n, 2)."""
        places = np.searchsorted(self.keys, wanted)
        held = places < len(self.keys)
        held[held] = self.keys[places[held]] == wanted[held]
        edges = np.zeros((len(wanted), 2), np.int64)
        edges[held, 0], edges[held, 1] = self.bounds[places[held]], self.bounds[places[held] + 1]
        return np.where(held, places, -1), edges


class _Numbers(dict[str, int]):
    """Terms numbered in the order they are first asked for."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number
