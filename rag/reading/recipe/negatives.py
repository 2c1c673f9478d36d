"""Windows that look as if they answered a question and do not: found by our own lexical retrieval."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from rag.reading.recipe.sources import Passage, Question
from rag.reading.windows import windows
from rag.retrieval.bm25 import LexicalIndex
from rag.retrieval.fusion import best, share_of_best
from rag.retrieval.tokens import Analyser, bigrams, fold

DEPTH = 8  # passages ranked deeper are easy to tell apart

Window = tuple[str, int, int]  # passage id, start, end


class Miner:
    """Finds hard negatives among the given passages."""

    def __init__(self, pool: Iterable[Passage]) -> None:
        self._pool = list(pool)
        self._index = LexicalIndex.build((row, passage.text) for row, passage in enumerate(self._pool))

    def texts(self) -> Mapping[str, str]:
        """Return the text of every passage by id."""
        return {passage.id: passage.text for passage in self._pool}

    def near(self, question: Question, depth: int = DEPTH) -> list[Passage]:
        """Return the passages that share most with the question, best first, its own left out."""
        found = [passage for passage, _ in self.ranked(question.text, depth + 1)]
        return [passage for passage in found if passage.id != question.passage.id][:depth]

    def ranked(self, question: str, depth: int) -> list[tuple[Passage, float]]:
        """Return the passages that share most with the question, each with its share of the best score."""
        scores = self._index.scores(question).of
        fused = share_of_best(scores[Analyser.WORDS]) + share_of_best(scores[Analyser.BIGRAMS])
        rows = best(np.where(fused > 0, fused, -1), depth).tolist()
        return [(self._pool[row], float(fused[row] / fused[rows[0]])) for row in rows]

    def negatives(self, question: Question) -> list[Window]:
        """Return one window of each near passage, then those of its own passage; none holds an answer.

        A window that holds an answer's words may well answer the question: it is no negative.
        """
        chosen = []
        for passage in [*self.near(question), question.passage]:
            candidates = [
                (start, end)
                for start, end in windows(passage.text)
                if not holds(passage.text[start:end], question.answers)
            ]
            if passage.id != question.passage.id:
                if holds(passage.text, question.answers):
                    continue
                candidates = [
                    max(candidates, key=lambda at: shared(question.text, passage.text[at[0] : at[1]]))
                ]
            chosen += [(passage.id, start, end) for start, end in candidates]
        return chosen


def holds(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a text has the words of an answer."""
    return any(answer in text for answer in answers)


def shared(question: str, text: str) -> int:
    """Return how many character pairs of the question stand in the text."""
    return len(set(bigrams(fold(question))) & set(bigrams(fold(text))))
