"""The lexical index: Okapi BM25 over words and over character bigrams, of chunks and of their sentences.

Scoring after S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond",
Foundations and Trends in Information Retrieval 3(4), 2009, equation 3.15, with the idf that stays positive:
ln(1 + (N - n + 0.5) / (n + 0.5)), N and n counting chunks.

Lists are kept of sentences only; what a chunk holds is the sum over its sentences. A sentence that holds
most of the question is better evidence than the same terms strewn over a chunk.

A large index scores only candidates: the chunks that share most of the question's rare terms. The idea is
that of H. Turtle and J. Flood, "Query Evaluation: Strategies and Optimizations", Information Processing &
Management 31(6), 1995: frequent terms may reorder what is found, they need not find it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise

import numpy as np

from embeddings.protocols import Ids
from rag.retrieval.postings import key, rows_of
from rag.retrieval.scoring import (
    SATURATION,
    Average,
    LexicalScores,
    Mask,
    Places,
    Scores,
    Term,
    norms,
    score,
    together,
)
from rag.retrieval.segment import Segment
from rag.retrieval.tokens import Analyser, fold, terms

# Chunks of the largest segment. Merging two halves of it takes about a gigabyte.
SEGMENT_CHUNKS = 1 << 17
MERGED_CHUNKS = 10_000  # segments that hold no more together are merged at every change
GROWTH = 4  # a segment is merged with the one behind it unless it is this many times as large
DEAD_SHARE = 0.125  # of a segment may be marked as removed before it is written anew
# Up to this many chunks all are scored, beyond it candidates: of 10,000 chunks all take 5 ms, candidates 8;
# of 100,000 all take 54, candidates 8.
EXACT_CHUNKS = 20_000
# With 500 candidates 99.3 % of the ten best of 100,000 chunks stay the same, with 1,000 99.8 %, and the first
# always (60 questions about news, a list of 10,000 entries for 100,000 chunks).
CANDIDATES = 600
# Entries of the lists that candidates are looked for in, the rarest terms first.
ENTRIES = 100_000


class LexicalIndex:
    """Segments whose chunk ids rise from one to the next; they are scored as if they were one."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._chunks = sum(map(len, segments))
        self._averages = {analyser: self._average(analyser) for analyser in Analyser}
        self._norms = [
            {
                analyser: norms(segment.lengths(analyser), self._averages[analyser].of_chunk)
                for analyser in Analyser
            }
            for segment in segments
        ]

    def _average(self, analyser: Analyser) -> Average:
        lengths = [segment.postings[analyser].lengths for segment in self.segments]
        chunks = sum(segment.total_length(analyser) for segment in self.segments)
        sentences = sum(int(part.sum()) for part in lengths)
        return Average(
            max(chunks / max(self._chunks, 1), 1.0), max(sentences / max(sum(map(len, lengths)), 1), 1.0)
        )

    @classmethod
    def build(
        cls, rows: Iterable[tuple[int, str]], *, put_away: Callable[[Segment], Segment] = lambda full: full
    ) -> "LexicalIndex":
        """Return an index of `rows`, each a chunk id (any 64-bit integer, once) and its `indexed_text`.

        Beyond `SEGMENT_CHUNKS` rows the ids must rise. A full segment is handed to `put_away`, which returns
        one that takes less memory.
        """
        rest = iter(rows)
        segments: list[Segment] = []
        while len(segment := Segment.build(islice(rest, SEGMENT_CHUNKS))):
            segments.append(put_away(segment) if len(segment) == SEGMENT_CHUNKS else segment)
        return cls(_rising(segments))

    def __len__(self) -> int:
        return self._chunks - sum(int(segment.dead.sum()) for segment in self.segments)

    def updated(self, added: Iterable[tuple[int, str]], removed: Ids) -> "LexicalIndex":
        """Return what `build` would make of the rows without `removed` and with `added`, in less time.

        Added ids must be above those held; unknown ids in `removed` are ignored. In a large index, what was
        removed still counts in frequencies and averages until its segment is written anew.
        """
        marked = (segment.marked(removed) for segment in self.segments)
        kept = [segment.compacted() if _worn(segment) else segment for segment in marked]
        segments = _rising([*kept, *LexicalIndex.build(added).segments])
        return LexicalIndex(_merged([segment for segment in segments if len(segment)]))

    def scores(
        self,
        query: str,
        *,
        allowed: Ids | None = None,
        near: Callable[[], Ids] | None = None,
        depth: int = 10,
    ) -> LexicalScores:
        """Return the scores of all chunks, or of those of `allowed` that are here.

        A large index leaves out chunks that will hardly be among the best `depth`, but none of `near`, which
        is called when the others are known: until then it may still be looking.
        """
        folded = fold(query)
        asked = [term for analyser in Analyser for term in self._terms(analyser, folded)]
        chosen = self._chosen(asked, allowed, near, depth)
        return together(
            [
                score(segment, number, places, asked, chunk_norms, self._averages)
                for number, (segment, places, chunk_norms) in enumerate(
                    zip(self.segments, chosen, self._norms, strict=True)
                )
                if len(places)
            ]
        )

    def _terms(self, analyser: Analyser, folded: str) -> Iterator[Term]:
        counted = Counter(terms(folded, analyser))
        wanted = np.array([key(text) for text in counted], np.uint64)
        holding = np.zeros(len(wanted), np.int64)
        edges = []
        for segment in self.segments:
            numbers, found = segment.postings[analyser].find(wanted)
            holding[numbers >= 0] += segment.holders[analyser][numbers[numbers >= 0]]
            edges.append(found.tolist())
        rarities = np.log1p((self._chunks - holding + 0.5) / (holding + 0.5)).tolist()
        for place, weight in enumerate(counted.values()):
            if holding[place]:
                gain = weight * rarities[place] * (SATURATION + 1)
                yield Term(analyser, [slice(*found[place]) for found in edges], gain)

    def _chosen(
        self, asked: Sequence[Term], allowed: Ids | None, near: Callable[[], Ids] | None, depth: int
    ) -> list[Places]:
        """Return the places of the chunks to score in each segment, rising."""
        eligible = [_eligible(segment, allowed) for segment in self.segments]
        wanted = max(CANDIDATES, 2 * depth)
        if sum(map(np.count_nonzero, eligible)) <= max(EXACT_CHUNKS, wanted):
            return [np.flatnonzero(mask) for mask in eligible]
        return self._candidates(asked, eligible, near, wanted)

    def _candidates(
        self,
        asked: Sequence[Term],
        eligible: Sequence[Mask],
        near: Callable[[], Ids] | None,
        wanted: int,
    ) -> list[Places]:
        """Return the places of the chunks that share the most of the rare terms, and of `near`."""
        rare = _rarest(asked)
        promise = []
        for number, (segment, mask, chunk_norms) in enumerate(
            zip(self.segments, eligible, self._norms, strict=True)
        ):
            sums = np.zeros(len(segment), np.float32)
            for term in rare:
                entries = segment.postings[term.analyser].entries[term.places[number]]
                owners = segment.owners[rows_of(entries)]
                # Of an owner that is named twice only one sum is kept: here a term is there or it is not.
                sums[owners] += np.float32(term.gain) / (1 + chunk_norms[term.analyser][owners])
            promise.append((np.flatnonzero((sums > 0) & mask), sums))
        best = _largest(promise, wanted)
        if near is None:
            return best
        ids = near()
        nearby = [_found(segment.ids, ids) for segment in self.segments]
        return [
            np.union1d(top, places[mask[places]])
            for top, places, mask in zip(best, nearby, eligible, strict=True)
        ]


def _rising(segments: Sequence[Segment]) -> Sequence[Segment]:
    ends = [(segment.ids[0], segment.ids[-1]) for segment in segments if len(segment)]
    if any(later[0] <= earlier[1] for earlier, later in pairwise(ends)):
        raise ValueError("ids must be added in rising order, above those held")
    return segments


def _worn(segment: Segment) -> bool:
    """Tell whether a segment is to be written anew: it is small, or much of it is dead."""
    return len(segment) <= MERGED_CHUNKS or segment.dead.mean() > DEAD_SHARE


def _merged(segments: Sequence[Segment]) -> list[Segment]:
    """Return the segments with the last ones merged, so that their number grows with the logarithm."""
    merged: list[Segment] = []
    for segment in segments:
        last = segment
        while merged and _together_small(merged[-1], last):
            last = merged.pop().merged(last)
        merged.append(last)
    return merged


def _together_small(one: Segment, later: Segment) -> bool:
    size = len(one) + len(later)
    return size <= MERGED_CHUNKS or (size <= SEGMENT_CHUNKS and len(one) < GROWTH * len(later))


def _eligible(segment: Segment, allowed: Ids | None) -> Mask:
    """Return which chunks of a segment may be found."""
    if allowed is None:
        return ~segment.dead
    mask = np.zeros(len(segment), np.bool_)
    mask[_found(segment.ids, allowed)] = True
    return mask & ~segment.dead


def _rarest(asked: Sequence[Term]) -> list[Term]:
    """Return the rarest terms, as many as lists of `ENTRIES` entries hold, but one at least."""
    ordered = sorted(asked, key=lambda term: term.entries)
    total = np.cumsum([term.entries for term in ordered])
    return ordered[: max(1, int(np.searchsorted(total, ENTRIES, "right")))]


def _largest(parts: Sequence[tuple[Places, Scores]], wanted: int) -> list[Places]:
    """Return the `wanted` places with the largest scores of all parts, by part, rising."""
    values = np.concatenate([scores[places] for places, scores in parts])
    if len(values) <= wanted:
        return [places for places, _ in parts]
    kept = np.zeros(len(values), np.bool_)
    kept[np.argpartition(values, -wanted)[-wanted:]] = True
    ends = np.cumsum([len(places) for places, _ in parts])[:-1]
    return [places[part] for (places, _), part in zip(parts, np.split(kept, ends), strict=True)]


def _found(ids: Ids, wanted: Ids) -> Places:
    """Return where those of `wanted` that are among the rising `ids` stand."""
    places = np.searchsorted(ids, wanted)
    held = places < len(ids)
    held[held] = ids[places[held]] == wanted[held]
    return places[held]
