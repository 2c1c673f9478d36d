"""The first hits looked at more closely: how much of the question one sentence of each speaks of.

The legs of the search count words wherever a passage has them, asking words among them. Here only what a
question is about counts, each word once and by how few sentences of the hits have it, and only where one
sentence has it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import mul

from rag.answering.matching import fold, presence
from rag.answering.question import parse
from rag.datatypes import Chunk, Hit

_ENDS = re.compile(r"[。！？；!?;\n]+")  # where exactly a sentence ends is nothing to a score
LOOKED_AT = 8  # hits whose sentences tell which words are rare: with 4 of them XQuAD-zh gains half as much
MOVED = 5  # hits that may change places: with 3 of them XQuAD-zh gains as much, CMRC and DRCD one less
LONGEST = 120  # characters of a question; what is longer is hardly one, and would take its time
# What a sentence with all words and character pairs of the question adds to a score between 0 and 1. Fitted
# on CMRC's trial, sample and tuning questions and on those of DRCD that may shape what ships.
WORDS, PAIRS = 0.19, 0.24


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What of a question one sentence has."""

    exact: tuple[bool, ...]  # each word as it is
    words: tuple[float, ...]  # each word, also reworded or in part
    pairs: tuple[bool, ...]


class Closer:
    """Looks closely at the first hits of one query; one in English or a long one leaves them as they are."""

    looked_at = LOOKED_AT

    def __init__(self, query: str) -> None:
        question = parse(query) if len(query) <= LONGEST else None
        self._looks = question is not None and question.language != "en"
        terms = question.terms if question else ()
        self._words = {term.text: (fold(term.text), term.weight) for term in terms}
        self._pairs = tuple(dict.fromkeys(question.pairs if question else ()))
        self._read: dict[str, list[_Sentence]] = {}

    def read(self, passages: Iterable[Chunk]) -> None:
        """Read passages that are likely to be hits, ahead of `order`."""
        if self._looks:
            for passage in passages:
                self._sentences(passage)

    def order(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits, the first `MOVED` in order of score and coverage; each place keeps its score."""
        moved = hits[:MOVED]
        if len(moved) < 2 or not self._looks:
            return list(hits)
        told = [self._sentences(hit.chunk) for hit in hits[:LOOKED_AT]]
        pool = [sentence for found in told for sentence in found]
        rare = _rarity([one.exact for one in pool])
        words = [weight * own for (_, weight), own in zip(self._words.values(), rare, strict=True)]
        pairs = _rarity([one.pairs for one in pool])
        scores = [
            hit.score
            + WORDS * max(_share(words, one.words) for one in found)
            + PAIRS * max(_share(pairs, one.pairs) for one in found)
            for hit, found in zip(moved, told, strict=False)
        ]
        order = sorted(range(len(moved)), key=lambda place: -scores[place])
        first = [replace(moved[place], score=hit.score) for place, hit in zip(order, moved, strict=True)]
        return [*first, *hits[MOVED:]]

    def _sentences(self, passage: Chunk) -> list[_Sentence]:
        """Return the sentences of a passage, of which there is at least one."""
        found = self._read.get(passage.clean)
        if found is None:
            parts = [fold(part) for part in _ENDS.split(passage.clean) if part] or [""]
            found = self._read[passage.clean] = [self._sentence(part) for part in parts]
        return found

    def _sentence(self, folded: str) -> _Sentence:
        exact = tuple(key in folded for key, _ in self._words.values())
        words = (
            1.0 if there else presence(word, folded) for word, there in zip(self._words, exact, strict=True)
        )
        return _Sentence(exact, tuple(words), tuple(pair in folded for pair in self._pairs))


def _rarity(found: Sequence[Sequence[bool]]) -> list[float]:
    """Return how much finding each word tells, 1 for one that few sentences have, falling to 0.2."""
    return [1.0 - 0.8 * min(2 * sum(have) / len(have), 1.0) for have in zip(*found, strict=True)]


def _share(weights: Sequence[float], values: Sequence[float]) -> float:
    """Return the weighted mean of values; 0 if there are none."""
    return sum(map(mul, weights, values)) / sum(weights) if weights else 0.0
