from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.reading.windows import windows

TEXTS = st.text(alphabet="甲乙丙。！\n，”a ", max_size=200)


@given(TEXTS, st.integers(2, 40), st.data())
def test_windows_hold_every_character_and_stay_under_the_size(
    text: str, size: int, draw: st.DataObject
) -> None:
    overlap = draw.draw(st.integers(0, size - 1))
    found = windows(text, size=size, overlap=overlap)
    held = {place for start, end in found for place in range(start, end)}
    assert held == set(range(len(text)))
    assert all(0 < end - start <= size for start, end in found)


@given(TEXTS, st.integers(2, 40), st.data())
def test_windows_rise_and_share_no_more_than_the_overlap(text: str, size: int, draw: st.DataObject) -> None:
    overlap = draw.draw(st.integers(0, size - 1))
    found = windows(text, size=size, overlap=overlap)
    for (start, end), (next_start, next_end) in pairwise(found):
        assert start < next_start <= end < next_end
        assert end - next_start <= overlap


def test_a_window_begins_with_a_sentence_and_repeats_the_one_before_the_cut() -> None:
    text = "一一一一。二二二二。三三三三。四四四四。"
    assert [text[start:end] for start, end in windows(text, size=12, overlap=5)] == [
        "一一一一。二二二二。",
        "二二二二。三三三三。",
        "三三三三。四四四四。",
    ]


def test_closing_quotes_stay_with_their_sentence() -> None:
    text = "他说：“好。”走了。"
    assert [text[start:end] for start, end in windows(text, size=6, overlap=0)] == [
        "他说：“好。”"[:6],
        "”走了。",
    ]


@pytest.mark.parametrize("overlap", [-1, 10, 11])
def test_an_overlap_as_large_as_the_window_is_refused(overlap: int) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        windows("一二三", size=10, overlap=overlap)
