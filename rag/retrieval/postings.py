"""Inverted lists of one analyser: for each term the rows that hold it, and how often."""

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int32]
_MOST_OFTEN = 255  # counts are kept in a byte; BM25 saturates long before


def key(term: str) -> int:
    """Return the 64-bit number a term is filed under (64 bits: no two of 10^7 terms are likely to meet)."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=8).digest(), "little")


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """Terms in the order of their keys; `rows[bounds[i]:bounds[i + 1]]` hold term i, rising."""

    keys: NDArray[np.uint64]
    bounds: NDArray[np.int64]
    rows: Rows
    counts: NDArray[np.uint8]
    lengths: NDArray[np.int32]  # terms in each row, repeats counted

    @classmethod
    def build(cls, texts: Iterable[list[str]]) -> "Postings":
        """Return the lists of `texts`: for each row, from 0 on, its terms."""
        numbers: dict[str, int] = {}
        flat, counts, sizes, lengths = array("i"), bytearray(), array("i"), array("i")
        for terms in texts:
            tally = Counter(terms)
            flat.extend(numbers.setdefault(term, len(numbers)) for term in tally)
            counts.extend(min(count, _MOST_OFTEN) for count in tally.values())
            sizes.append(len(tally))
            lengths.append(len(terms))
        keys = np.fromiter(map(key, numbers), np.uint64, len(numbers))
        by_key = np.argsort(keys)
        rank = np.empty(len(numbers), np.int32)
        rank[by_key] = np.arange(len(numbers), dtype=np.int32)
        ranks = rank[np.frombuffer(flat, np.int32)] if flat else np.empty(0, np.int32)
        rows = np.repeat(np.arange(len(sizes), dtype=np.int32), np.array(sizes, np.int32))
        order = np.argsort(ranks, kind="stable")  # stable: rows stay rising within a term
        bounds = np.zeros(len(numbers) + 1, np.int64)
        np.cumsum(np.bincount(ranks, minlength=len(numbers)), out=bounds[1:])
        return cls(
            keys[by_key],
            bounds,
            rows[order],
            np.frombuffer(bytes(counts), np.uint8)[order],
            np.array(lengths, np.int32),
        )

    def find(self, term: str) -> slice:
        """Return where the rows of `term` stand; an empty slice if no row holds it."""
        wanted = np.uint64(key(term))
        place = int(np.searchsorted(self.keys, wanted))
        if place == len(self.keys) or self.keys[place] != wanted:
            return slice(0, 0)
        return slice(int(self.bounds[place]), int(self.bounds[place + 1]))
