import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rag.retrieval.merging import joined, without
from rag.retrieval.postings import Postings

TEXTS = st.lists(st.lists(st.sampled_from("天地玄黄宇宙洪荒"), max_size=6), max_size=8)


def same(one: Postings, other: Postings) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in Postings.__slots__)


@given(TEXTS, TEXTS)
def test_joined_lists_are_those_of_all_texts(first: list[list[str]], second: list[list[str]]) -> None:
    assert same(joined(Postings.build(first), Postings.build(second)), Postings.build(first + second))


@given(TEXTS, st.sets(st.integers(0, 7)))
def test_lists_without_rows_are_those_of_the_other_texts(texts: list[list[str]], leaving: set[int]) -> None:
    gone = np.array([row in leaving for row in range(len(texts))], np.bool_)
    kept = [text for text, leaves in zip(texts, gone, strict=True) if not leaves]
    assert same(without(Postings.build(texts), gone), Postings.build(kept))
