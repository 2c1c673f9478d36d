from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import StoreError
from rag.storage.blobs import pack_origin, pack_vector, unpack_origin, unpack_vectors

RANGES = st.lists(st.tuples(st.integers(0, 2**30), st.integers(0, 1000)), max_size=50)


@given(RANGES)
def test_an_origin_survives_packing(ranges: list[tuple[int, int]]) -> None:
    origin = np.array([(start, start + width) for start, width in ranges], np.int32).reshape(-1, 2)
    unpacked = unpack_origin(pack_origin(origin))
    assert unpacked.dtype == np.int32
    assert np.array_equal(unpacked, origin)


def test_the_origin_of_plain_text_takes_few_bytes() -> None:
    starts = np.arange(5000, 5400, dtype=np.int32)
    assert len(pack_origin(np.stack([starts, starts + 1], axis=1))) < 60


@given(st.binary(max_size=100))
def test_damaged_origins_are_refused_or_have_the_right_shape(blob: bytes) -> None:
    with suppress(StoreError):
        assert unpack_origin(blob).shape[1] == 2


@given(st.lists(st.lists(st.floats(width=32, allow_nan=False), min_size=3, max_size=3), max_size=5))
def test_vectors_survive_packing(rows: list[list[float]]) -> None:
    vectors = np.array(rows, np.float32).reshape(-1, 3)
    assert np.array_equal(unpack_vectors([pack_vector(row) for row in vectors], 3), vectors)


def test_a_vector_of_another_width_is_refused() -> None:
    with pytest.raises(StoreError, match="genxi doctor"):
        unpack_vectors([bytes(8), bytes(12)], 3)
