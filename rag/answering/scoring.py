"""The linear models that judge evidence: which sentence answers best, and how sure that it answers.

Fitted by `rag/answering/recipe/`, whose docstring names the data; this file holds and applies the numbers.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.answering import evidence, second_opinion
from rag.answering.question import Language

Model = Literal["rank", "answer", "rank-read", "answer-read"]
Rows = NDArray[np.float32]

# The answer is given when its probability of being right reaches this. Set a little above where both shares
# meet (.27) over golden questions that the reader did not learn from (tuning, extra_h to extra_l, checking,
# checking_2, notices, events, streets, services, web, offices): .86 are answered rightly, .88 declined; at
# .35, one in ten without an answer is answered, and .85 are answered rightly.
THRESHOLD = 0.3


@cache
def _models() -> dict[str, tuple[Rows, float]]:
    raw = json.loads(files("rag.answering").joinpath("scoring.json").read_text("utf-8"))
    return {name: (_row(name, model["weights"]), float(model["bias"])) for name, model in raw.items()}


def features(model: str) -> tuple[str, ...]:
    """Return what the weights of a model belong to, in order."""
    return second_opinion.FEATURES if model.endswith("-read") else evidence.FEATURES


def _row(model: str, weights: Mapping[str, float]) -> Rows:
    return np.array([weights.get(name, 0.0) for name in features(model)], np.float32)


def odds(model: Model, language: Language, rows: Rows) -> Rows:
    """Return the log-odds a model gives each row, shape (n,); English has evidence models of its own."""
    models = _models()
    weights, bias = models.get(f"{model}-{language}", models[model])
    return np.asarray(rows @ weights + bias, np.float32)


def forget() -> None:
    """Read the numbers anew when next asked: they were just fitted."""
    _models.cache_clear()


def probability(log_odds: float) -> float:
    """Return the probability (0-1) that log-odds stand for."""
    return float(1 / (1 + np.exp(-log_odds)))
