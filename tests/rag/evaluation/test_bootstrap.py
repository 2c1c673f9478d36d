from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray

from rag.evaluation import bootstrap
from rag.evaluation.metrics import Columns
from rag.evaluation.summary import figures_of

ONES = np.ones((40, 1))


def chances(first: NDArray[np.float64], second: NDArray[np.float64]) -> tuple[float, float, float]:
    """The p-values of one metric: as low, as high, as far."""
    low, high, far = bootstrap.swap_test((first[:, None], ONES), (second[:, None], ONES))
    return float(low[0]), float(high[0]), float(far[0])


def test_intervals_hold_the_mean_and_shrink_with_questions() -> None:
    generator = np.random.default_rng(0)
    widths = []
    for size in (50, 5_000):
        values = generator.random(size)
        [(low, high)] = bootstrap.intervals(values[:, None], np.ones((size, 1)))
        assert low < values.mean() < high
        widths.append(high - low)
    assert widths[1] < widths[0] / 5


def test_intervals_are_near_those_of_theory() -> None:
    values = np.random.default_rng(1).random(400)
    [(low, high)] = bootstrap.intervals(values[:, None], np.ones((400, 1)))
    half = 1.96 * values.std() / 20
    assert (low, high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.004)


def test_the_same_answers_give_the_same_interval() -> None:
    values = np.random.default_rng(2).random((30, 2))
    assert bootstrap.intervals(values, np.ones((30, 2))) == bootstrap.intervals(values, np.ones((30, 2)))


def test_what_is_never_counted_has_no_interval() -> None:
    [(low, high)] = bootstrap.intervals(np.zeros((5, 1)), np.zeros((5, 1)))
    assert np.isnan([low, high]).all()


@pytest.mark.parametrize(("worse", "better"), [(5, 0), (6, 1), (3, 3), (9, 2)])
def test_for_yes_and_no_the_swap_test_is_mcnemars(worse: int, better: int) -> None:
    first = np.array([1.0] * worse + [0.0] * better + [1.0] * (40 - worse - better))
    second = np.array([0.0] * worse + [1.0] * better + [1.0] * (40 - worse - better))
    flips = worse + better
    exact = sum(comb(flips, k) for k in range(worse, flips + 1)) / 2**flips
    low, _, far = chances(first, second)
    assert low == pytest.approx(exact, abs=0.015)
    assert low == pytest.approx(chances(second, first)[1], abs=0.015), "as high the other way round"
    assert far == pytest.approx(min(1.0, 2 * exact), abs=0.03)


def test_runs_that_do_not_differ_are_never_told_apart() -> None:
    values = np.random.default_rng(3).random(40)
    assert chances(values, values) == (1, 1, 1)
    same = (values[:, None], ONES)
    assert bootstrap.difference_intervals(same, same) == [(0, 0)]


def test_chance_differences_are_called_significant_about_as_often_as_promised() -> None:
    generator = np.random.default_rng(4)
    false = 0
    for _ in range(60):
        first, second = (generator.random(40) < 0.7).astype(float), (generator.random(40) < 0.7).astype(float)
        false += chances(first, second)[0] < 0.05
    assert false <= 8


@pytest.mark.parametrize(
    ("right", "questions", "limits"),
    [
        (1.0, 3, (0.4385, 1.0)),
        (0.0, 3, (0.0, 0.5615)),
        (1.0, 100, (0.9630, 1.0)),
        (0.5, 10, (0.2366, 0.7634)),
    ],
)
def test_the_score_interval_is_wilsons(right: float, questions: int, limits: tuple[float, float]) -> None:
    assert bootstrap.wilson(right, questions) == pytest.approx(limits, abs=0.0002)


def test_a_few_right_answers_are_not_certain() -> None:
    columns = Columns(("1", "2", "3"), ((),) * 3, {"answer_right": np.ones(3), "passages_read": np.ones(3)})
    found = figures_of(columns)
    assert (found["answer_right"].low, found["answer_right"].high) == pytest.approx((0.4385, 1), abs=0.0002)
    assert (found["passages_read"].low, found["passages_read"].high) == (1, 1), "no share"


def test_holm_corrects_for_the_number_of_tests() -> None:
    corrected = bootstrap.holm([0.01, float("nan"), 0.04, 0.03])
    assert corrected[0] == pytest.approx(0.03)
    assert np.isnan(corrected[1])
    assert corrected[2:] == pytest.approx([0.06, 0.06])
    assert bootstrap.holm([0.9, 0.8]) == [1.0, 1.0]


def test_what_only_one_run_has_cannot_be_told_apart() -> None:
    nothing = (np.zeros((40, 1)), np.zeros((40, 1)))
    assert np.isnan(bootstrap.swap_test(nothing, (ONES, ONES))).all()


def test_percentiles_have_intervals_too() -> None:
    seconds = np.random.default_rng(5).random(500)
    low, high = bootstrap.interval_of_percentile(seconds, 95)
    assert low <= np.percentile(seconds, 95) <= high
    assert (low, high) == bootstrap.interval_of(lambda rows: float(np.percentile(seconds[rows], 95)), 500)
