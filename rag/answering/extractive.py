"""Answers without a language model: the sentences of the hits that answer best, quoted with their marks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.answering import frames, scoring
from rag.answering.citations import cite
from rag.answering.composition import Scored, choose, limit
from rag.answering.evidence import SIMILARITY, Sentence, candidates, rows, similarity_scale
from rag.answering.kinds import AnswerType
from rag.answering.question import Language, Question, parse
from rag.answering.spans import asked_for
from rag.answering.subquestions import split
from rag.datatypes import AbstentionReason, Hit
from rag.protocols import Draft

if TYPE_CHECKING:
    from embeddings.protocols import Embedder

# Only the sentences that look best by their words are embedded, some 5 ms each on one core; an English question
# shares no words with Chinese text, so that meaning has to look at more.
_EMBEDDED: dict[Language, int] = {"zh-Hans": 16, "zh-Hant": 16, "en": 48}
_SPANS = 3


class ExtractiveAnswerer:
    """Quotes the sentences that answer, or declines when none is sure enough.

    `threshold` is the least probability (0-1) of being right at which an answer is given.
    """

    def __init__(self, embedder: "Embedder", *, threshold: float | None = None) -> None:
        self._embedder = embedder
        self._threshold = scoring.THRESHOLD if threshold is None else threshold

    def stream(self, question: str, hits: Sequence[Hit], /) -> Iterator[str | Draft]:
        """Yield the answer sentence by sentence, last of all the Draft."""
        parsed = parse(question)
        found = candidates(hits)
        if not found:
            yield from _say(_decline(parsed, "no_passage", 0.0))
            return
        parts = [self._ranked(part, found) for part in split(parsed, found)]
        probability = min(sure for _, _, sure in parts)
        if probability < self._threshold:
            yield from _say(_decline(parsed, "no_answer", probability))
            return
        yield from _say(_quote(parsed, [(part, ranked) for part, ranked, _ in parts], probability))

    def _ranked(self, question: Question, found: Sequence[Sentence]) -> tuple[Question, list[Scored], float]:
        """Return the sentences best first and the probability that the best one answers."""
        evidence = rows(question, found, [0.0] * len(found))
        evidence = add_similarity(question, found, evidence, self._embedder)
        scores = scoring.rank(evidence, question.language)
        order = np.argsort(-scores, kind="stable")
        ranked = [Scored(found[index], float(scores[index])) for index in order]
        return question, ranked, scoring.confidence(evidence[order[0]], question.language)


def add_similarity(
    question: Question, found: Sequence[Sentence], evidence: NDArray[np.float32], embedder: "Embedder"
) -> NDArray[np.float32]:
    """Return the rows with the meaning of the likeliest sentences compared to the question's."""
    likely = np.argsort(-scoring.rank(evidence, question.language), kind="stable")[
        : _EMBEDDED[question.language]
    ]
    query = embedder.embed([question.plain], kind="query")
    vectors = embedder.embed([found[index].text for index in likely], kind="passage")
    evidence = evidence.copy()
    evidence[likely, SIMILARITY] = similarity_scale(vectors @ query[0])
    return evidence


def _decline(question: Question, reason: AbstentionReason, confidence: float) -> Draft:
    text = frames.abstention(reason, question.language)
    return Draft(text, (), abstained=True, reason=reason, confidence=confidence, citations=())


def _quote(question: Question, parts: Sequence[tuple[Question, list[Scored]]], confidence: float) -> Draft:
    """Return the chosen sentences of every part, each with its mark."""
    lead = frames.lead(question.language)
    room = limit(question) - len(lead) - 20 * (len(parts) == 1)  # 20: a date that may have to be said
    chosen: list[Sentence] = []
    for part, ranked in parts:
        for sentence in choose(part, ranked, room // len(parts)):
            if all(sentence.source != other.source for other in chosen):
                chosen.append(sentence)
    citations = cite(chosen)
    body = "".join(f"{sentence.text}[{c.marker}]" for sentence, c in zip(chosen, citations, strict=True))
    date = frames.dated(body, [citation.published for citation in citations], question.language)
    spans = tuple(dict.fromkeys(span for part, ranked in parts for span in _spans(part, ranked)))
    return Draft(
        lead + body + date, spans, abstained=False, reason=None, confidence=confidence, citations=citations
    )


def _spans(question: Question, ranked: Sequence[Scored]) -> list[str]:
    """Return the exact short answers in the best sentence, where the question asks for a type of value."""
    text = ranked[0].sentence.text
    if question.answer_type is AnswerType.ANY:
        return []
    return [text[slice(*span)] for span in asked_for(question, text)][:_SPANS]


def _say(draft: Draft) -> Iterator[str | Draft]:
    """Yield a draft's text in small pieces, then the draft."""
    for start in range(0, len(draft.text), 8):
        yield draft.text[start : start + 8]
    yield draft
