"""Scores → hits: what was found, read from the same commit, filtered and without repeats where wanted."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from embeddings.protocols import Embedder, Ids
from rag.datatypes import Hit
from rag.errors import BadQuestion
from rag.retrieval.copies import Copies
from rag.retrieval.search import Scored, search
from rag.retrieval.snapshot import Snapshot
from rag.storage.blobs import decoding
from rag.storage.view import View

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
DEEPER = 8  # how many times deeper to look when repeats took the places


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many passages are wanted, and which ones.

    `source` is a GLOB over ids and sources; `since` and `until` are ISO dates, inclusive.
    """

    k: int = 10
    source: str | None = None
    since: str | None = None
    until: str | None = None
    one_per_document: bool = False
    merge_copies: bool = False

    def __post_init__(self) -> None:
        if self.k < 1:
            raise BadQuestion(f"{self.k} passages were asked for. Ask for at least 1.")
        for date in (self.since, self.until):
            if date is not None and not DATE.fullmatch(date):
                raise BadQuestion(f"'{date}' is no date. Write 2023, 2023-03 or 2023-03-31.")


def find(query: str, wanted: Wanted, view: View, indexes: Snapshot, embedder: Embedder) -> list[Hit]:
    """Return at most `wanted.k` hits, falling score."""
    allowed = _allowed(wanted, view)
    room = len(indexes.lexical) if allowed is None else len(allowed)
    k = depth = min(wanted.k, room)
    copies = Copies(view)
    while True:
        scored = search(
            query,
            embedder=embedder,
            vectors=indexes.vectors,
            lexical=indexes.lexical,
            k=depth,
            allowed=allowed,
        )
        hits = list(_hits(scored, view))
        if wanted.merge_copies:
            hits = copies.merged(hits)
        if wanted.one_per_document:
            hits = _one_per_document(hits)
        if len(hits) >= k or len(scored) < depth or depth == room:
            return hits[:k]
        depth = min(depth * DEEPER, room)


def _allowed(wanted: Wanted, view: View) -> Ids | None:
    filters = (wanted.source, wanted.since, wanted.until)
    return None if filters == (None, None, None) else view.chunk_ids_where(*filters)


def _hits(scored: Iterable[Scored], view: View) -> Iterator[Hit]:
    ranked = list(scored)
    chunks = view.chunks([one.chunk_id for one in ranked])
    documents = view.documents(list({chunk.document_id: None for chunk in chunks.values()}))
    for one in ranked:
        with decoding("list of chunks"):
            chunk = chunks[one.chunk_id]
            document = documents[chunk.document_id]
            pages = document.page_starts
        yield Hit(
            chunk,
            one.score,
            document.title,
            document.source,
            document.published,
            document.text[chunk.start : chunk.end],
            one.dense,
            one.lexical,
            pages,
        )


def _one_per_document(hits: Iterable[Hit]) -> list[Hit]:
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.chunk.document_id, hit)
    return list(best.values())
