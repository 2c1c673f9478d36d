"""Figures of a reader: F1 and exact match as CMRC 2018 defines them, and how well two heaps are parted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

_TOKEN = re.compile(r"[\u4e00-\u9fff]|[^\s\u4e00-\u9fff]+")


def f1(answer: str, variants: Iterable[str]) -> float:
    """Return the best F1 over the variants, by the longest common run of characters and foreign words."""
    return max((_f1(_tokens(answer), _tokens(variant)) for variant in variants), default=0.0)


def exact(answer: str, variants: Iterable[str]) -> float:
    """Return 1 if the answer equals a variant but for punctuation, case and blanks, else 0."""
    return float(any("".join(_tokens(answer)) == "".join(_tokens(variant)) for variant in variants))


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """Return how often a right one scores above a wrong one; ties count half."""
    low = np.sort(np.asarray(wrong))
    places = np.searchsorted(low, right, "left") + np.searchsorted(low, right, "right")
    return float(places.mean() / 2 / len(low))


def kept_at(right: Sequence[float], wrong: Sequence[float], accepted: float) -> float:
    """Return the share of right ones above the threshold that lets `accepted` of the wrong ones pass."""
    threshold = np.quantile(np.asarray(wrong), 1 - accepted)
    return float((np.asarray(right) > threshold).mean())


def _tokens(text: str) -> list[str]:
    plain = "".join(sign if unicodedata.category(sign)[0] not in "PSC" else "" for sign in text)
    return _TOKEN.findall(plain.lower())


def _f1(answer: list[str], variant: list[str]) -> float:
    common = _longest_run(answer, variant)
    if not common:
        return 0.0
    precision, recall = common / len(answer), common / len(variant)
    return 2 * precision * recall / (precision + recall)


def _longest_run(left: list[str], right: list[str]) -> int:
    """Return the length of the longest common substring."""
    lengths: NDArray[np.int64] = np.zeros(len(right) + 1, np.int64)
    best = 0
    for token in left:
        same = np.array([other == token for other in right], dtype=bool)
        lengths[1:] = np.where(same, lengths[:-1] + 1, 0)
        best = max(best, int(lengths.max()))
    return best
