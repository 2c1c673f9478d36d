"""Named numpy arrays in one file: memory-mapped when read, checked before they are trusted, never pickled.

Layout: magic, length and CRC-32 of the header, the header (JSON: place, shape, type and CRC-32 of each
array, and a few plain facts), then the arrays, each on a 64-byte boundary.
"""

import json
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import IndexDamaged

Array = NDArray[Any]
Facts = Mapping[str, str | int | float]

_MAGIC = b"GXARRAY1"
_PREFIX = struct.Struct("<8sII")
_ALIGNMENT = 64
# Up to this size (about 8,000 chunks, 30 ms) every byte is checked on opening; of larger ones, where it would
# take seconds, only the header and the length, unless asked to be `thorough`.
_CHECKED_BYTES = 32 << 20


def write(path: Path, arrays: Mapping[str, Array], facts: Facts) -> None:
    """Write `arrays` and `facts` to `path`; making the replacement atomic is the caller's matter."""
    entries: dict[str, dict[str, object]] = {}
    offset = 0
    blobs: list[tuple[int, memoryview]] = []
    for name, array in arrays.items():
        content = np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        entries[name] = {
            "offset": offset,
            "shape": list(array.shape),
            "dtype": array.dtype.str,
            "crc": zlib.crc32(content),
        }
        blobs.append((offset, content))
        offset += _padded(len(content))
    header = json.dumps({"facts": dict(facts), "arrays": entries, "size": offset}).encode()
    start = _padded(_PREFIX.size + len(header))
    with path.open("wb") as file:
        file.write(_PREFIX.pack(_MAGIC, len(header), zlib.crc32(header)))
        file.write(header)
        for place, content in blobs:
            file.seek(start + place)
            file.write(content)
        file.truncate(start + offset)


def read(path: Path, *, thorough: bool = False) -> tuple[dict[str, Array], dict[str, Any]]:
    """Return the arrays (read-only, memory-mapped) and the facts.

    Raises IndexDamaged if the file is missing, cut short or altered.
    """
    try:
        content = np.memmap(path, mode="r") if path.stat().st_size else np.empty(0, np.uint8)
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read ({error.strerror}). Run: genxi doctor --repair") from error
    try:
        magic, length, crc = _PREFIX.unpack(content[: _PREFIX.size].tobytes())
        encoded = content[_PREFIX.size : _PREFIX.size + length].tobytes()
        if magic != _MAGIC or zlib.crc32(encoded) != crc:
            raise ValueError("header")
        header = json.loads(encoded)
        body = content[_padded(_PREFIX.size + length) :]
        if len(body) != header["size"]:
            raise ValueError("length")
        arrays = {name: _array(body, entry, thorough) for name, entry in header["arrays"].items()}
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise IndexDamaged(f"{path} is damaged ({error}). Run: genxi doctor --repair") from error
    return arrays, header["facts"]


def _array(body: Array, entry: Mapping[str, Any], thorough: bool) -> Array:  # noqa: FBT001
    dtype = np.dtype(entry["dtype"])
    size = dtype.itemsize * int(np.prod(entry["shape"], dtype=np.int64))
    content = body[entry["offset"] : entry["offset"] + size]
    if (thorough or len(body) <= _CHECKED_BYTES) and zlib.crc32(content.data) != entry["crc"]:
        raise ValueError("checksum")
    return np.asarray(content.view(dtype).reshape(entry["shape"]))


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
