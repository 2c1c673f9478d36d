"""BM25 of chosen chunks of one segment, from the lists of the question's terms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.protocols import Ids
from rag.retrieval.postings import Entries, counts_of, packed, rows_of
from rag.retrieval.segment import CONTEXT_WEIGHT, Segment
from rag.retrieval.tokens import Analyser

# k1, how slowly a repeated term stops counting, and b, how far a long text is held against its matches. With
# the usual 1.5 and .75 the pool loses .9 points of R@1 on XQuAD-zh and .1 on DRCD dev (fused).
SATURATION = 1.2
LENGTH_SHARE = 0.5

Scores = NDArray[np.float32]
Places = NDArray[np.intp]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class LexicalScores:
    """BM25 of chunks, ids rising: entry i of each array belongs to `ids[i]`; 0 where no term is shared."""

    ids: Ids
    of: Mapping[Analyser, Scores]
    sentences: Mapping[Analyser, Scores]  # the best of its sentences


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a question: where each segment lists it, and what it adds to a score at most."""

    analyser: Analyser
    places: Sequence[slice]
    gain: float

    @property
    def entries(self) -> int:
        """Length of its lists."""
        return sum(place.stop - place.start for place in self.places)


@dataclass(frozen=True, slots=True)
class Average:
    """Average number of terms."""

    of_chunk: float
    of_sentence: float


def norms(lengths: NDArray[np.float32] | NDArray[np.int32], average: float) -> Scores:
    """Return k1 · (1 - b + b · length / average length) of every row."""
    return (SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths / average)).astype(np.float32)


def score(
    segment: Segment,
    number: int,
    chosen: Places,
    asked: Sequence[Term],
    chunk_norms: Mapping[Analyser, Scores],
    averages: Mapping[Analyser, Average],
) -> LexicalScores:
    """Return the scores of the chunks at `chosen`, rising places in the segment of that number."""
    sizes = segment.first[chosen + 1] - segment.first[chosen]
    first = np.cumsum(sizes) - sizes  # of each chosen chunk, among the sentences of all that are chosen
    of, best = {}, {}
    for analyser in Analyser:
        terms = [term for term in asked if term.analyser is analyser and _size(term.places[number])]
        gains = np.array([term.gain for term in terms], np.float32)
        lists = segment.postings[analyser]
        entries, holder, which = _entries(segment, [term.places[number] for term in terms], chosen, analyser)
        rows = rows_of(entries)
        counts = counts_of(entries) * np.where(
            segment.context[rows], np.float32(CONTEXT_WEIGHT), np.float32(1)
        )
        # A term's sentences of one chunk stand together.
        group = np.flatnonzero((np.diff(holder, prepend=-1) != 0) | (np.diff(which, prepend=-1) != 0))
        sums = np.add.reduceat(counts, group) if len(group) else counts
        by_chunk = gains[which[group]] * sums / (sums + chunk_norms[analyser][chosen[holder[group]]])
        of[analyser] = _summed(holder[group], by_chunk, len(chosen))
        by_sentence = gains[which] * counts
        by_sentence /= counts + norms(lists.lengths[rows], averages[analyser].of_sentence)
        sentences = _summed(
            rows - segment.first[chosen[holder]] + first[holder], by_sentence, int(sizes.sum())
        )
        best[analyser] = np.maximum.reduceat(sentences, first) if len(chosen) else sentences
    return LexicalScores(segment.ids[chosen], of, best)


def together(parts: Sequence[LexicalScores]) -> LexicalScores:
    """Return the scores of several segments, in their order."""
    if not parts:
        nothing = {analyser: np.empty(0, np.float32) for analyser in Analyser}
        return LexicalScores(np.empty(0, np.int64), nothing, nothing)
    return LexicalScores(
        np.concatenate([part.ids for part in parts]),
        {analyser: np.concatenate([part.of[analyser] for part in parts]) for analyser in Analyser},
        {analyser: np.concatenate([part.sentences[analyser] for part in parts]) for analyser in Analyser},
    )


def _entries(
    segment: Segment, places: Sequence[slice], chosen: Places, analyser: Analyser
) -> tuple[Entries, Places, Places]:
    """Return the entries of the lists at `places` that belong to chosen chunks.

    For each the place of its chunk in `chosen`, and that of its term in `places`.
    """
    entries = segment.postings[analyser].entries
    if len(chosen) == len(segment):
        spans = np.array([(place.start, _size(place)) for place in places], np.intp).reshape(-1, 2)
        found = entries[_ranges(spans[:, 0], spans[:, 1])]
        which = np.repeat(np.arange(len(places)), spans[:, 1])
        return found, segment.owners[rows_of(found)].astype(np.intp), which
    edges = packed(np.stack([segment.first[chosen], segment.first[chosen + 1]], axis=1))
    # Rising, so one pass finds where in a list the sentences of each chunk begin and end.
    cuts = [np.searchsorted(entries[place], edges.ravel()).reshape(-1, 2) + place.start for place in places]
    spans = np.concatenate(cuts) if cuts else np.empty((0, 2), np.intp)
    sizes = spans[:, 1] - spans[:, 0]
    holder = np.repeat(np.tile(np.arange(len(chosen)), len(places)), sizes)
    which = np.repeat(np.repeat(np.arange(len(places)), len(chosen)), sizes)
    return entries[_ranges(spans[:, 0], sizes)], holder, which


def _ranges(starts: Places, sizes: Places) -> Places:
    """Return start, start + 1, … of every start, as many as its size says, one after the other."""
    total = int(sizes.sum())
    behind = np.cumsum(sizes) - sizes
    return (np.repeat(starts - behind, sizes) + np.arange(total)).astype(np.intp)


def _summed(places: Places, values: Scores, count: int) -> Scores:
    return np.bincount(places, values, count).astype(np.float32)


def _size(place: slice) -> int:
    return int(place.stop) - int(place.start)
