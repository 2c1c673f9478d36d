"""What a reader is worth: with the gold paragraph, and among the passages that retrieval puts first.

Candidates come from lexical retrieval over every passage of the free sets, learnt or not: near misses
abound. The reader reorders them by its confidence mixed with their retrieval score.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from rag.evaluation.cmrc import exact, f1
from rag.protocols import Reader, Reading
from rag.reading.recipe.negatives import Miner
from rag.reading.recipe.scores import auroc, kept_at, risk_at, sign_test
from rag.reading.recipe.sources import Question

CANDIDATES = 6
MIX = 0.5  # of confidence against the retrieval score, a share of the best
ACCEPTED = 0.05
COVERAGES = (0.25, 0.5, 0.75, 0.9, 1.0)  # shares of the questions answered, the surest first; risk is 1 - F1

Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage found for a question: the share of the best retrieval score, and what the reader read."""

    passage_id: str
    share: float
    reading: Reading
    answers: bool  # it is the gold passage, or it holds an answer's words


def gold(reader: Reader, questions: Iterable[Question]) -> Figures:
    """Return F1 and exact match when each question is read with its own passage."""
    f1s, exacts = [], []
    for question in questions:
        answer = reader.read(question.text, [question.passage.text])[0].answer or ""
        f1s.append(f1(answer, question.answers))
        exacts.append(exact(answer, question.answers))
    return {"questions": len(f1s), "f1": fmean(f1s), "em": fmean(exacts)}


def candidates(reader: Reader, question: Question, miner: Miner, depth: int = CANDIDATES) -> list[Candidate]:
    """Return the passages retrieval puts first, read."""
    found = miner.ranked(question.text, depth)
    readings = reader.read(question.text, [passage.text for passage, _ in found])
    return [
        Candidate(
            passage.id,
            share,
            reading,
            passage.id == question.passage.id or any(answer in passage.text for answer in question.answers),
        )
        for (passage, share), reading in zip(found, readings, strict=True)
    ]


def opened(questions: Sequence[Question], found: Sequence[list[Candidate]], mix: float = MIX) -> Figures:
    """Return how well open questions are answered, and what reordering and confidence are worth."""
    f1s, exacts, sure, before, after, right, wrong = [], [], [], [], [], [], []
    for question, read in zip(questions, found, strict=True):
        order = sorted(read, key=lambda candidate: -mixed(candidate, mix))
        answer = (order[0].reading.answer or "") if order else ""
        f1s.append(f1(answer, question.answers))
        exacts.append(exact(answer, question.answers))
        sure.append(order[0].reading.confidence if order else 0.0)
        before.append(bool(read) and read[0].passage_id == question.passage.id)
        after.append(bool(order) and order[0].passage_id == question.passage.id)
        others = [candidate.reading.confidence for candidate in read if not candidate.answers]
        own = [
            candidate.reading.confidence for candidate in read if candidate.passage_id == question.passage.id
        ]
        if others and own:
            right.append(own[0])
            wrong.append(max(others))
    gained = sum(b > a for a, b in zip(before, after, strict=True))
    lost = sum(a > b for a, b in zip(before, after, strict=True))
    return {
        "questions": len(f1s),
        "f1": fmean(f1s),
        "em": fmean(exacts),
        "r1_retrieved": fmean(before),
        "r1_reread": fmean(after),
        "gained": gained,
        "lost": lost,
        "sign_test_p": sign_test(gained, lost),
        "auroc": auroc(right, wrong),
        "kept_at_5": kept_at(right, wrong, ACCEPTED),
        **{f"risk_at_{share:.0%}": risk_at(sure, f1s, share) for share in COVERAGES},
    }


def mixed(candidate: Candidate, mix: float) -> float:
    """Return what a candidate is ordered by."""
    return mix * candidate.reading.confidence + (1 - mix) * candidate.share
