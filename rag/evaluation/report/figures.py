"""Figures as people read them."""

import math

from rag.evaluation.metrics import BY_NAME, Metric
from rag.evaluation.summary import Figure

# The figures that say most, in the order of the report's cards.
MAIN = (
    "answer_right_cited",
    "answer_f1",
    "citation_right",
    "citation_support",
    "refusal_recall",
    "refusal_precision",
    "risk",
    "calibration_error",
    "passage_recall@1",
    "document_recall@5",
    "latency_p50",
    "latency_p95",
)


def number(metric: Metric, value: float) -> str:
    """Return a value in its unit: 0.842, 35 ms, 1.20 s, 412."""
    if math.isnan(value):
        return "–"
    if metric.unit == "seconds":
        return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.2f} s"
    return f"{value:.0f}" if metric.unit == "count" else f"{value:.3f}"


def interval(metric: Metric, figure: Figure) -> str:
    """Return the 95 % interval: 0.801 – 0.879."""
    return f"{number(metric, figure.low)} – {number(metric, figure.high)}"


def of(name: str) -> Metric:
    """Return the metric of a name."""
    return BY_NAME[name]
