"""How one question ended, in a word: what reports sort questions by, and what flips between two runs."""

from typing import Literal

from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.record import Record
from rag.evaluation.rightness import says_all
from rag.evaluation.verdict import is_right, right_and_cited

Outcome = Literal["right", "uncited", "wrong", "missed", "refused", "invented", "failed"]

TITLES: dict[Outcome, str] = {
    "right": "right",
    "uncited": "right, cited wrongly",
    "wrong": "wrong",
    "missed": "refused, but answerable",
    "refused": "rightly refused",
    "invented": "answered, but unanswerable",
    "failed": "failed",
}
GOOD: frozenset[Outcome] = frozenset({"right", "refused"})


def outcome(gold: GoldenQuestion, record: Record) -> Outcome:
    """Return how the question ended."""
    if record.error:
        return "failed"
    if not gold.answerable:
        return "refused" if record.abstained else "invented"
    if record.abstained:
        return "missed"
    if right_and_cited(gold, record):
        return "right"
    return "uncited" if is_right(gold, record) else "wrong"


def told(gold: GoldenQuestion, record: Record) -> str:
    """Return how the question ended as reports say it: what is wrong only by its length is told apart."""
    ended = outcome(gold, record)
    is_long = ended == "wrong" and says_all(gold, record.answer)
    return TITLES[ended] + (", only too long" if is_long else "")
