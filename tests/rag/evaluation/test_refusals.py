import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rag.evaluation.refusals import area_under_risk, calibration_error, reliability, risk_coverage

tenths = st.integers(0, 10).map(lambda number: number / 10)
samples = st.integers(1, 20).flatmap(
    lambda size: st.tuples(
        arrays(np.float64, size, elements=tenths),
        arrays(np.float64, size, elements=st.sampled_from([0.0, 1.0])),
    )
)


def test_the_curve_by_hand() -> None:
    confidence, right = np.array([0.5, 0.9, 0.7, 0.7]), np.array([0.0, 1.0, 1.0, 0.0])
    assert risk_coverage(confidence, right, 8) == [
        (0.125, 0.0, 0.9),
        (0.375, pytest.approx(1 / 3), 0.7),
        (0.5, 0.5, 0.5),
    ]


@given(samples)
def test_every_point_is_what_its_threshold_would_give(sample: tuple[np.ndarray, np.ndarray]) -> None:
    confidence, right = sample
    points = risk_coverage(confidence, right, len(confidence))
    for coverage, risk, threshold in points:
        given = confidence >= threshold
        assert coverage == pytest.approx(given.mean())
        assert risk == pytest.approx(1 - right[given].mean())
    assert [point[0] for point in points] == sorted({point[0] for point in points})
    assert points[-1][0] == 1


@given(samples)
def test_the_area_lies_between_the_least_and_the_greatest_risk(sample: tuple[np.ndarray, np.ndarray]) -> None:
    risks = [risk for _, risk, _ in risk_coverage(*sample, len(sample[0]))]
    assert min(risks) - 1e-9 <= area_under_risk(*sample) <= max(risks) + 1e-9


def test_calibration_by_hand() -> None:
    confidence, right = np.array([0.85, 0.85, 0.15, 1.0]), np.array([1.0, 0.0, 0.0, 1.0])
    # Bins: 0.15 (0 right), 0.85 twice (half right), 1.0 (right).
    assert calibration_error(confidence, right) == pytest.approx((0.15 + 2 * 0.35 + 0.0) / 4)
    assert [(one.questions, one.right) for one in reliability(confidence, right)] == [
        (1, 0),
        (2, 0.5),
        (1, 1),
    ]


def test_a_perfectly_calibrated_run_has_no_error() -> None:
    confidence = np.array([0.25] * 4 + [1.0] * 3)
    right = np.array([1.0, 0.0, 0.0, 0.0] + [1.0] * 3)
    assert calibration_error(confidence, right) == pytest.approx(0)


def test_nothing_asked_is_no_number() -> None:
    empty = np.array([])
    assert np.isnan(calibration_error(empty, empty))
    assert np.isnan(area_under_risk(empty, empty))
    assert risk_coverage(empty, empty, 3) == []
