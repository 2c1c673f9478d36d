"""Paths → documents → clean text → chunks → vectors → commits.

A document whose content and processing did not change is kept as it is. Every batch is one commit, so an
interrupted run keeps its work. A rebuild is one commit at its end, for vectors of two embedders must never
meet; what it embeds on the way is staged, so that it too can be resumed.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.protocols import Embedder
from rag.chunking.chunks import chunk
from rag.cleaning.chinese import simplify
from rag.cleaning.pipeline import clean_document
from rag.datatypes import Chunk, Document, IndexReport
from rag.errors import PathMissing
from rag.intake import Intake, fingerprint
from rag.processing import code_digest
from rag.provenance import Root
from rag.retrieval.duplicates import probes, signature
from rag.retrieval.fields import embedded_text
from rag.storage.batch import Batch, Sketch, StoredChunk
from rag.storage.corpus import Writer
from rag.storage.manifest import Manifest
from rag.storage.view import Origin
from rag.vectorization import Packed, embed_missing, text_hash

SIZE = 400  # characters of a chunk
OVERLAP = 60
SAMPLE = "whose signature tells how signatures are made"
BATCH_CHUNKS = 128  # about four seconds of embedding: the most that a kill can lose

Progress = Callable[[int, int | None], None]  # documents done, and in all if that is known


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document cut into chunks, and the texts to embed by hash, one for each chunk."""

    document: Document
    origin: Origin
    chunks: Sequence[Chunk]
    hashes: Sequence[bytes]
    texts: Sequence[str]
    sketch: Sketch


def ingest(
    paths: Sequence[str | Path],
    writer: Writer,
    embedder: Embedder,
    *,
    prune: bool = False,
    rebuild: bool = False,
    progress: Progress | None = None,
    size: int = SIZE,
    overlap: int = OVERLAP,
    now: Callable[[], float] = time.monotonic,
) -> IndexReport:
    """Bring the store up to date with `paths`.

    `prune` removes documents once read from the same paths and now gone, also where a path is gone itself.
    `rebuild` embeds everything anew, documents of other paths from their stored text. Raises PathMissing or
    StaleIndex before anything is done.
    """
    started = now()
    roots = list(dict.fromkeys(map(Root.of, paths)))
    run = _Run(writer, embedder, roots, size=size, overlap=overlap, progress=progress)
    run.require(rebuild=rebuild)
    intake, gone = run.rebuild(prune=prune) if rebuild else run.update(prune=prune)
    with writer.corpus.view() as view:
        documents, chunks = view.count_documents(), view.count_chunks()
    counts = (intake.added, intake.updated, intake.unchanged, gone if prune else 0)
    vanished = 0 if prune else gone
    return IndexReport(*counts, tuple(intake.failed), documents, chunks, now() - started, vanished)


def reprocess(document_ids: Sequence[str], writer: Writer, embedder: Embedder) -> None:
    """Clean, cut and embed stored documents again, trusting nothing of them but their text."""
    run = _Run(writer, embedder, [], size=SIZE, overlap=OVERLAP, progress=None)
    run.require(rebuild=False)
    for document_id in document_ids:
        run.reprocess(document_id)


class _Run:
    """The parts of one run."""

    def __init__(
        self,
        writer: Writer,
        embedder: Embedder,
        roots: Sequence[Root],
        *,
        size: int,
        overlap: int,
        progress: Progress | None,
    ) -> None:
        self._writer = writer
        self._embedder = embedder
        self._roots = roots
        self._size = size
        self._overlap = overlap
        self._progress: Progress = progress or (lambda _done, _total: None)
        indexed = embedded_text("title", "heading", "clean")
        self._recipe = f"{code_digest()}/{size}/{overlap}/{indexed}/{signature(SAMPLE).hex()}"

    def require(self, *, rebuild: bool) -> None:
        """Refuse what cannot be done before anything is."""
        missing = [
            root
            for root in self._roots
            if not os.path.exists(root.path)  # noqa: PTH110 (exists() raises where it may not look)
        ]
        if missing:
            raise PathMissing(f"{missing[0].path} does not exist. Check the path.")
        with self._writer.corpus.view() as view:
            if view.count_chunks() and not rebuild:
                view.manifest().require(self._embedder, view.roots())

    def update(self, *, prune: bool) -> tuple[Intake, int]:
        """Commit what is new or changed, batch by batch."""
        with self._writer.corpus.view() as view:
            intake = Intake(view.origins(), self._recipe)
        for group in _groups(self._prepared(intake.documents(self._roots))):
            vectors = self._vectors(group, staged=False)
            with self._writer.batch() as batch:
                self._put(batch, group, vectors)
            self._progress(len(intake.seen), None)
        self._progress(len(intake.seen), len(intake.seen))
        with self._writer.batch() as batch:
            return intake, self._finish(batch, intake, prune=prune)

    def rebuild(self, *, prune: bool) -> tuple[Intake, int]:
        """Embed everything out of sight of readers, then commit it at once."""
        with self._writer.corpus.view() as view:
            known = view.origins()
        intake = Intake(known, self._recipe, everything=True)
        done = 0
        for group in _groups(self._prepared(self._everything(intake, prune=prune))):
            vectors = self._vectors(group, staged=True)
            with self._writer.batch() as batch:
                batch.stage(self._embedder.name, vectors)
            done += len(group)
            self._progress(done, max(done, len(known)))
        intake = Intake(known, self._recipe, everything=True)
        with self._writer.batch() as batch:
            for group in _groups(self._prepared(self._everything(intake, prune=prune))):
                self._put(batch, group, self._vectors(group, staged=True))
            batch.clear_staged()
            return intake, self._finish(batch, intake, prune=prune)

    def reprocess(self, document_id: str) -> None:
        """Replace the chunks of one document, in a commit of its own."""
        with self._writer.batch() as batch:
            stored = batch.origins()[document_id]
            (one,) = self._prepared([(batch.document(document_id), stored)])
            texts = dict(zip(one.hashes, one.texts, strict=True))
            self._put(batch, [one], embed_missing(self._embedder, texts, known={}))

    def _everything(self, intake: Intake, *, prune: bool) -> Iterator[tuple[Document, Origin]]:
        """Yield what the paths hold, then all else that is stored, from its stored text."""
        yield from intake.documents(self._roots)
        gone = intake.vanished(self._roots) if prune else []
        for document_id, stored in intake.others(but=gone):
            with self._writer.corpus.view() as view:
                document = view.document(document_id)
            yield document, Origin(fingerprint(document, self._recipe), stored.root, stored.path)

    def _prepared(self, documents: Iterable[tuple[Document, Origin]]) -> Iterator[Prepared]:
        for document, origin in documents:
            cleaned = clean_document(document)
            above = simplify(document.metadata.get("above", ""))
            chunks = chunk(document.id, cleaned, size=self._size, overlap=self._overlap, above=above)
            texts = [embedded_text(document.title, part.heading, part.clean) for part in chunks]
            yield Prepared(
                document, origin, chunks, list(map(text_hash, texts)), texts, _sketch(cleaned.text)
            )

    def _vectors(self, group: Sequence[Prepared], *, staged: bool) -> Packed:
        texts = {key: text for one in group for key, text in zip(one.hashes, one.texts, strict=True)}
        with self._writer.corpus.view() as view:
            known = (
                view.staged_vectors(self._embedder.name, list(texts))
                if staged
                else view.known_vectors(list(texts))
            )
        return embed_missing(self._embedder, texts, known)

    def _put(self, batch: Batch, group: Sequence[Prepared], vectors: Packed) -> None:
        batch.describe(Manifest(self._embedder.name, self._embedder.dimension))
        for one in group:
            rows = zip(one.chunks, one.hashes, strict=True)
            stored = [StoredChunk(part, key, vectors[key]) for part, key in rows]
            batch.put(one.document, one.origin, stored, one.sketch)

    def _finish(self, batch: Batch, intake: Intake, *, prune: bool) -> int:
        """Note moves and prune; return how many documents are gone from the paths."""
        for document_id, origin in intake.moved.items():
            batch.move(document_id, origin)
        gone = intake.vanished(self._roots)
        if prune:
            batch.remove(gone)
        return len(gone)


def _sketch(clean: str) -> Sketch:
    whole = signature(clean)
    return Sketch(whole, probes(whole))


def _groups(prepared: Iterable[Prepared]) -> Iterator[list[Prepared]]:
    """Gather documents until they hold a batch of chunks; a document is never split."""
    group: list[Prepared] = []
    weight = 0
    for one in prepared:
        group.append(one)
        weight += 1 + len(one.chunks)
        if weight >= BATCH_CHUNKS:
            yield group
            group, weight = [], 0
    if group:
        yield group
