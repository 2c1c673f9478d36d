"""How sure a figure is: questions drawn again with replacement, and answers of two runs swapped at random.

Everything is drawn from a generator that is seeded here, so that the same answers give the same intervals.
Sources: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), percentile intervals; Fisher's
randomisation test, which for a yes-or-no figure is McNemar's exact test.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Sums = tuple[Floats, Floats]  # numerators and denominators, shapes (questions, metrics)
SEED = 20180601
DRAWS, SLOW_DRAWS, SWAPS = 2_000, 300, 10_000
LEVEL = 0.95
_DEVIATE = 1.959964  # of the normal distribution, at LEVEL
_CELLS = 4_000_000  # of a block of draws, so that memory stays under 50 MB however many questions there are
_TIE = 1e-12  # sums in another order differ by less than this


def intervals(numerators: Floats, denominators: Floats, *, seed: int = SEED) -> list[tuple[float, float]]:
    """Return the interval of each quotient of sums; shapes (questions, metrics).

    All metrics see the same draws. An interval is NaN where a quotient never was a number.
    """
    draws = [
        _quotients(counts @ numerators, counts @ denominators)
        for counts in _counts(len(numerators), DRAWS, seed)
    ]
    return [_interval(column) for column in np.concatenate(draws).T]


def wilson(right: float, questions: int) -> tuple[float, float]:
    """Return the score interval of a share of questions, which holds where no draw differs: 3 of 3 right.

    Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927).
    """
    spread = _DEVIATE**2 / questions
    middle = (right + spread / 2) / (1 + spread)
    half = np.sqrt(spread * (right * (1 - right) + spread / 4)) / (1 + spread)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))


def interval_of(
    statistic: Callable[[NDArray[np.int64]], float], questions: int, *, seed: int = SEED
) -> tuple[float, float]:
    """Return the interval of any statistic of rows, given the places of the rows drawn."""
    return _interval(np.array([statistic(row) for row in _places(questions, seed)]))


def interval_of_percentile(values: Floats, share: float, *, seed: int = SEED) -> tuple[float, float]:
    """Return the interval of a percentile of values."""
    return _interval(np.percentile(values[_places(len(values), seed)], share, axis=1))


def difference_intervals(first: Sums, second: Sums, *, seed: int = SEED) -> list[tuple[float, float]]:
    """Return the interval of second − first of each metric, over the same questions drawn again."""
    draws = [
        _quotients(*(counts @ part for part in second)) - _quotients(*(counts @ part for part in first))
        for counts in _counts(len(first[0]), DRAWS, seed)
    ]
    return [_interval(column) for column in np.concatenate(draws).T]


def swap_test(first: Sums, second: Sums, *, seed: int = SEED) -> tuple[Floats, Floats, Floats]:
    """Return for each metric how likely its difference is if the runs do not differ.

    Every question's figures change sides with chance ½. The shares of swaps with a difference at least as low
    as the one seen, as high, and as far from zero are the p-values; the one seen counts as a swap.
    """
    sums = [[part.sum(axis=0) for part in side] for side in (first, second)]
    seen = _quotients(*sums[1]) - _quotients(*sums[0])
    low, high, far = (np.ones(len(seen)) for _ in range(3))
    for swapped in _swaps(len(first[0]), seed):
        moved = [swapped @ (new - old) for old, new in zip(first, second, strict=True)]
        left = _quotients(*(total + change for total, change in zip(sums[0], moved, strict=True)))
        right = _quotients(*(total - change for total, change in zip(sums[1], moved, strict=True)))
        differences = np.nan_to_num(right - left)
        low += (differences <= seen + _TIE).sum(axis=0)
        high += (differences >= seen - _TIE).sum(axis=0)
        far += (np.abs(differences) >= np.abs(seen) - _TIE).sum(axis=0)
    unknown = np.where(np.isnan(seen), np.nan, 1.0) / (SWAPS + 1)
    return low * unknown, high * unknown, far * unknown


def holm(chances: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number (Holm 1979); NaN stays and does not count."""
    order = sorted((p, place) for place, p in enumerate(chances) if not np.isnan(p))
    corrected = list(chances)
    largest = 0.0
    for rank, (p, place) in enumerate(order):
        largest = max(largest, min(1.0, p * (len(order) - rank)))
        corrected[place] = largest
    return corrected


def _places(questions: int, seed: int) -> NDArray[np.int64]:
    return np.random.default_rng(seed).integers(0, questions, (SLOW_DRAWS, questions))


def _counts(questions: int, draws: int, seed: int) -> Iterator[Floats]:
    """Yield blocks of draws: how often each question was drawn."""
    generator = np.random.default_rng(seed)
    shares = np.full(questions, 1 / questions)
    for size in _blocks(questions, draws):
        yield generator.multinomial(questions, shares, size).astype(np.float64)


def _swaps(questions: int, seed: int) -> Iterator[Floats]:
    generator = np.random.default_rng(seed)
    for size in _blocks(questions, SWAPS):
        yield generator.integers(0, 2, (size, questions)).astype(np.float64)


def _blocks(questions: int, draws: int) -> Iterator[int]:
    size = max(1, _CELLS // max(1, questions))
    yield from (min(size, draws - start) for start in range(0, draws, size))


def _quotients(numerators: Floats, denominators: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(denominators > 0, numerators / denominators, np.nan))


def _interval(values: Floats) -> tuple[float, float]:
    known = values[~np.isnan(values)]
    if not len(known):
        return float("nan"), float("nan")
    tail = (1 - LEVEL) / 2 * 100
    low, high = np.percentile(known, [tail, 100 - tail])
    return float(low), float(high)
