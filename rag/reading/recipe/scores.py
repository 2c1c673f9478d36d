"""How well scores part right from wrong, and whether a change is more than chance."""

from collections.abc import Sequence
from math import comb

import numpy as np


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return how often a right one scores above a wrong one; ties count half."""
    low = np.sort(np.asarray(wrong))
    places = np.searchsorted(low, right, "left") + np.searchsorted(low, right, "right")
    return float(places.mean() / 2 / len(low))


def kept_at(right: Sequence[float], wrong: Sequence[float], accepted: float) -> float:
    """Return the share of right ones above the threshold that lets `accepted` of the wrong ones pass."""
    threshold = np.quantile(np.asarray(wrong), 1 - accepted)
    return float((np.asarray(right) > threshold).mean())


def sign_test(gained: int, lost: int) -> float:
    """Return how likely chance alone is to split so many changes at least as unevenly, either way round."""
    changes, fewer = gained + lost, min(gained, lost)
    tail: float = sum(comb(changes, number) for number in range(fewer + 1)) / 2**changes
    return min(1.0, 2 * tail)


def risk_at(confidence: Sequence[float], worth: Sequence[float], coverage: float) -> float:
    """Return the mean loss, 1 - worth, over the surest share of the answers (R. El-Yaniv, JMLR 2010)."""
    surest = np.argsort(-np.asarray(confidence), kind="stable")[: max(1, round(coverage * len(worth)))]
    return float(1 - np.asarray(worth, float)[surest].mean())
