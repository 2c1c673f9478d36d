import numpy as np
import pytest

from rag.reading.decoding import PER_TOKEN, best_span, characters
from rag.reading.encoding import Encoded


def test_the_best_span_never_ends_before_it_starts() -> None:
    starts, ends = np.array([0.0, 0.0, 9.0]), np.array([9.0, 0.0, 1.0])
    assert best_span(starts, ends) == (2, 2, 10.0)


def test_a_span_longer_than_allowed_gives_way() -> None:
    starts, ends = np.array([5.0, 1.0, 0.0, 0.0]), np.array([0.0, 0.0, 0.0, 5.0])
    assert best_span(starts, ends)[:2] == (0, 3)
    assert best_span(starts, ends, longest=3)[:2] == (1, 3)


def test_of_two_spans_as_good_the_shorter_is_taken() -> None:
    starts, ends = np.array([3.0, 3.0, 0.0]), np.array([0.0, 0.0, 3.0])
    first, last, score = best_span(starts, ends)
    assert (first, last) == (1, 2)
    assert score == pytest.approx(6.0 - PER_TOKEN)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        pytest.param(5, 7, (1, 5), id="loose_marks_go"),
        pytest.param(5, 5, None, id="nothing_but_marks"),
        pytest.param(6, 6, (1, 3), id="one_token"),
    ],
)
def test_tokens_become_the_exact_characters(first: int, last: int, expected: tuple[int, int] | None) -> None:
    encoded = Encoded(ids=[0] * 9, first=5, offsets=[(0, 1), (1, 3), (3, 6)])
    assert characters("，南翔上海。", encoded, first, last) == expected
