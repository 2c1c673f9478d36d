"""A part of the lexical index: the inverted lists of some chunks and of their sentences.

What is removed is only marked, until the segment is written anew. So adding costs what is added, a saved
file stays as it is, and no step ever holds more than two segments in memory.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexDamaged
from embeddings.protocols import Ids
from rag.retrieval import arrayfile
from rag.retrieval.fields import CONTEXT_ENDS
from rag.retrieval.merging import joined, without
from rag.retrieval.postings import Postings, rows_of
from rag.retrieval.tokens import Analyser, fold, sentences, terms

# What a term of a title or heading counts, beside 1 in the text. At 1, fused R@1 on the pool moves by +.4 on
# CMRC dev, +.3 on DRCD dev and -.7 on XQuAD-zh, where titles favour another translation of the same passage.
CONTEXT_WEIGHT = 0.2
_FORMAT = "lexical 5"

Lists = Mapping[Analyser, Postings]


@dataclass(frozen=True, slots=True)
class SavedFile:
    """The file a segment was read from or written to, and its checksum."""

    name: str
    sha256: str


class Segment:
    """Chunk ids (rising), the chunk each sentence belongs to, and the inverted lists of both analysers."""

    def __init__(
        self,
        ids: Ids,
        owners: NDArray[np.int32],
        context: NDArray[np.bool_],
        postings: Lists,
        holders: Mapping[Analyser, NDArray[np.int32]],
        *,
        dead: NDArray[np.bool_] | None = None,
        saved: SavedFile | None = None,
    ) -> None:
        self.ids = ids
        self.owners = owners  # place in `ids`, rising; every chunk owns at least one sentence
        self.context = context  # whether a sentence is the chunk's context and not its own
        self.postings = postings
        self.holders = holders  # how many chunks hold each term
        self.dead = np.zeros(len(ids), np.bool_) if dead is None else dead  # removed, but still in the lists
        self.saved = saved
        # Where the sentences of each chunk begin; one more, where those of the last end.
        self.first = np.searchsorted(owners, np.arange(len(ids) + 1))

    @classmethod
    def build(cls, rows: Iterable[tuple[int, str]]) -> "Segment":
        """Return a segment of `rows`, each a chunk id (any 64-bit integer, once) and its `indexed_text`."""
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
        return cls._of(ids, owners, context, postings)

    @classmethod
    def _of(
        cls, ids: Ids, owners: NDArray[np.int32], context: NDArray[np.bool_], postings: Lists
    ) -> "Segment":
        holders = {analyser: _holders(lists, owners) for analyser, lists in postings.items()}
        return cls(ids, owners, context, postings, holders)

    def __len__(self) -> int:
        return len(self.ids)

    def marked(self, removed: Ids) -> "Segment":
        """Return the segment with `removed` marked as dead; itself if it holds none of them."""
        newly = np.isin(self.ids, removed) & ~self.dead
        if not newly.any():
            return self
        dead = self.dead | newly
        return Segment(
            self.ids, self.owners, self.context, self.postings, self.holders, dead=dead, saved=self.saved
        )

    def compacted(self) -> "Segment":
        """Return what `build` would make of the living rows."""
        if not self.dead.any():
            return self
        moved = np.cumsum(~self.dead, dtype=np.int32) - np.int32(1)
        lost = self.dead[self.owners]
        return self._of(
            self.ids[~self.dead],
            moved[self.owners[~lost]],
            self.context[~lost],
            {analyser: without(lists, lost) for analyser, lists in self.postings.items()},
        )

    def merged(self, later: "Segment") -> "Segment":
        """Return what `build` would make of the living rows of both; the ids of `later` are above."""
        one, two = self.compacted(), later.compacted()
        return self._of(
            np.concatenate([one.ids, two.ids]),
            np.concatenate([one.owners, two.owners + np.int32(len(one))]),
            np.concatenate([one.context, two.context]),
            {analyser: joined(lists, two.postings[analyser]) for analyser, lists in one.postings.items()},
        )

    def lengths(self, analyser: Analyser) -> NDArray[np.float32]:
        """Return how many terms each chunk has, those of its context counted for less."""
        weights = np.where(self.context, np.float32(CONTEXT_WEIGHT), np.float32(1))
        lengths = np.bincount(self.owners, self.postings[analyser].lengths * weights, len(self))
        return lengths.astype(np.float32)

    def total_length(self, analyser: Analyser) -> float:
        """Return the sum of `lengths`, free of rounding, so that it does not depend on the parts summed."""
        lengths = self.postings[analyser].lengths
        context = int(lengths[self.context].sum())
        return int(lengths.sum()) - context + CONTEXT_WEIGHT * context

    def save(self, path: Path) -> None:
        """Write the segment to one file, without its marks of what was removed."""
        arrays: dict[str, arrayfile.Array] = {
            "ids": self.ids,
            "owners": self.owners,
            "context": self.context,
        }
        for analyser, lists in self.postings.items():
            arrays[f"{analyser}.holders"] = self.holders[analyser]
            for name in Postings.__slots__:
                arrays[f"{analyser}.{name}"] = getattr(lists, name)
        arrayfile.write(path, arrays, {"format": _FORMAT})

    @classmethod
    def load(cls, path: Path, *, thorough: bool = False) -> "Segment":
        """Return the segment saved at `path`, memory-mapped; raise IndexDamaged if it cannot be trusted."""
        arrays, facts = arrayfile.read(path, thorough=thorough)
        fields = (*Postings.__slots__, "holders")
        names = [f"{analyser}.{name}" for analyser in Analyser for name in fields]
        if facts.get("format") != _FORMAT or {"ids", "owners", "context", *names} != set(arrays):
            raise IndexDamaged(f"{path} is not a lexical index of this version. Run: genxi doctor --repair")
        postings = {
            analyser: Postings(**{name: arrays[f"{analyser}.{name}"] for name in Postings.__slots__})
            for analyser in Analyser
        }
        holders = {analyser: arrays[f"{analyser}.holders"] for analyser in Analyser}
        return cls(arrays["ids"], arrays["owners"], arrays["context"], postings, holders)


def _units(text: str) -> list[tuple[str, bool]]:
    """Return the sentences of an indexed text, and whether each is its context."""
    context, _, own = fold(text).rpartition(CONTEXT_ENDS)
    around = [(part, True) for part in sentences(context)] if context else []
    return around + [(part, False) for part in sentences(own)]


def _holders(lists: Postings, owners: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return how many chunks hold each term: as many as there are changes of owner within its list."""
    new = np.ones(len(lists.entries), np.bool_)
    held = owners[rows_of(lists.entries)]
    np.not_equal(held[1:], held[:-1], out=new[1:])
    new[lists.bounds[:-1]] = True
    return np.add.reduceat(new, lists.bounds[:-1], dtype=np.int32) if len(new) else np.empty(0, np.int32)
