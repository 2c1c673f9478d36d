import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.merging import joined, without
from rag.retrieval.postings import Postings, counts_of, rows_of

TEXTS = st.lists(st.lists(st.sampled_from("天地玄黄宇宙洪荒"), max_size=6), max_size=8)


def same(one: Postings, other: Postings) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in Postings.__slots__)


@given(TEXTS, TEXTS)
def test_joined_lists_are_those_of_all_texts(first: list[list[str]], second: list[list[str]]) -> None:
    assert same(joined(Postings.build(first), Postings.build(second)), Postings.build(first + second))


def test_a_count_stops_where_its_bits_end() -> None:
    entries = Postings.build([["天"] * 70]).entries
    assert (rows_of(entries).tolist(), counts_of(entries).tolist()) == ([0], [63])


def test_more_rows_than_an_entry_can_name_are_a_mistake() -> None:
    keys, bounds = np.empty(0, np.uint64), np.zeros(1, np.int64)
    with pytest.raises(ValueError, match="67,108,864 sentences"):
        Postings(keys, bounds, np.empty(0, np.uint32), np.broadcast_to(np.int32(1), 1 << 26))


@given(TEXTS, st.sets(st.integers(0, 7)))
def test_lists_without_rows_are_those_of_the_other_texts(texts: list[list[str]], leaving: set[int]) -> None:
    gone = np.array([row in leaving for row in range(len(texts))], np.bool_)
    kept = [text for text, leaves in zip(texts, gone, strict=True) if not leaves]
    assert same(without(Postings.build(texts), gone), Postings.build(kept))
