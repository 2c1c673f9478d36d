"""A run in figures: every metric with its interval, for all questions and for each tag."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.evaluation import bootstrap, metrics
from rag.evaluation.golden import GoldenQuestion
from rag.evaluation.metrics import METRICS, Columns, Metric
from rag.evaluation.record import Record
from rag.evaluation.verdict import judge


@dataclass(frozen=True, slots=True)
class Figure:
    """The value of a metric, its 95 % interval, and how many questions it is made of."""

    value: float
    low: float
    high: float
    questions: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures by metric, for all questions and by tag; `columns` holds those of each question."""

    figures: Mapping[str, Figure]
    tags: Mapping[str, Mapping[str, Figure]]
    columns: Columns
    failed: tuple[Record, ...]


def summarise(
    questions: Sequence[GoldenQuestion], records: Mapping[str, Record], *, seed: int = bootstrap.SEED
) -> Summary:
    """Judge the records of a run and count them up.

    A question that failed is counted as failed and enters no figure; one without a record is no part of it.
    """
    asked = [(gold, records[gold.id]) for gold in questions if gold.id in records]
    columns = metrics.tabulate([judge(gold, record) for gold, record in asked if not record.error])
    return Summary(
        figures_of(columns, seed=seed),
        {tag: figures_of(columns.take(rows), seed=seed) for tag, rows in _by_tag(columns).items()},
        columns,
        tuple(record for _, record in asked if record.error),
    )


def figures_of(columns: Columns, *, seed: int = bootstrap.SEED) -> dict[str, Figure]:
    """Return the figure of every metric that some question has a say in."""
    counted = [metric for metric in METRICS if metrics.counted(metric, columns)]
    limits = _limits(counted, columns, seed)
    return {
        metric.name: Figure(
            metrics.value(metric, columns), *limits[metric.name], metrics.counted(metric, columns)
        )
        for metric in counted
    }


def _limits(counted: Sequence[Metric], columns: Columns, seed: int) -> dict[str, tuple[float, float]]:
    means = [metric for metric in counted if metric.compute is None and metric.percentile is None]
    found: dict[str, tuple[float, float]] = {}
    if means:
        limits = bootstrap.intervals(*metrics.weighted_all(means, columns), seed=seed)
        for metric, limit in zip(means, limits, strict=True):
            found[metric.name] = _certain(metric, columns) or limit
    for metric in counted:
        if metric.percentile is not None:
            known = metrics.known(metric, columns)
            found[metric.name] = bootstrap.interval_of_percentile(known, metric.percentile, seed=seed)
        elif metric.compute is not None:
            rows = _of_rows(metric, columns)
            found[metric.name] = bootstrap.interval_of(rows, len(columns.ids), seed=seed)
    return found


def _certain(metric: Metric, columns: Columns) -> tuple[float, float] | None:
    """Return the interval of a share that is all or nothing: no draw with replacement differs."""
    right = metrics.value(metric, columns)
    if metric.unit != "share" or right not in (0, 1):
        return None
    return bootstrap.wilson(right, metrics.counted(metric, columns))


def _of_rows(metric: Metric, columns: Columns) -> Callable[[NDArray[np.int64]], float]:
    needed = columns.only(metric.needs)
    return lambda rows: metrics.value(metric, needed.take(rows))


def _by_tag(columns: Columns) -> dict[str, NDArray[np.bool_]]:
    """Return the rows of each tag, the tags in order of their number of questions."""
    names = [tag for tags in columns.tags for tag in dict.fromkeys(tags)]
    order = sorted(set(names), key=lambda tag: (-names.count(tag), tag))
    return {tag: np.array([tag in tags for tags in columns.tags]) for tag in order}
