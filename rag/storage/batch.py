"""Writing the store: one batch is one transaction and one commit."""

import json
import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.datatypes import Chunk, Document
from rag.storage import manifest
from rag.storage.blobs import pack_origin
from rag.storage.manifest import Manifest
from rag.storage.view import Origin, View


@dataclass(frozen=True, slots=True)
class StoredChunk:
    """A chunk with the hash of the text that was embedded and the vector it got, packed."""

    chunk: Chunk
    hash: bytes
    vector: bytes


@dataclass(frozen=True, slots=True)
class Sketch:
    """What near duplicates of a document are recognised by, and hashes by which they are looked up."""

    signature: bytes = b""
    probes: Sequence[int] = ()


class Batch(View):
    """A view that can also change what it shows; changes last only if the whole batch does."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._changed = False

    def put(
        self,
        document: Document,
        origin: Origin,
        chunks: Sequence[StoredChunk],
        sketch: Sketch = Sketch(),
    ) -> None:
        """Store a document with its chunks in place of an earlier one of the same id."""
        self._changed = True
        metadata = json.dumps(dict(document.metadata), ensure_ascii=False)
        (number,) = self.connection.execute(
            """
            INSERT INTO documents (id, title, source, published, text, metadata, hash, root, path, signature)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET title = excluded.title, source = excluded.source,
                published = excluded.published, text = excluded.text, metadata = excluded.metadata,
                hash = excluded.hash, root = excluded.root, path = excluded.path,
                signature = excluded.signature
            RETURNING number
            """,
            (
                document.id, document.title, document.source, document.published, document.text,
                metadata, origin.hash, origin.root, origin.path, sketch.signature,
            ),
        ).fetchone()  # fmt: skip
        self.connection.execute("DELETE FROM sketches WHERE document = ?", (number,))
        self.connection.executemany(
            "INSERT OR IGNORE INTO sketches (value, document) VALUES (?, ?)",
            [(value, number) for value in sketch.probes],
        )
        self.connection.execute("DELETE FROM chunks WHERE document = ?", (number,))
        self.connection.executemany(
            """
            INSERT INTO chunks (document, start, end, heading, clean, origin, hash, vector)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                (
                    number, stored.chunk.start, stored.chunk.end, stored.chunk.heading, stored.chunk.clean,
                    pack_origin(stored.chunk.origin), stored.hash, stored.vector,
                )
                for stored in chunks
            ),
        )  # fmt: skip

    def move(self, document_id: str, origin: Origin) -> None:
        """Note that an unchanged document is now read from another place."""
        self.connection.execute(
            "UPDATE documents SET root = ?, path = ? WHERE id = ?", (origin.root, origin.path, document_id)
        )

    def remove(self, document_ids: Sequence[str]) -> None:
        """Remove documents and their chunks; raises UnknownDocument, and then the batch removes nothing."""
        for document_id in document_ids:
            self.require(document_id)
        self._changed = self._changed or bool(document_ids)
        rows = [(document_id,) for document_id in document_ids]
        self.connection.executemany("DELETE FROM documents WHERE id = ?", rows)

    def drop_chunks(self, chunk_ids: Sequence[int]) -> None:
        """Delete single chunks, which only a repair has reason to do."""
        self._changed = True
        rows = [(chunk_id,) for chunk_id in chunk_ids]
        self.connection.executemany("DELETE FROM chunks WHERE id = ?", rows)

    def describe(self, made_by: Manifest) -> None:
        """Replace the manifest."""
        self._changed = True
        manifest.write(self.connection, made_by)

    def stage(self, embedder: str, vectors: Mapping[bytes, bytes]) -> None:
        """Keep vectors of a rebuild that is not yet committed; readers never see them."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO staged (embedder, hash, vector) VALUES (?, ?, ?)",
            [(embedder, key, vector) for key, vector in vectors.items()],
        )

    def clear_staged(self) -> None:
        """Forget what was staged."""
        self.connection.execute("DELETE FROM staged")

    def finish(self) -> None:
        """Number the commit if readers have anything new to see."""
        if self._changed:
            row = (self.commit().generation + 1, secrets.token_hex(8))
            self.connection.execute("INSERT INTO commits (generation, token) VALUES (?, ?)", row)
