"""The logistic curve that turns the two scores of a window into a chance, fitted by Newton's method."""

from collections.abc import Sequence

import numpy as np

from rag.reading.calibration import Calibration

ROUNDS = 50
RIDGE = 1e-3  # keeps the curve finite where the scores part right from wrong perfectly


def fit(scores: Sequence[tuple[float, float]], right: Sequence[bool]) -> Calibration:
    """Return the curve that makes these outcomes likeliest; `scores` are (relevance, span)."""
    rows = np.column_stack([np.array(scores, np.float64), np.ones(len(scores))])
    wanted = np.array(right, np.float64)
    weights = np.zeros(3)
    for _ in range(ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (wanted - chance) - RIDGE * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + RIDGE * np.eye(3)
        change = np.linalg.solve(bend, slope)
        weights += change
        if np.abs(change).max() < 1e-9:
            break
    return Calibration(*(round(float(weight), 5) for weight in weights))
