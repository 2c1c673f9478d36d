"""What can be wrong inside the store, found by looking at every row."""

from collections.abc import Iterator

import numpy as np

from rag.errors import StoreError
from rag.storage.blobs import unpack_origin
from rag.storage.view import View

TOLERANCE = 1e-2  # how far from 1 the length of a vector may be
UNREADABLE = "what is stored of it is damaged; index its file with --rebuild, or remove it"

_Row = tuple[int, int, str, bytes, bytes]  # start, end, clean, origin, vector


def file_faults(view: View) -> list[str]:
    """Return what SQLite itself finds wrong with its file."""
    rows = view.connection.execute("PRAGMA integrity_check").fetchall()
    return [] if rows == [("ok",)] else [str(row[0]) for row in rows]


def orphans(view: View) -> list[int]:
    """Return the chunks whose document is not there."""
    query = "SELECT id FROM chunks WHERE document NOT IN (SELECT number FROM documents)"
    return [chunk_id for (chunk_id,) in view.connection.execute(query)]


def damaged_documents(view: View) -> Iterator[tuple[str, str]]:
    """Yield the id of each document that is UNREADABLE or has an impossible chunk, and what is wrong."""
    dimension = view.manifest().dimension or 0
    query = """
        SELECT start, end, clean, origin, vector FROM chunks
        WHERE document = (SELECT number FROM documents WHERE id = ?) ORDER BY id
        """
    for document_id in view.ids():
        try:
            length = len(view.document(document_id).text)
        except StoreError:
            yield document_id, UNREADABLE
            continue
        rows = view.connection.execute(query, (document_id,))
        fault = next(filter(None, (_fault(row, length, dimension) for row in rows)), None)
        if fault:
            yield document_id, fault


def _fault(row: _Row, length: int, dimension: int) -> str | None:
    start, end, clean, origin, vector = row
    if not 0 <= start < end <= length:
        return f"a chunk at {start}-{end} lies outside the {length} characters of the text"
    return _origin_fault(origin, start, end, clean) or _vector_fault(vector, dimension)


def _origin_fault(blob: bytes, start: int, end: int, clean: str) -> str | None:
    try:
        origin = unpack_origin(blob)
    except StoreError:
        return "the origin of a chunk is damaged"
    starts, ends = origin[:, 0], origin[:, 1]
    if len(origin) != len(clean) or (starts >= ends).any() or (starts < start).any() or (ends > end).any():
        return "the origin of a chunk does not fit its text"
    return None


def _vector_fault(blob: bytes, dimension: int) -> str | None:
    if len(blob) != 4 * dimension:
        return f"a vector has {len(blob)} bytes instead of {4 * dimension}"
    vector = np.frombuffer(blob, "<f4")
    if not np.isfinite(vector).all():
        return "a vector is not finite"
    if abs(float(np.linalg.norm(vector.astype(np.float64))) - 1) > TOLERANCE:
        return "a vector is not of length 1"
    return None
