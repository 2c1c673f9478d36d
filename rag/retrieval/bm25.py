"""The lexical index: Okapi BM25 over words and over character bigrams, of chunks and of their sentences.

Scoring after S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
Foundations and Trends in Information Retrieval 3(4), 2009, equation 3.15, with the idf that stays positive:
ln(1 + (N - n + 0.5) / (n + 0.5)), N and n counting chunks.

Lists are kept of sentences only; what a chunk holds is the sum over its sentences. A sentence that holds
most of the question is better evidence than the same terms strewn over a chunk.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexDamaged
from embeddings.protocols import Ids
from rag.retrieval import arrayfile
from rag.retrieval.fields import CONTEXT_ENDS
from rag.retrieval.merging import joined, without
from rag.retrieval.postings import Postings
from rag.retrieval.tokens import Analyser, fold, sentences, terms

# k1, how slowly a repeated term stops counting, and b, how far a long text is held against its matches. With
# the usual 1.5 and .75 the pool loses .9 points of R@1 on XQuAD-zh and .1 on DRCD dev (fused).
SATURATION = 1.2
LENGTH_SHARE = 0.5
# What a term of a title or heading counts, beside 1 in the text. At 1, fused R@1 on the pool moves by +.4 on
# CMRC dev, +.3 on DRCD dev and -.7 on XQuAD-zh, where titles favour another translation of the same passage.
CONTEXT_WEIGHT = 0.2
_FORMAT = "lexical 3"

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class LexicalScores:
    """BM25 of every chunk: entry i of each array belongs to `ids[i]`; 0 where no term is shared."""

    ids: Ids
    of: Mapping[Analyser, Scores]
    sentences: Mapping[Analyser, Scores]  # the best of its sentences


class LexicalIndex:
    """Chunk ids (rising), the chunk each sentence belongs to, and the inverted lists of both analysers."""

    def __init__(
        self,
        ids: Ids,
        owners: NDArray[np.int32],
        context: NDArray[np.bool_],
        postings: Mapping[Analyser, Postings],
    ) -> None:
        self._ids = ids
        self._owners = owners  # place in `ids`, rising; every chunk owns at least one sentence
        self._context = context  # whether a sentence is the chunk's context and not its own
        self._weights = np.where(context, np.float32(CONTEXT_WEIGHT), np.float32(1))
        self._postings = postings
        self._first = np.searchsorted(owners, np.arange(len(ids)))
        self._norms = {analyser: self._norms_of(lists) for analyser, lists in postings.items()}

    @classmethod
    def build(cls, rows: Iterable[tuple[int, str]]) -> "LexicalIndex":
        """Return an index of `rows`, each a chunk id (any 64-bit integer, once) and its `indexed_text`."""
        ordered = sorted(rows, key=lambda row: row[0])
        ids = np.array([number for number, _ in ordered], np.int64)
        if (ids[1:] == ids[:-1]).any():
            raise ValueError(f"chunk id {ids[1:][ids[1:] == ids[:-1]][0]} is given twice")
        split = [_units(text) for _, text in ordered]
        owners = np.repeat(np.arange(len(ids), dtype=np.int32), [len(units) for units in split])
        units = list(chain.from_iterable(split))
        context = np.array([is_context for _, is_context in units], np.bool_)
        postings = {
            analyser: Postings.build(terms(part, analyser) for part, _ in units) for analyser in Analyser
        }
        return cls(ids, owners, context, postings)

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
        moved = np.cumsum(~gone, dtype=np.int32) - np.int32(1)
        lost = gone[self._owners]
        owners = np.concatenate([moved[self._owners[~lost]], new._owners + np.int32((~gone).sum())])
        postings = {
            analyser: joined(without(lists, lost) if lost.any() else lists, new._postings[analyser])
            for analyser, lists in self._postings.items()
        }
        context = np.concatenate([self._context[~lost], new._context])
        return LexicalIndex(ids, owners.astype(np.int32), context, postings)

    def scores(self, query: str, *, allowed: Ids | None = None) -> LexicalScores:
        """Return the scores of all chunks, or of those of `allowed` that are here."""
        folded = fold(query)
        found = {analyser: self._bm25(analyser, terms(folded, analyser)) for analyser in Analyser}
        kept = slice(None) if allowed is None else np.flatnonzero(np.isin(self._ids, allowed))
        return LexicalScores(
            self._ids[kept],
            {analyser: chunks[kept] for analyser, (chunks, _) in found.items()},
            {analyser: best[kept] for analyser, (_, best) in found.items()},
        )

    def _bm25(self, analyser: Analyser, query: list[str]) -> tuple[Scores, Scores]:
        """Return the score of every chunk, and that of its best sentence."""
        lists, (chunk_norms, norms) = self._postings[analyser], self._norms[analyser]
        chunks = np.zeros(len(self._ids), np.float32)
        parts = np.zeros(len(self._owners), np.float32)
        for term, weight in Counter(query).items():
            place = lists.find(term)
            if place.start == place.stop:
                continue
            rows = lists.rows[place]
            counts = lists.counts[place] * self._weights[rows]
            owners = self._owners[rows]
            first = np.flatnonzero(np.diff(owners, prepend=-1))
            held, sums = owners[first], np.add.reduceat(counts, first)
            rarity = np.log1p((len(chunks) - len(held) + 0.5) / (len(held) + 0.5))
            gain = np.float32(weight * rarity * (SATURATION + 1))
            chunks[held] += gain * sums / (sums + chunk_norms[held])
            parts[rows] += gain * counts / (counts + norms[rows])
        return chunks, np.maximum.reduceat(parts, self._first) if len(chunks) else chunks

    def _norms_of(self, lists: Postings) -> tuple[Scores, Scores]:
        lengths = lists.lengths * self._weights
        return _norms(np.bincount(self._owners, lengths, len(self._ids))), _norms(lists.lengths)

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        arrays: dict[str, arrayfile.Array] = {
            "ids": self._ids,
            "owners": self._owners,
            "context": self._context,
        }
        for analyser, lists in self._postings.items():
            for name in Postings.__slots__:
                arrays[f"{analyser}.{name}"] = getattr(lists, name)
        arrayfile.write(path, arrays, {"format": _FORMAT})

    @classmethod
    def load(cls, path: Path, *, thorough: bool = False) -> "LexicalIndex":
        """Return the index saved at `path`, memory-mapped; raise IndexDamaged if it cannot be trusted."""
        arrays, facts = arrayfile.read(path, thorough=thorough)
        names = [f"{analyser}.{name}" for analyser in Analyser for name in Postings.__slots__]
        if facts.get("format") != _FORMAT or {"ids", "owners", "context", *names} != set(arrays):
            raise IndexDamaged(f"{path} is not a lexical index of this version. Run: genxi doctor --repair")
        postings = {
            analyser: Postings(**{name: arrays[f"{analyser}.{name}"] for name in Postings.__slots__})
            for analyser in Analyser
        }
        return cls(arrays["ids"], arrays["owners"], arrays["context"], postings)


def _units(text: str) -> list[tuple[str, bool]]:
    """Return the sentences of an indexed text, and whether each is its context."""
    context, _, own = fold(text).rpartition(CONTEXT_ENDS)
    around = [(part, True) for part in sentences(context)] if context else []
    return around + [(part, False) for part in sentences(own)]


def _norms(lengths: NDArray[Any]) -> Scores:
    """Return k1 · (1 - b + b · length / average length) of every row."""
    average = max(float(lengths.mean()), 1.0) if len(lengths) else 1.0
    return (SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / average)).astype(np.float32)
