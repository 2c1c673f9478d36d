"""The linear models that judge evidence: which sentence answers best, and how sure that it answers.

Fitted by `rag/answering/recipe/`, whose docstring names the data; this file holds and applies the numbers.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.answering.question import Language

Model = Literal["rank", "answer", "rank-read", "answer-read"]
Rows = NDArray[np.float32]

# The answer is given when its probability of being right reaches this. Set where, over the tuning questions,
# as many answerable ones are answered rightly as unanswerable ones are declined.
THRESHOLD = 0.35


@cache
def _models() -> dict[str, tuple[Rows, float]]:
    raw = json.loads(files("rag.answering").joinpath("scoring.json").read_text("utf-8"))
    return {
        name: (np.array(model["weights"], np.float32), float(model["bias"])) for name, model in raw.items()
    }


def odds(model: Model, language: Language, rows: Rows) -> Rows:
    """Return the log-odds a model gives each row, shape (n,); English questions have models of their own."""
    weights, bias = _models()[f"{model}-en" if language == "en" else model]
    return np.asarray(rows @ weights + bias, np.float32)


def forget() -> None:
    """Read the numbers anew when next asked: they were just fitted."""
    _models.cache_clear()


def probability(log_odds: float) -> float:
    """Return the probability (0-1) that log-odds stand for."""
    return float(1 / (1 + np.exp(-log_odds)))
