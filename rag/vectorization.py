"""Texts → vectors, each text embedded once: what the store holds already is not embedded again."""

import hashlib
from collections.abc import Mapping

import numpy as np

from embeddings.errors import ModelError
from embeddings.protocols import Embedder
from rag.storage.blobs import pack_vector

SLICE = 64  # texts handed to the embedder at a time, so that an interruption is felt within seconds

Packed = dict[bytes, bytes]  # hash of a text → its packed vector


def text_hash(text: str) -> bytes:
    """Return the key under which the vector of `text` is kept."""
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


def embed_missing(embedder: Embedder, texts: Mapping[bytes, str], known: Mapping[bytes, bytes]) -> Packed:
    """Return the packed vector of every text; raises ModelError if the embedder breaks its promise."""
    vectors = dict(known)
    missing = [key for key in texts if key not in vectors]
    for start in range(0, len(missing), SLICE):
        keys = missing[start : start + SLICE]
        rows = embedder.embed([texts[key] for key in keys], kind="passage")
        if rows.shape != (len(keys), embedder.dimension):
            expected = f"{len(keys)} vectors of {embedder.dimension} numbers"
            raise ModelError(f"The embedder '{embedder.name}' returned {rows.shape} instead of {expected}.")
        if not np.isfinite(rows).all():
            raise ModelError(f"The embedder '{embedder.name}' returned a vector that is not finite.")
        vectors.update(zip(keys, map(pack_vector, rows), strict=True))
    return vectors
