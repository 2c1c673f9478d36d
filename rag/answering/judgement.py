"""From evidence to a verdict: the sentences best first, and how sure it is that the best one answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.protocols import Embedder
from rag.answering import scoring
from rag.answering.composition import Scored
from rag.answering.evidence import SIMILARITY, Rows, Sentence, rows, similarity_scale
from rag.answering.question import Language, Question

# Only the sentences that look best by their words are embedded, 10-20 ms each on one core: 5, 8 and 16 gave
# the same answers to 350 golden questions. An English question shares no words with Chinese text, so that
# meaning has to look at more.
EMBEDDED: dict[Language, int] = {"zh-Hans": 6, "zh-Hant": 6, "en": 48}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the sentences of the hits answer one question."""

    question: Question
    ranked: Sequence[Scored]  # best first
    odds: float  # log-odds that the best one answers


def judge(question: Question, found: Sequence[Sentence], embedder: Embedder) -> Verdict:
    """Return the verdict on the sentences of the hits, of which there is at least one."""
    evidence = with_similarity(question, rows(question, found, [0.0] * len(found)), found, embedder)
    scores = scoring.odds("rank", question.language, evidence)
    order = np.argsort(-scores, kind="stable")
    sure = scoring.odds("answer", question.language, evidence[order[:1]])
    return Verdict(question, [Scored(found[index], float(scores[index])) for index in order], float(sure[0]))


def with_similarity(
    question: Question, evidence: Rows, found: Sequence[Sentence], embedder: Embedder
) -> Rows:
    """Return the rows with the meaning of the likeliest sentences compared to the question's."""
    guess = scoring.odds("rank", question.language, evidence)
    likely = np.argsort(-guess, kind="stable")[: EMBEDDED[question.language]]
    query = embedder.embed([question.plain], kind="query")
    vectors = embedder.embed([found[index].text for index in likely], kind="passage")
    evidence = evidence.copy()
    evidence[likely, SIMILARITY] = similarity_scale(vectors @ query[0])
    return evidence
