"""How well the scores of two heaps part them."""

from collections.abc import Sequence

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
