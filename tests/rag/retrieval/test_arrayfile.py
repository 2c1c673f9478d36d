from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.errors import IndexDamaged
from rag.retrieval import arrayfile

ARRAYS: dict[str, arrayfile.Array] = {
    "a": np.arange(5, dtype=np.int64),
    "b": np.zeros((0, 3), np.float32),
    "c": np.array([[1, 2]], np.uint8),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("arrays") / "arrays"
    arrayfile.write(path, ARRAYS, {"format": "x", "n": 3})
    return path.read_bytes()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    arrayfile.write(tmp_path / "f", ARRAYS, {"format": "x", "n": 3})
    arrays, facts = arrayfile.read(tmp_path / "f")
    assert facts == {"format": "x", "n": 3}
    assert arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_a_missing_file_is_damage(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="genxi doctor"):
        arrayfile.read(tmp_path / "none")


@settings(max_examples=60, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_is_damage(
    written: bytes, tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    path = tmp_path_factory.mktemp("cut") / "f"
    path.write_bytes(written[: int(len(written) * share)])
    with pytest.raises(IndexDamaged):
        arrayfile.read(path)


@settings(max_examples=100, deadline=None)
@given(share=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_is_damage_or_padding(
    written: bytes, tmp_path_factory: pytest.TempPathFactory, share: float, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flip") / "f"
    altered = bytearray(written)
    altered[int(len(written) * share)] ^= 1 << bit
    path.write_bytes(altered)
    try:
        arrays, _ = arrayfile.read(path)
    except IndexDamaged:
        return
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(arrays[name], array)


def test_other_content_is_damage(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"PK\x03\x04" * 100)
    with pytest.raises(IndexDamaged):
        arrayfile.read(tmp_path / "f")
