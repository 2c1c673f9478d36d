"""From evidence to a verdict: the sentences best first, and how sure it is that the best one answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from embeddings.protocols import Embedder
from rag.answering import scoring, second_opinion
from rag.answering.candidates import Sentence
from rag.answering.composition import Scored
from rag.answering.evidence import FEATURES, SIMILARITY, Rows, rows, similarity_scale
from rag.answering.extremes import extremes
from rag.answering.question import Language, Question
from rag.answering.second_opinion import Opinion
from rag.protocols import Reader

# Only the sentences that look best by their words are embedded, 10-20 ms each on one core: 5, 8 and 16 gave
# the same answers to 350 golden questions. An English question shares no words with Chinese text, so that
# meaning has to look at more: 16 of about 70 held the answer to each of 35.
EMBEDDED: dict[Language, int] = {"zh-Hans": 5, "zh-Hant": 5, "en": 16}
_FAR = 100.0  # log-odds beyond all that reading adds
_CLEAR = 2.0  # log-odds by which others are too far behind to be quoted as well
_TOLD = (
    0.5  # log-odds at least of a row that has the most: all of 10 such rows among golden questions were right
)
_PREMISE = FEATURES.index("premise not in text")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the sentences of the hits answer one question."""

    question: Question
    ranked: Sequence[Scored]  # best first
    odds: float  # log-odds that the best one answers
    exact: str | None = None  # the reader's exact answer in the best one
    exact_is_sure: bool = False  # it rather is the answer than not
    exact_fits: bool = True  # it may be of the kind that is asked for


def judge(
    question: Question, found: Sequence[Sentence], embedder: Embedder, reader: Reader | None
) -> Verdict:
    """Return the verdict on the sentences of the hits, of which there is at least one.

    The reader is asked where the evidence leaves doubt.
    """
    verdict, evidence = by_evidence(question, found, embedder)
    low, high = second_opinion.DOUBT
    # Words say too little of an English question for their evidence to be plain.
    plain = question.language != "en" and not low <= verdict.odds <= high
    if reader is not None and not plain:
        verdict = by_reading(verdict, evidence, reader)
    if 0 in extremes(question, [one.sentence for one in verdict.ranked]):
        return replace(verdict, odds=max(verdict.odds, _TOLD))
    return verdict


def by_evidence(question: Question, found: Sequence[Sentence], embedder: Embedder) -> tuple[Verdict, Rows]:
    """Return the verdict of the evidence alone, and its rows in the verdict's order.

    Of a table of which the highest or lowest is asked for, the row that has it comes first.
    """
    evidence = with_similarity(question, rows(question, found, [0.0] * len(found)), found, embedder)
    scores = scoring.odds("rank", question.language, evidence)
    order = np.argsort(-scores, kind="stable")
    if most := order[extremes(question, [found[index] for index in order])].tolist():
        evidence[most, _PREMISE] = 0.0  # the table tells what is highest
        scores[most] = scores.max() + _CLEAR
        order = np.argsort(-scores, kind="stable")
    sure = scoring.odds("answer", question.language, evidence[order[:1]])
    ranked = [Scored(found[index], float(scores[index])) for index in order]
    return Verdict(question, ranked, float(sure[0])), evidence[order]


def by_reading(verdict: Verdict, evidence: Rows, reader: Reader) -> Verdict:
    """Return the verdict after the reader has read the best sentences; `evidence` is in its order."""
    language = verdict.question.language
    given = second_opinion.opinions(reader, verdict.question, [one.sentence for one in verdict.ranked])
    places = [one.sentence for one in given]
    scores = [verdict.ranked[place].score for place in places]
    ranking, judging = opinion_rows(scores, evidence[places], given, language)
    chances = scoring.odds("rank-read", language, ranking)
    # A reader takes one case for another: where the evidence put the asker's own first, it stays in front.
    if any(one.sentence == 0 and one.covers for one in given):
        chances += _FAR * np.array([one.covers for one in given])
    order = np.argsort(-chances, kind="stable")
    odds = scoring.odds("answer-read", language, judging)
    chosen = given[order[0]]
    # Reading changes the order among those read; they share the places and scores the evidence gave them,
    # but stay as far behind the best as reading puts them.
    ranked = list(verdict.ranked)
    behind = chances[order[0]] - chances
    for index, place in zip(order, sorted(places), strict=True):
        score = min(verdict.ranked[place].score, verdict.ranked[0].score - float(behind[index]))
        ranked[place] = Scored(verdict.ranked[places[index]].sentence, score)
    ranked.sort(key=lambda one: one.score, reverse=True)
    return Verdict(
        verdict.question,
        ranked,
        float(odds[order[0]]),
        exact=chosen.answer,
        exact_is_sure=chosen.odds > 0,
        exact_fits=not chosen.of_another_type,
    )


def opinion_rows(
    scores: Sequence[float], evidence: Rows, given: Sequence[Opinion], language: Language
) -> tuple[Rows, Rows]:
    """Return a row of every opinion to rank by and one to judge by; `scores`, `evidence` of its sentence."""
    sure = scoring.odds("answer", language, evidence).tolist()
    return (
        second_opinion.rows(scores, evidence, given, language),
        second_opinion.rows(sure, evidence, given, language),
    )


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
