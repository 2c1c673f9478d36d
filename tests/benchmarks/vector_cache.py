"""Vectors kept between benchmark runs by what was embedded, so that no passage is embedded twice."""

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from embeddings.protocols import Embedder, TextKind, Vectors


class CachedEmbedder:
    """An Embedder that asks another one only for passages it has not seen; one file for every model.

    Questions are embedded anew: a model's name stands for the vectors of its passages.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._embedder = embedder
        self._known = sqlite3.connect(path, check_same_thread=False)  # a search embeds aside
        self._known.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")

    @property
    def name(self) -> str:
        """The name of the embedder asked."""
        return self._embedder.name

    @property
    def dimension(self) -> int:
        """Width of a vector."""
        return self._embedder.dimension

    def embed(self, texts: Sequence[str], /, *, kind: TextKind = "passage") -> Vectors:
        """Return one unit vector per text."""
        if kind == "query":
            return self._embedder.embed(texts, kind=kind)
        keys = [self._key(text, kind) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if self._get(key) is None}
        if missing:
            vectors = self._embedder.embed(list(missing.values()), kind=kind)
            with self._known:
                rows = zip(missing, (vector.tobytes() for vector in vectors), strict=True)
                self._known.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        blobs = b"".join(self._get(key) or b"" for key in keys)
        return np.frombuffer(blobs, np.float32).reshape(len(texts), self.dimension)

    def _key(self, text: str, kind: TextKind) -> bytes:
        content = f"{self.name}\0{kind}\0{text}"
        return hashlib.sha256(content.encode("utf-8", "replace")).digest()

    def _get(self, key: bytes) -> bytes | None:
        row = self._known.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])
