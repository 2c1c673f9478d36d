"""The lexical index: Okapi BM25 over words and over character bigrams.

Scoring after S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
Foundations and Trends in Information Retrieval 3(4), 2009, equation 3.15, with the idf that stays positive:
ln(1 + (N - n + 0.5) / (n + 0.5)).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexDamaged
from embeddings.protocols import Ids
from rag.retrieval import arrayfile
from rag.retrieval.merging import joined, without
from rag.retrieval.postings import Postings
from rag.retrieval.tokens import Analyser, fold, terms

SATURATION = 1.5  # k1: how slowly a repeated term stops counting
LENGTH_SHARE = 0.75  # b: how far a long text is held against its matches
_FORMAT = "lexical 1"

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class LexicalScores:
    """BM25 of every chunk: `of[analyser][i]` belongs to `ids[i]`; 0 where no term is shared."""

    ids: Ids
    of: Mapping[Analyser, Scores]


class LexicalIndex:
    """Chunk ids (rising) and the inverted lists of both analysers."""

    def __init__(self, ids: Ids, postings: Mapping[Analyser, Postings]) -> None:
        self._ids = ids
        self._postings = postings
        self._norms = {analyser: _norms(lists.lengths) for analyser, lists in postings.items()}

    @classmethod
    def build(cls, rows: Iterable[tuple[int, str]]) -> "LexicalIndex":
        """Return an index of `rows`, each a chunk id (any 64-bit integer, once) and its text."""
        ordered = sorted(rows, key=lambda row: row[0])
        ids = np.array([number for number, _ in ordered], np.int64)
        if (ids[1:] == ids[:-1]).any():
            raise ValueError(f"chunk id {ids[1:][ids[1:] == ids[:-1]][0]} is given twice")
        texts = [fold(text) for _, text in ordered]
        return cls(
            ids,
            {analyser: Postings.build(terms(text, analyser) for text in texts) for analyser in Analyser},
        )

    def __len__(self) -> int:
        return len(self._ids)

    def updated(self, added: Iterable[tuple[int, str]], removed: Ids) -> "LexicalIndex":
        """Return what `build` would make of the rows without `removed` and with `added`, in less time.

        Added ids must be above those held; unknown ids in `removed` are ignored.
        """
        new = LexicalIndex.build(added)
        gone = np.isin(self._ids, removed)
        ids = np.concatenate([self._ids[~gone], new._ids])
        if (ids[1:] <= ids[:-1]).any():
            raise ValueError("ids must be added in rising order, above those held")
        return LexicalIndex(
            ids,
            {
                analyser: joined(without(lists, gone) if gone.any() else lists, new._postings[analyser])
                for analyser, lists in self._postings.items()
            },
        )

    def scores(self, query: str, *, allowed: Ids | None = None) -> LexicalScores:
        """Return the scores of all chunks, or of those of `allowed` that are here."""
        folded = fold(query)
        of = {analyser: self._bm25(analyser, terms(folded, analyser)) for analyser in Analyser}
        if allowed is None:
            return LexicalScores(self._ids, of)
        kept = np.flatnonzero(np.isin(self._ids, allowed))
        return LexicalScores(self._ids[kept], {analyser: scores[kept] for analyser, scores in of.items()})

    def _bm25(self, analyser: Analyser, query: list[str]) -> Scores:
        lists, norms = self._postings[analyser], self._norms[analyser]
        total = np.zeros(len(self._ids), np.float32)
        for term, weight in Counter(query).items():
            place = lists.find(term)
            held = place.stop - place.start
            if not held:
                continue
            rows = lists.rows[place]
            counts = lists.counts[place].astype(np.float32)
            rarity = np.log1p((len(total) - held + 0.5) / (held + 0.5))
            total[rows] += np.float32(weight * rarity * (SATURATION + 1)) * counts / (counts + norms[rows])
        return total

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        arrays: dict[str, arrayfile.Array] = {"ids": self._ids}
        for analyser, lists in self._postings.items():
            for name in Postings.__slots__:
                arrays[f"{analyser}.{name}"] = getattr(lists, name)
        arrayfile.write(path, arrays, {"format": _FORMAT})

    @classmethod
    def load(cls, path: Path, *, thorough: bool = False) -> "LexicalIndex":
        """Return the index saved at `path`, memory-mapped; raise IndexDamaged if it cannot be trusted."""
        arrays, facts = arrayfile.read(path, thorough=thorough)
        names = [f"{analyser}.{name}" for analyser in Analyser for name in Postings.__slots__]
        if facts.get("format") != _FORMAT or {"ids", *names} != set(arrays):
            raise IndexDamaged(f"{path} is not a lexical index of this version. Run: genxi doctor --repair")
        return cls(
            arrays["ids"],
            {
                analyser: Postings(**{name: arrays[f"{analyser}.{name}"] for name in Postings.__slots__})
                for analyser in Analyser
            },
        )


def _norms(lengths: NDArray[np.int32]) -> Scores:
    """Return k1 · (1 - b + b · length / average length) of every row."""
    average = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    return (SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / average)).astype(np.float32)
