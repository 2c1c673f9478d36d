import numpy as np
import pytest

from rag.reading.calibration import Calibration
from rag.reading.recipe.fitting import fit


def test_it_is_read_back_as_written() -> None:
    assert Calibration.parse(str(Calibration(0.25, -1.5, 3.0))) == Calibration(0.25, -1.5, 3.0)


def test_confidence_stays_between_0_and_1_at_any_score() -> None:
    assert Calibration().confidence(1e9, 0) == pytest.approx(1)
    assert Calibration().confidence(-1e9, 0) == pytest.approx(0)


def test_the_fitted_curve_says_how_often_it_is_right() -> None:
    chance = np.random.default_rng(1)
    scores = chance.normal(size=(4000, 2))
    right = chance.random(4000) < 1 / (1 + np.exp(-(2 * scores[:, 0] - scores[:, 1] + 0.5)))
    found = fit([(a, b) for a, b in scores.tolist()], right.tolist())
    assert (found.relevance, found.span, found.bias) == pytest.approx((2, -1, 0.5), abs=0.2)


def test_a_perfect_parting_still_gives_a_finite_curve() -> None:
    found = fit([(-1.0, 0.0), (-2.0, 0.0), (1.0, 0.0), (2.0, 0.0)], [False, False, True, True])
    assert 0.5 < found.confidence(1.0, 0.0) <= 1
