"""Relevance and span scores → one confidence, by the logistic curve fitted when the reader was trained."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calibration:
    """confidence = 1 / (1 + exp(-(relevance · r + span · s + bias)))."""

    relevance: float = 1.0
    span: float = 0.0
    bias: float = 0.0

    def confidence(self, relevance: float, span: float) -> float:
        """Return the chance, 0-1, that the window answers the question."""
        odds = relevance * self.relevance + span * self.span + self.bias
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))

    def __str__(self) -> str:
        return f"{self.relevance} {self.span} {self.bias}"

    @classmethod
    def parse(cls, text: str) -> "Calibration":
        """Return what `str` wrote; raise ValueError for anything else."""
        relevance, span, bias = map(float, text.split())
        return cls(relevance, span, bias)
