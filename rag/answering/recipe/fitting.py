"""Two fits whose weights keep the sign a person would give them: logistic, and a softmax over candidates.

What must speak against an answer is held at or below a bound: a sentence without any number cannot say
how many, however rarely the examples show it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from rag.answering.evidence import FEATURES

Floats = NDArray[np.float64]

# The least that each of these must count against a sentence, in log-odds.
AGAINST = {
    "unfinished": -1.5,
    "no value of the asked type": -5.0,
    "no place of the asked kind": -2.5,
    "fewer items than asked": -4.0,
    "place not in document": -4.0,
    "quoted name not in document": -2.5,
    "date elsewhere": -4.0,
    "attribute nowhere near": -1.5,
    "class nowhere near": -1.0,
    "office nowhere near": -2.0,
    "deed nowhere near": -0.5,
    "noun nowhere near": -0.5,
    "premise not in text": -3.0,
    "no reason given": -2.5,
    "words missing, any value": -0.5,
    "yes or no of something else": -1.5,
    "only mentioned": -3.0,
    "institution not in document": -4.0,
    "another of its kind": -2.0,
    "person not in document": -4.0,
    "name nowhere near": -0.5,
}
_RIDGE = 1e-3


def bounds() -> list[tuple[float | None, float | None]]:
    """Return the bounds of each evidence feature's weight."""
    return [(None, AGAINST[name]) if name in AGAINST else (0.0, None) for name in FEATURES]


def softmax(questions: Sequence[tuple[Floats, Floats, float]]) -> Floats:
    """Return weights under which the right candidates score best.

    Each question is its candidates' rows (n, d), their labels (n,), one at least above 0, and a weight.
    """
    total = sum(weight for _, _, weight in questions)

    def loss(weights: Floats) -> tuple[float, Floats]:
        value, slope = _RIDGE * float(weights @ weights), 2 * _RIDGE * weights
        for rows, labels, weight in questions:
            scores = rows @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            right = float(chances @ labels)
            value -= weight / total * np.log(right + 1e-12)
            slope = slope + weight / total * rows.T @ (chances - chances * labels / (right + 1e-12))
        return value, slope

    return _minimised(loss, bounds())


def logistic(
    rows: Floats, labels: Floats, weights: Floats, limits: Sequence[tuple[float | None, float | None]]
) -> tuple[Floats, float]:
    """Return feature weights (d,) and bias of the likeliest logistic model within the limits."""
    wide = np.column_stack([rows, np.ones(len(rows))])

    def loss(parameters: Floats) -> tuple[float, Floats]:
        chances = expit(wide @ parameters)
        inner = parameters[:-1]
        misses = labels * np.log(chances + 1e-9) + (1 - labels) * np.log(1 - chances + 1e-9)
        value = -float(weights @ misses) / weights.sum() + _RIDGE * float(inner @ inner)
        slope = wide.T @ (weights * (chances - labels)) / weights.sum()
        return value, slope + np.append(2 * _RIDGE * inner, 0.0)

    found = _minimised(loss, [*limits, (None, None)])
    return found[:-1], float(found[-1])


def _minimised(loss: object, limits: Sequence[tuple[float | None, float | None]]) -> Floats:
    start = np.array([min(0.0, high) if high is not None else 0.0 for _, high in limits])
    found = minimize(loss, start, jac=True, bounds=limits, method="L-BFGS-B")
    return np.asarray(found.x, np.float64)
