"""The questions that ended well in one run and not in the other."""

from dataclasses import dataclass

from rag.evaluation.folder import Run
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.outcome import GOOD, Outcome, outcome
from rag.evaluation.record import Record


@dataclass(frozen=True, slots=True)
class Flip:
    """One question, how it ended in each run, and what was seen."""

    gold: GoldenQuestion
    before: Outcome
    after: Outcome
    first: Record
    second: Record

    @property
    def is_better(self) -> bool:
        """Whether it ends well now and did not before."""
        return self.after in GOOD


def flips(first: Run, second: Run) -> list[Flip]:
    """Return the questions asked in both runs that flipped, in their order."""
    found = []
    for gold in second.golden.questions:
        one, other = first.records.get(gold.id), second.records.get(gold.id)
        if one is not None and other is not None:
            before, after = outcome(gold, one), outcome(gold, other)
            if (before in GOOD) != (after in GOOD):
                found.append(Flip(gold, before, after, one, other))
    return found
