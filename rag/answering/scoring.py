"""Two small linear models over the evidence rows: how well a sentence answers, and whether to answer.

Both are logistic regressions fitted by `rag/answering/recipe/` (its docstring names the data); this file only
holds their numbers and applies them.
"""

import json
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from rag.answering.question import Language

# The answer is given when its probability of being right reaches this; see the recipe for how it was set.
THRESHOLD = 0.5


@cache
def _models() -> dict[str, tuple[NDArray[np.float32], float]]:
    raw = json.loads(files("rag.answering").joinpath("scoring.json").read_text("utf-8"))
    return {
        name: (np.array(model["weights"], np.float32), float(model["bias"])) for name, model in raw.items()
    }


def rank(rows: NDArray[np.float32], language: Language) -> NDArray[np.float32]:
    """Return how well each sentence answers, in log-odds, shape (n,)."""
    weights, bias = _models()["rank-en" if language == "en" else "rank"]
    return np.asarray(rows @ weights + bias, np.float32)


def confidence(row: NDArray[np.float32], language: Language) -> float:
    """Return the probability that the best sentence answers the question."""
    weights, bias = _models()["answer-en" if language == "en" else "answer"]
    return float(1 / (1 + np.exp(-(row @ weights + bias))))
