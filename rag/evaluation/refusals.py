"""Whether confidence tells right from wrong: the risk–coverage curve and the calibration of a run.

Shapes: every function takes arrays of one length, a place a question, confidences from 0 to 1 and outcomes
of 1 (right) or 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of about the same confidence, and the share of them that was right."""

    low: float
    high: float
    questions: int
    confidence: float
    right: float


def risk_coverage(confidence: Floats, right: Floats, total: int) -> list[tuple[float, float, float]]:
    """Return (coverage, risk, threshold) for every threshold that would have given fewer answers.

    Coverage is the share of `total` questions that are answered, risk the share of these answers that is
    wrong. Source: El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification" (2010).
    """
    order = np.argsort(-confidence, kind="stable")
    falling = confidence[order]
    answers = np.arange(1, len(order) + 1)
    risks = np.cumsum(1 - right[order]) / answers
    ends = np.append(falling[1:] != falling[:-1], True)[: len(order)]  # equal confidences are one threshold
    return [(float(answers[at] / total), float(risks[at]), float(falling[at])) for at in np.flatnonzero(ends)]


def area_under_risk(confidence: Floats, right: Floats) -> float:
    """Return the mean risk over the answers given, surest first; ties share their risk."""
    curve = risk_coverage(confidence, right, len(confidence))
    edges = np.array([0.0] + [coverage for coverage, _, _ in curve])
    risks = np.array([risk for _, risk, _ in curve])
    return float((np.diff(edges) * risks).sum()) if len(risks) else float("nan")


def reliability(confidence: Floats, right: Floats, bins: int = BINS) -> list[Bin]:
    """Return the bins of equal width that hold a question."""
    places = np.clip((confidence * bins).astype(int), 0, bins - 1)
    found = []
    for place in np.unique(places):
        inside = places == place
        found.append(
            Bin(
                float(place / bins),
                float((place + 1) / bins),
                int(inside.sum()),
                float(confidence[inside].mean()),
                float(right[inside].mean()),
            )
        )
    return found


def calibration_error(confidence: Floats, right: Floats, bins: int = BINS) -> float:
    """Return the expected calibration error: how far confidence is from the share that is right, on average.

    Source: Naeini et al., "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (AAAI 2015).
    """
    if not len(confidence):
        return float("nan")
    parts = reliability(confidence, right, bins)
    return sum(part.questions * abs(part.confidence - part.right) for part in parts) / len(confidence)
