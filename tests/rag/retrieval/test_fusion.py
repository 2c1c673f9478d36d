import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.fusion import Scores, above_floor, best, share_of_best


def scores(*values: float) -> Scores:
    return np.array(values, np.float32)


some_scores = st.lists(st.integers(0, 1000), max_size=50).map(lambda values: scores(*values))


def test_best_puts_equal_scores_in_rising_place() -> None:
    assert best(scores(1, 3, 2, 3, 2), 3).tolist() == [1, 3, 2]


def test_best_never_returns_negative_scores() -> None:
    assert best(scores(-1, 0, -1), 5).tolist() == [1]


def test_the_floor_is_the_lowest_similarity() -> None:
    assert above_floor(scores(0.9, 0.8, 0.7)).round(3).tolist() == [1.0, 0.5, 0.0]


def test_equal_similarities_count_fully() -> None:
    assert above_floor(scores(0.9)).tolist() == [1.0]


@given(some_scores)
def test_the_best_share_is_one_unless_nothing_scored(values: Scores) -> None:
    assert share_of_best(values).max(initial=0) == (1 if values.any() else 0)


@given(some_scores, st.integers(1, 60))
def test_best_agrees_with_a_full_sort(values: Scores, k: int) -> None:
    expected = sorted(range(len(values)), key=lambda place: (-values[place], place))[:k]
    assert best(values, k).tolist() == expected


@given(some_scores, st.integers(1, 100))
def test_scaling_a_leg_changes_no_share(values: Scores, factor: int) -> None:
    np.testing.assert_allclose(share_of_best(values), share_of_best(values * factor), rtol=1e-5)
