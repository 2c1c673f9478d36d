"""Every metric of a run: its name, what it says, which way is better, and how it is computed.

Nearly all are weighted means of a figure over the questions that have it. A metric without a
question to count is not a number (NaN).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.evaluation.refusals import area_under_risk, calibration_error
from rag.evaluation.verdict import CUTS, DEPTH, Verdict

Floats = NDArray[np.float64]
Group = Literal["answers", "citations", "refusals", "retrieval", "latency", "cost"]
Unit = Literal["share", "seconds", "count"]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure of a whole run.

    `figure` names the column whose mean it is, weighted by the column `figure`_weight if there is one, or
    whose percentile, unless `compute` makes it of several. `better` is "" where neither way is, which no gate
    looks at. `steady` metrics say the same of the same answers, so that a gate may compare them between runs.
    """

    name: str
    group: Group
    title: str
    better: Literal["higher", "lower", ""] = "higher"
    unit: Unit = "share"
    figure: str = ""
    compute: "Callable[[Columns], float] | None" = None
    percentile: float | None = None  # 0-100
    needs: tuple[str, ...] = ()  # the columns that `compute` looks at
    steady: bool = True

    @property
    def column(self) -> str:
        """The column whose mean the metric is."""
        return self.figure or self.name


@dataclass(frozen=True, slots=True)
class Columns:
    """The figures of many questions: a row a question, NaN where it has none."""

    ids: tuple[str, ...]
    tags: tuple[tuple[str, ...], ...]
    values: Mapping[str, Floats]

    def get(self, name: str) -> Floats:
        """Return a column, all NaN if no question has the figure."""
        return self.values.get(name, np.full(len(self.ids), np.nan))

    def only(self, names: Sequence[str]) -> "Columns":
        """Return some columns, those that there are."""
        return Columns(
            self.ids, self.tags, {name: self.values[name] for name in names if name in self.values}
        )

    def take(self, rows: "NDArray[np.int64] | NDArray[np.bool_]") -> "Columns":
        """Return some rows, given by place or by truth."""
        places = np.arange(len(self.ids))[rows]
        return Columns(
            tuple(self.ids[place] for place in places),
            tuple(self.tags[place] for place in places),
            {name: column[places] for name, column in self.values.items()},
        )


def tabulate(verdicts: Sequence[Verdict]) -> Columns:
    """Return the figures of the verdicts as columns."""
    names = sorted({name for verdict in verdicts for name in verdict.figures})
    return Columns(
        tuple(verdict.id for verdict in verdicts),
        tuple(verdict.tags for verdict in verdicts),
        {name: np.array([one.figures.get(name, np.nan) for one in verdicts], float) for name in names},
    )


def weighted(metric: Metric, columns: Columns) -> tuple[Floats, Floats]:
    """Return what a metric that is a mean sums up: its value is the first sum over the second."""
    figure = columns.get(metric.column)
    there = ~np.isnan(figure)
    weight = np.where(there, columns.values.get(f"{metric.column}_weight", np.ones(len(figure))), 0.0)
    return np.where(there, figure, 0.0) * weight, weight


def weighted_all(several: Sequence[Metric], columns: Columns) -> tuple[Floats, Floats]:
    """Return the same of several metrics, shapes (questions, metrics)."""
    parts = [weighted(metric, columns) for metric in several]
    return np.stack([part[0] for part in parts], axis=1), np.stack([part[1] for part in parts], axis=1)


def value(metric: Metric, columns: Columns) -> float:
    """Return the metric over all rows."""
    if metric.compute is not None:
        return metric.compute(columns)
    if metric.percentile is not None:
        return float(np.percentile(known(metric, columns), metric.percentile))
    numerators, denominators = weighted(metric, columns)
    total = denominators.sum()
    return float(numerators.sum() / total) if total else float("nan")


def known(metric: Metric, columns: Columns) -> Floats:
    """Return the figures that the metric is made of."""
    figure = columns.get(metric.column)
    return figure[~np.isnan(figure)]


def counted(metric: Metric, columns: Columns) -> int:
    """Return how many questions the metric is made of."""
    return len(known(metric, columns))


def _calibration(columns: Columns) -> float:
    confidence, outcome = columns.get("confidence"), columns.get("outcome")
    known = ~np.isnan(outcome)
    return calibration_error(confidence[known], outcome[known])


def _area(columns: Columns) -> float:
    answered = columns.get("coverage") == 1
    return area_under_risk(columns.get("confidence")[answered], 1 - columns.get("risk")[answered])


def _ranking(unit: str) -> list[Metric]:
    titles = {f"recall@{k}": f"the right {unit} among the first {k}" for k in CUTS}
    titles |= {"mrr": f"one over the rank of the right {unit}", f"ndcg@{DEPTH}": f"nDCG@{DEPTH} of {unit}s"}
    return [Metric(f"{unit}_{name}", "retrieval", title) for name, title in titles.items()]


def _latency(name: str, title: str, column: str, share: float) -> Metric:
    return Metric(name, "latency", title, "lower", "seconds", column, percentile=share, steady=False)


METRICS = (
    Metric("answer_right_cited", "answers", "right, with a right citation"),
    Metric("answer_right", "answers", "contains the answer, within the length limit"),
    Metric("answer_em", "answers", "short answer matches exactly"),
    Metric("answer_f1", "answers", "F1 of the short answer (CMRC 2018)"),
    Metric("answer_rouge_l", "answers", "ROUGE-L of the whole answer"),
    Metric("item_recall", "answers", "items of lists that are named"),
    Metric("citation_right", "citations", "answers with a quote that holds the answer"),
    Metric("citation_precision", "citations", "citations from a gold document or passage"),
    Metric("citation_recall", "citations", "of what is wanted, carried by a citation"),
    Metric("citation_verbatim", "citations", "quotes that are exactly the source's characters"),
    Metric("citation_support", "citations", "the reader's confidence that a quote answers"),
    Metric("refusal_precision", "refusals", "refusals that were due"),
    Metric("refusal_recall", "refusals", "unanswerable questions that were refused"),
    Metric("refusal_f1", "refusals", "F1 of refusals"),
    Metric("false_answer_rate", "refusals", "unanswerable questions that were answered", "lower"),
    Metric("coverage", "refusals", "questions that were answered", ""),
    Metric("risk", "refusals", "answers that are not right", "lower"),
    Metric(
        "area_under_risk",
        "refusals",
        "mean risk, surest answers first",
        "lower",
        "share",
        "risk",
        _area,
        needs=("coverage", "confidence", "risk"),
        steady=False,
    ),
    Metric(
        "calibration_error",
        "refusals",
        "distance of confidence from truth (ECE)",
        "lower",
        "share",
        "outcome",
        _calibration,
        needs=("confidence", "outcome"),
        steady=False,
    ),
    *_ranking("document"),
    *_ranking("passage"),
    _latency("latency_p50", "half of the answers took no longer", "seconds", 50),
    _latency("latency_p95", "95 of 100 answers took no longer", "seconds", 95),
    _latency("retrieve_p50", "median time of the search", "retrieve_seconds", 50),
    _latency("retrieve_p95", "time of the search, 95 of 100", "retrieve_seconds", 95),
    _latency("read_p50", "median time of reading and wording", "read_seconds", 50),
    _latency("read_p95", "time of reading and wording, 95 of 100", "read_seconds", 95),
    Metric("passages_read", "cost", "passages read for an answer", "lower", "count", steady=False),
    Metric("characters_read", "cost", "characters read for an answer", "lower", "count", steady=False),
    Metric("characters_written", "cost", "characters of an answer", "lower", "count", steady=False),
)
BY_NAME = {metric.name: metric for metric in METRICS}
