"""Reading the store: everything one view returns belongs to the same commit."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from embeddings.protocols import Ids, Vectors
from rag.datatypes import Chunk, Document, DocumentSummary
from rag.errors import UnknownDocument
from rag.storage import manifest
from rag.storage.blobs import decoding, unpack_origin, unpack_vectors
from rag.storage.manifest import Commit, Manifest

BATCH = 500  # values per statement; SQLite allows 999 in its older builds
ROWS = 4096  # rows fetched at a time, so that a large store is never held twice


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stored document came from, and the hash that tells whether it changed."""

    hash: bytes
    root: str
    path: str


@dataclass(frozen=True, slots=True)
class Fields:
    """The texts of a chunk that are indexed."""

    chunk_id: int
    title: str
    heading: str
    clean: str


class View:
    """One commit of the store, read through one connection inside one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    def commit(self) -> Commit:
        """Return the commit this view shows; generation 0 before the first."""
        row = self.connection.execute(
            "SELECT generation, token FROM commits ORDER BY generation DESC LIMIT 1"
        ).fetchone()
        return Commit(*row) if row else Commit(0, "")

    def holds(self, commit: Commit) -> bool:
        """Tell whether `commit` is this one or one that led to it."""
        query = "SELECT count(*) FROM commits WHERE generation = ? AND token = ?"
        return commit.generation == 0 or self._count(query, commit.generation, commit.token) == 1

    def manifest(self) -> Manifest:
        """Return what the vectors were made by."""
        return manifest.read(self.connection)

    def count_documents(self) -> int:
        """Return how many documents are stored."""
        return self._count("SELECT count(*) FROM documents")

    def count_chunks(self) -> int:
        """Return how many chunks are stored."""
        return self._count("SELECT count(*) FROM chunks")

    def roots(self) -> list[str]:
        """Return the paths that were indexed, sorted."""
        # From one root to the next by the index: DISTINCT would look at every document, for every question.
        query = """
            WITH RECURSIVE found (root) AS (
                SELECT min(root) FROM documents
                UNION ALL SELECT (SELECT min(root) FROM documents WHERE root > found.root) FROM found
                WHERE found.root IS NOT NULL
            ) SELECT root FROM found WHERE root IS NOT NULL
            """
        return [root for (root,) in self.connection.execute(query)]

    def origins(self) -> dict[str, Origin]:
        """Return where each document came from, by id."""
        rows = self.connection.execute("SELECT id, hash, root, path FROM documents")
        return {row[0]: Origin(*row[1:]) for row in rows}

    def ids(self) -> list[str]:
        """Return the ids of all documents, in the order they were first stored."""
        return [row[0] for row in self.connection.execute("SELECT id FROM documents ORDER BY number")]

    def summaries(self) -> list[DocumentSummary]:
        """Return what is stored, one line a document, sorted by id."""
        rows = self.connection.execute(
            """
            SELECT documents.id, title, source, published, count(chunks.id) FROM documents
            LEFT JOIN chunks ON chunks.document = documents.number
            GROUP BY documents.number ORDER BY documents.id
            """
        )
        return [DocumentSummary(*row) for row in rows]

    def titles(self) -> list[str]:
        """Return the titles of all documents, sorted by id."""
        return [title for (title,) in self.connection.execute("SELECT title FROM documents ORDER BY id")]

    def document(self, document_id: str) -> Document:
        """Return one document; raises UnknownDocument."""
        self.require(document_id)
        return self.documents([document_id])[document_id]

    def require(self, document_id: str) -> None:
        """Raise UnknownDocument unless there is a document of this id, be it damaged."""
        if not self._count("SELECT count(*) FROM documents WHERE id = ?", document_id):
            name = document_id.rpartition("/")[2]
            alike = [f"'{one}'" for one in self.ids() if one.rpartition("/")[2] == name][:3]
            meant = f" Did you mean {' or '.join(alike)}?" if alike else ""
            raise UnknownDocument(f"No document has the id '{document_id}'.{meant} List the ids: genxi docs")

    def documents(self, document_ids: Sequence[str]) -> dict[str, Document]:
        """Return the documents that exist among `document_ids`, by id."""
        rows = self._select_in(
            "SELECT id, title, source, text, published, metadata FROM documents WHERE id IN", document_ids
        )
        return {row[0]: _document(*row) for row in rows}

    def chunks(self, chunk_ids: Sequence[int]) -> dict[int, Chunk]:
        """Return the chunks that exist among `chunk_ids`."""
        rows = self._select_in(
            """
            SELECT chunks.id, documents.id, start, end, clean, origin, heading FROM chunks
            JOIN documents ON documents.number = chunks.document WHERE chunks.id IN
            """,
            chunk_ids,
        )
        return {
            chunk_id: Chunk(document_id, start, end, clean, unpack_origin(origin), heading)
            for chunk_id, document_id, start, end, clean, origin, heading in rows
        }

    def chunk_ids(self) -> Ids:
        """Return the ids of all chunks, rising."""
        # The index on `document` holds every id in far fewer pages than the table.
        rows = self.connection.execute("SELECT id FROM chunks INDEXED BY chunks_document")
        return np.sort(np.fromiter((row[0] for row in rows), np.int64))

    def chunk_ids_where(self, source: str | None, since: str | None, until: str | None) -> Ids:
        """Return the ids of chunks whose document passes all the filters given.

        `source` is the document's id or its source, a GLOB that either matches, or a folder of ids. `since`
        and `until` are ISO dates, inclusive, cut to what is known of both sides; a document without a date
        fails either.
        """
        folder = f"{(source or '').removesuffix('/')}/"
        rows = self.connection.execute(
            """
            SELECT chunks.id FROM documents JOIN chunks ON chunks.document = documents.number
            WHERE (:source IS NULL OR documents.id GLOB :source OR documents.source GLOB :source
                OR documents.id = :source OR documents.source = :source OR instr(documents.id, :folder) = 1)
            AND (:since IS NULL OR published > '' AND
                substr(published, 1, length(:since)) >= substr(:since, 1, length(published)))
            AND (:until IS NULL OR published > '' AND
                substr(published, 1, length(:until)) <= substr(:until, 1, length(published)))
            ORDER BY chunks.id
            """,
            {"source": source, "folder": folder, "since": since, "until": until},
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def vectors(self, *, after: int = 0, step: int = 1) -> Iterator[tuple[Ids, Vectors]]:
        """Yield the ids above `after`, rising, and their vectors, some thousands at a time.

        With a `step`, only of ids that it divides.
        """
        dimension = self.manifest().dimension or 0
        query = "SELECT id, vector FROM chunks WHERE id > ? AND id % ? = 0 ORDER BY id"
        cursor = self.connection.execute(query, (after, step))
        while rows := cursor.fetchmany(ROWS):
            ids = np.array([row[0] for row in rows], np.int64)
            yield ids, unpack_vectors([row[1] for row in rows], dimension)

    def fields(self, *, after: int = 0) -> Iterator[Fields]:
        """Yield the indexed texts of the chunks whose id is above `after`, rising."""
        rows = self.connection.execute(
            """
            SELECT chunks.id, title, heading, clean FROM chunks
            JOIN documents ON documents.number = chunks.document WHERE chunks.id > ? ORDER BY chunks.id
            """,
            (after,),
        )
        return (Fields(*row) for row in rows)

    def signature(self, document_id: str) -> bytes:
        """Return what near duplicates of a document are recognised by; empty if there is none."""
        row = self.connection.execute(
            "SELECT signature FROM documents WHERE id = ?", (document_id,)
        ).fetchone()
        return (row[0] or b"") if row else b""

    def signatures_sharing(self, probes: Sequence[int], *, least: int, most: int) -> dict[str, bytes]:
        """Return the signatures of documents that have `least` of the hashes or more, the nearest `most`."""
        marks = ",".join("?" * len(probes))
        rows = self.connection.execute(
            f"""
            SELECT id, signature FROM documents JOIN (
                SELECT document, count(*) AS shared FROM sketches WHERE value IN ({marks})
                GROUP BY document HAVING shared >= ? ORDER BY shared DESC, document LIMIT ?
            ) ON document = number
            """,  # noqa: S608 (marks alone)
            (*probes, least, most),
        )
        return {identity: signature or b"" for identity, signature in rows}

    def clean_text(self, document_id: str) -> str:
        """Return the clean forms of a document's chunks, one after the other, overlaps twice."""
        rows = self.connection.execute(
            """
            SELECT clean FROM chunks JOIN documents ON documents.number = chunks.document
            WHERE documents.id = ? ORDER BY chunks.id
            """,
            (document_id,),
        )
        return "\n".join(clean for (clean,) in rows)

    def known_vectors(self, hashes: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return the packed vectors of texts embedded before, by hash."""
        return dict(self._select_in("SELECT hash, vector FROM chunks WHERE hash IN", hashes))

    def staged_vectors(self, embedder: str, hashes: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """Return the packed vectors that an unfinished rebuild with `embedder` has staged."""
        query = "SELECT hash, vector FROM staged WHERE embedder = ? AND hash IN"
        return dict(self._select_in(query, hashes, embedder))

    def _select_in(self, query: str, values: Sequence[object], *first: object) -> Iterator[Any]:
        for start in range(0, len(values), BATCH):
            part = values[start : start + BATCH]
            marks = ",".join("?" * len(part))
            yield from self.connection.execute(f"{query} ({marks})", (*first, *part)).fetchall()

    def _count(self, query: str, *values: object) -> int:
        row: tuple[int] = self.connection.execute(query, values).fetchone()
        return row[0]


def _document(
    identity: str, title: str, source: str | None, text: str, published: str | None, metadata: str
) -> Document:
    with decoding(f"document '{identity}'"):
        return Document(identity, title, source, text, published, json.loads(metadata))
