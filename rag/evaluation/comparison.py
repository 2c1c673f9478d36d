"""Two runs of the same golden questions: what differs, and whether more than chance would.

Only questions that both runs answered or refused are compared, question by question; `on_shared` takes those
that are the same in both, where the set has changed in between. P-values come from swapping answers between
the runs (rag.evaluation.bootstrap.swap_test) and are corrected for the number of metrics looked at (Holm);
intervals are those of the paired bootstrap.
"""

from dataclasses import dataclass, replace

import numpy as np

from rag.errors import BadRun
from rag.evaluation import bootstrap, metrics
from rag.evaluation.folder import Run
from rag.evaluation.golden_file import GoldenSet
from rag.evaluation.metrics import METRICS, Columns, Metric

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Difference:
    """How a metric differs: second − first, over the same questions."""

    metric: Metric
    questions: int
    first: float
    second: float
    low: float  # of the difference's 95 % interval
    high: float
    p_worse: float  # chance of a fall this deep if the runs do not differ, corrected for all metrics
    p_differs: float  # likewise of a difference this large, either way

    @property
    def value(self) -> float:
        """The difference."""
        return self.second - self.first

    @property
    def is_worse(self) -> bool:
        """Whether the second run is significantly worse."""
        return self.p_worse < SIGNIFICANT

    @property
    def is_significant(self) -> bool:
        """Whether the runs differ significantly."""
        return self.p_differs < SIGNIFICANT


def refuse_other_questions(first: tuple[str, str], second: tuple[str, str]) -> None:
    """Raise BadRun unless two runs, each a name and a golden version, asked the same."""
    if first[1] != second[1]:
        raise BadRun(
            f"{first[0]} and {second[0]} asked different golden questions (versions {first[1]} and "
            f"{second[1]}), so their figures cannot be compared. Run both on one file: genxi eval run"
        )


def on_shared(first: Run, second: Run) -> tuple[Run, Run, int]:
    """Return both runs on the golden questions that are the same in both, and how many are left out.

    Raises BadRun if none is shared.
    """
    known = set(first.golden.questions)
    shared = tuple(one for one in second.golden.questions if one in known)
    if not shared:
        raise BadRun(
            f"{first.folder.name} and {second.folder.name} share no golden question, so their figures cannot "
            "be compared. Choose two runs of one set."
        )
    ids = {one.id for run in (first, second) for one in run.golden.questions}
    left, right = (replace(run, golden=GoldenSet(run.golden.name, shared)) for run in (first, second))
    return left, right, len(ids) - len(shared)


def compare(first: Columns, second: Columns, *, seed: int = bootstrap.SEED) -> list[Difference]:
    """Return the difference of every metric that says the same of the same answers, where both have it."""
    left, right = matched(first, second)
    both = [
        metric
        for metric in METRICS
        if metric.steady and metrics.counted(metric, left) and metrics.counted(metric, right)
    ]
    if not both:
        return []
    old, new = metrics.weighted_all(both, left), metrics.weighted_all(both, right)
    limits = bootstrap.difference_intervals(old, new, seed=seed)
    low, high, far = bootstrap.swap_test(old, new, seed=seed)
    worse = [{"higher": low[at], "lower": high[at], "": np.nan}[one.better] for at, one in enumerate(both)]
    chances = zip(limits, bootstrap.holm(worse), bootstrap.holm(list(far)), strict=True)
    counted = ((old[1] + new[1]) > 0).sum(axis=0).tolist()
    return [
        Difference(
            metric,
            counted[at],
            metrics.value(metric, left),
            metrics.value(metric, right),
            *limit,
            fall,
            change,
        )
        for at, (metric, (limit, fall, change)) in enumerate(zip(both, chances, strict=True))
    ]


def matched(first: Columns, second: Columns) -> tuple[Columns, Columns]:
    """Return the rows of the questions that both have, in one order."""
    places = {identity: place for place, identity in enumerate(second.ids)}
    shared = [(place, places[one]) for place, one in enumerate(first.ids) if one in places]
    rows = np.array(shared, np.int64).reshape(-1, 2)
    return first.take(rows[:, 0]), second.take(rows[:, 1])
