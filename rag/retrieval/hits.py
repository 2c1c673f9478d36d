"""Scores → hits: what was found, read from the same commit, filtered and without repeats where wanted."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from embeddings.protocols import Embedder, Ids
from rag.datatypes import Chunk, Document, Hit
from rag.errors import BadQuestion
from rag.retrieval.copies import Copies
from rag.retrieval.search import Scored, search
from rag.retrieval.snapshot import Snapshot
from rag.storage.blobs import decoding
from rag.storage.view import View

DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
DEEPER = 8  # how many times deeper to look when repeats took the places


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many passages are wanted, and which ones.

    `source` is an id, a source, a folder of ids, or a GLOB over ids and sources; `since` and `until` are ISO
    dates, inclusive.
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
        since, until = _date(self.since), _date(self.until)
        if since and until and since[: len(until)] > until[: len(since)]:
            raise BadQuestion(f"'{since}' is later than '{until}'. Exchange them.")
        object.__setattr__(self, "since", since)  # in the digits that the store compares
        object.__setattr__(self, "until", until)


class Closer(Protocol):
    """Puts the first hits of one query in order; those it looks at decide, however many are wanted."""

    looked_at: int

    def read(self, passages: Iterable[Chunk]) -> None:
        """Read what will likely be among them, while the search waits."""

    def order(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits, falling score."""


def find(
    query: str, wanted: Wanted, view: View, indexes: Snapshot, embedder: Embedder, closer: Closer
) -> list[Hit]:
    """Return at most `wanted.k` hits, falling score."""
    allowed = _allowed(wanted, view)
    room = len(indexes.lexical) if allowed is None else len(allowed)
    k = min(wanted.k, room)
    depth = min(max(k, closer.looked_at), room)
    copies = Copies(view)
    found = _Found(view)

    def meanwhile(likely: Ids) -> None:
        found.read(likely)
        closer.read(found.chunks(likely[: closer.looked_at]))

    while True:
        scored = search(
            query,
            embedder=embedder,
            vectors=indexes.vectors,
            lexical=indexes.lexical,
            k=depth,
            allowed=allowed,
            meanwhile=meanwhile,
        )
        hits = closer.order(found.hits(scored))
        if wanted.merge_copies:
            hits = copies.merged(query, hits)
        if wanted.one_per_document:
            hits = _one_per_document(hits)
        if len(hits) >= k or len(scored) < depth or depth == room:
            return hits[:k]
        depth = min(depth * DEEPER, room)


def _date(written: str | None) -> str | None:
    """Return a date in narrow digits: ２０２３ is 2023; raises BadQuestion if it is none."""
    if written is None:
        return None
    date = unicodedata.normalize("NFKC", written)
    if not DATE.fullmatch(date):
        raise BadQuestion(f"'{written}' is no date. Write 2023, 2023-03 or 2023-03-31.")
    return date


def _allowed(wanted: Wanted, view: View) -> Ids | None:
    filters = (wanted.source, wanted.since, wanted.until)
    return None if filters == (None, None, None) else view.chunk_ids_where(*filters)


class _Found:
    """Chunks and their documents, each read once."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._chunks: dict[int, Chunk] = {}
        self._documents: dict[str, Document] = {}

    def read(self, chunk_ids: Ids) -> None:
        """Read what is not yet known."""
        chunks = self._view.chunks([number for number in chunk_ids.tolist() if number not in self._chunks])
        owners = {chunk.document_id for chunk in chunks.values()}
        self._documents |= self._view.documents([one for one in owners if one not in self._documents])
        self._chunks |= chunks

    def chunks(self, chunk_ids: Ids) -> list[Chunk]:
        """Return those chunks that have been read."""
        return [self._chunks[number] for number in chunk_ids.tolist() if number in self._chunks]

    def hits(self, scored: Sequence[Scored]) -> list[Hit]:
        """Return a hit for each, in the same order."""
        self.read(np.array([one.chunk_id for one in scored], np.int64))
        return [self._hit(one) for one in scored]

    def _hit(self, one: Scored) -> Hit:
        with decoding("list of chunks"):
            chunk = self._chunks[one.chunk_id]
            document = self._documents[chunk.document_id]
            pages = document.page_starts
        return Hit(
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
