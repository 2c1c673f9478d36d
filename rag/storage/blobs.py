"""Arrays as bytes: vectors plain, origins as compressed differences. Little-endian on every machine."""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from embeddings.protocols import Vectors
from rag.datatypes import Offsets
from rag.errors import StoreError


@contextmanager
def decoding(what: str) -> Iterator[None]:
    """Turn what a damaged value raises into one line that names it."""
    try:
        yield
    except (ValueError, TypeError, LookupError, zlib.error) as error:
        raise StoreError(f"The stored {what} is damaged. Run: genxi doctor --repair") from error


def pack_vector(vector: Vectors) -> bytes:
    """Return the bytes of one row."""
    return vector.astype("<f4", copy=False).tobytes()


def unpack_vectors(blobs: Sequence[bytes], dimension: int) -> Vectors:
    """Return one row per blob; raises StoreError when one has another width."""
    with decoding("vector of a chunk"):
        if any(len(blob) != 4 * dimension for blob in blobs):
            raise ValueError("width")
        rows = np.frombuffer(b"".join(blobs), dtype="<f4").reshape(len(blobs), dimension)
    return rows.astype(np.float32)


def pack_origin(origin: Offsets) -> bytes:
    """Return an origin in a few dozen bytes: nearly all of its steps are equal, so differences compress."""
    steps = np.diff(origin[:, 0], prepend=np.int32(0)).astype("<i4")
    widths = (origin[:, 1] - origin[:, 0]).astype("<i4")
    return zlib.compress(np.concatenate([steps, widths]).tobytes(), 1)


def unpack_origin(blob: bytes) -> Offsets:
    """Return the origin `pack_origin` was given; raises StoreError when the bytes are damaged."""
    with decoding("origin of a chunk"):
        rows = np.frombuffer(zlib.decompress(blob), dtype="<i4").reshape(2, -1).astype(np.int32)
    np.cumsum(rows[0], out=rows[0])  # in place: ten of these are read for every question
    rows[1] += rows[0]
    return rows.T
